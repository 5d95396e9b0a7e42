package io.roomwatch.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class RemainingTest {

  private final Bench bench = new Bench();

  private static CompletableFuture<Finding> probe(Duration left) {
    return CompletableFuture.completedFuture(Finding.ok("Had " + left.toMillis() + " ms."));
  }

  private Finding after(Duration reading) {
    Remaining remaining = Remaining.of(bench.context(), Duration.ofSeconds(9));
    bench.pass(reading);
    return remaining.probe("Reading", RemainingTest::probe).join();
  }

  @Test
  void theProbeGetsWhatReadingLeft() {
    assertEquals("Had 9000 ms.", after(Duration.ZERO).text());
    assertEquals("Had 4500 ms.", after(Duration.ofMillis(4_500)).text());
  }

  @Test
  void aProbeThatCouldOnlyFailIsNotMade() {
    Finding finding = after(Duration.ofMillis(6_100));
    assertEquals(State.UNKNOWN, finding.state());
    assertEquals(Reason.TIMEOUT, finding.reason());
  }

  @Test
  void aClockThatIsSetMeanwhileTakesNoTime() {
    assertEquals("Had 9000 ms.", after(Duration.ofHours(-1)).text());
  }
}
