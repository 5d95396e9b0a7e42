package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What reading facts leaves of a look's deadline. A probe that got the whole of it would end after
 * its look was given up; one that gets next to nothing would fail without a fault.
 */
public final class Remaining {

  /** A probe needs at least this part of its time. */
  private static final int WORTHWHILE = 3;

  private final InstantSource clock;
  private final Instant began;
  private final Duration deadline;

  private Remaining(InstantSource clock, Duration deadline) {
    this.clock = clock;
    this.began = clock.instant();
    this.deadline = deadline;
  }

  /** Counts from now. */
  public static Remaining of(CheckContext context, Duration deadline) {
    return new Remaining(context.clock(), deadline);
  }

  /**
   * Probes with the time that is left; {@code unknown / timeout} in place of it when that is too
   * short to be fair.
   *
   * @param what was read, as it begins a sentence
   */
  public CompletableFuture<Finding> probe(
      String what, Function<Duration, CompletableFuture<Finding>> probe) {
    return left()
        .map(probe)
        .orElseGet(
            () ->
                CompletableFuture.completedFuture(
                    Finding.unknown(
                        Reason.TIMEOUT, what + " took so long that no time was left to look.")));
  }

  private Optional<Duration> left() {
    Duration took = Duration.between(began, clock.instant());
    // A clock that was set meanwhile says nothing of what is left.
    Duration left = took.isNegative() ? deadline : deadline.minus(took);
    return Optional.of(left).filter(time -> time.compareTo(deadline.dividedBy(WORTHWHILE)) >= 0);
  }
}
