package io.roomwatch.agent.schedule;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes looks into tasks of a {@link Loop}, and what they find into observations. This is the task
 * boundary: a look that throws becomes {@code unknown / error} and is logged once with its stack; a
 * look that does not end becomes {@code unknown / timeout}.
 */
public final class Runner {

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Consumer<Observation> seen;

  /**
   * @param nanoTime monotonic nanoseconds
   * @param seen hears each observation, on the loop's executor
   */
  public Runner(InstantSource clock, LongSupplier nanoTime, Consumer<Observation> seen) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.seen = seen;
  }

  /** The task of this look, named by its check id. */
  public Task task(Look look) {
    return new Task(look.check().toString(), look.pace(), new Looking(look));
  }

  private final class Looking implements Work<Observation> {

    private final Look look;
    private volatile String lastError = "";

    Looking(Look look) {
      this.look = look;
    }

    @Override
    public CompletionStage<Observation> start() {
      long began = nanoTime.getAsLong();
      // Measured where the look ends, before its result goes anywhere else.
      return look.look()
          .get()
          .thenApply(finding -> observed(finding, Duration.ofNanos(nanoTime.getAsLong() - began)));
    }

    private Observation observed(Finding finding, Duration took) {
      return new Observation(look.check(), clock.instant(), took, finding);
    }

    @Override
    public void done(Observation result) {
      lastError = "";
      seen.accept(result);
    }

    @Override
    public void gaveUp(Duration after) {
      String text =
          String.format(
              Locale.ROOT,
              "The look did not end within %.1f s and was given up.",
              (double) after.toMillis() / 1e3);
      seen.accept(observed(Finding.unknown(Reason.TIMEOUT, text), after));
    }

    @Override
    public void erred(Throwable error) {
      log(look.check(), error);
      String text =
          "The look ended with a fault of Roomwatch itself ("
              + error.getClass().getSimpleName()
              + "); its log has the details.";
      seen.accept(observed(Finding.unknown(Reason.ERROR, text), Duration.ZERO));
    }

    /** The same mistake at every look is one mistake. */
    private void log(CheckId check, Throwable error) {
      String now = error.toString();
      if (now.equals(lastError)) {
        LOG.debug("Check {} failed again: {}", check, now);
      } else {
        lastError = now;
        LOG.error("Check {} failed", check, error);
      }
    }
  }
}
