package io.roomwatch.agent.probe.network;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is thrown in an exchange ends it, and be it an error of the JVM. */
class ExchangeTest {

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final Network network = new Network(System::nanoTime, blocking);

  @AfterEach
  void close() {
    network.close();
    blocking.close();
  }

  private final class Rehearsed extends Exchange<String> {
    private final Consumer<Rehearsed> first;
    private final boolean answers;

    Rehearsed(Consumer<Rehearsed> first, boolean answers) {
      super(network, Duration.ofMinutes(1));
      this.first = first;
      this.answers = answers;
    }

    @Override
    protected void begin() {
      first.accept(this);
    }

    @Override
    protected String answer(Outcome outcome) {
      if (!answers) {
        throw boom();
      }
      return outcome.reason().label();
    }
  }

  private static NoClassDefFoundError boom() {
    throw new NoClassDefFoundError("boom");
  }

  private void endsWithTheError(Consumer<Rehearsed> first, boolean answers) {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () -> new Rehearsed(first, answers).start().get(20, TimeUnit.SECONDS));
    assertInstanceOf(NoClassDefFoundError.class, failed.getCause());
  }

  @Test
  void inItsFirstStep() {
    endsWithTheError(run -> boom(), true);
  }

  @Test
  void inALaterStep() {
    endsWithTheError(run -> run.within(1, ExchangeTest::boom), true);
  }

  @Test
  void inWorkThatMayBlock() {
    endsWithTheError(
        run ->
            run.aside(
                () -> {
                  throw boom();
                },
                done -> {}),
        true);
  }

  @Test
  void inWhatFollowsThatWork() {
    endsWithTheError(run -> run.aside(() -> "done", done -> boom()), true);
  }

  @Test
  void inItsAnswer() {
    endsWithTheError(run -> run.end(Reason.OK, ""), false);
  }
}
