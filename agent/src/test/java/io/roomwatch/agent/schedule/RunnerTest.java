package io.roomwatch.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.schedule.Loop.Settings;
import io.roomwatch.agent.schedule.Task.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class RunnerTest {

  private static final CheckId PEER = CheckId.of(CheckKind.LINK_PEER, "boardroom-pc");
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final VirtualTimer timer = new VirtualTimer(0);
  private final Loop loop = Loop.started(timer, Runnable::run, Settings.seeded(1));
  private final List<Observation> seen = new ArrayList<>();
  private final Runner runner =
      new Runner(() -> START.plusNanos(timer.nanos()), timer::nanos, seen::add);

  private void looking(Supplier<CompletableFuture<Finding>> look) {
    Pace pace = Pace.every(Duration.ofSeconds(15), Duration.ofSeconds(3));
    loop.replaceAll(List.of(runner.task(new Look(PEER, pace, look))));
    timer.advance(Duration.ofSeconds(20));
  }

  @Test
  void aFindingIsStampedWithItsEndAndWhatItTook() {
    looking(
        () -> {
          CompletableFuture<Finding> later = new CompletableFuture<>();
          timer.at(timer.nanos() + 250_000_000, () -> later.complete(Finding.ok("open")));
          return later;
        });
    Observation first = seen.getFirst();
    assertEquals(PEER, first.check());
    assertEquals(Duration.ofMillis(250), first.took());
    assertEquals("open", first.finding().text());
    assertTrue(
        first.at().isAfter(START.plusMillis(249)) && first.at().isBefore(START.plusSeconds(16)));
  }

  @Test
  void aLookThatNeverEndsIsUnknownAndTimedOut() {
    looking(CompletableFuture::new);
    Finding finding = seen.getFirst().finding();
    assertEquals(State.UNKNOWN, finding.state());
    assertEquals(Reason.TIMEOUT, finding.reason());
    assertEquals("The look did not end within 3.5 s and was given up.", finding.text());
    assertEquals(Duration.ofMillis(3_500), seen.getFirst().took());
  }

  @Test
  void aLookThatThrowsIsUnknownAndAnError() {
    looking(
        () -> {
          throw new IllegalStateException("secret (thrown by a test)");
        });
    looking(() -> CompletableFuture.failedFuture(new IllegalStateException("thrown by a test")));
    assertTrue(seen.size() >= 2, "" + seen);
    for (Observation one : seen) {
      assertEquals(State.UNKNOWN, one.finding().state());
      assertEquals(Reason.ERROR, one.finding().reason());
      assertEquals(
          "The look ended with a fault of Roomwatch itself (IllegalStateException); its log has the"
              + " details.",
          one.finding().text());
    }
  }
}
