package io.roomwatch.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.schedule.Loop.Settings;
import io.roomwatch.agent.schedule.Task.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A day of 5,000 targets, in virtual time. */
final class LongRunTest {

  private static final int TARGETS = 5_000;
  private static final long INTERVAL = 30_000_000_000L;
  private static final long SEED = 412;
  private static final long JITTER = INTERVAL / 50;

  private final VirtualTimer timer = new VirtualTimer(0);

  /** Checks each start against the place where it belongs, without keeping them. */
  private final class Target implements Work<String> {
    private final CompletableFuture<String> done = CompletableFuture.completedFuture("");
    private final Beat beat;
    private long starts;
    private long early;
    private long worst;

    Target(Beat beat) {
      this.beat = beat;
    }

    @Override
    public CompletionStage<String> start() {
      long now = timer.nanos();
      if (starts == 0 && early == 0 && now < beat.origin() - JITTER) {
        early++;
        return done;
      }
      worst = Math.max(worst, Math.abs(now - (beat.origin() + starts * INTERVAL)));
      starts++;
      perHundredMillis[(int) (now / 100_000_000L % 300)]++;
      return done;
    }

    @Override
    public void done(String result) {}

    @Override
    public void gaveUp(Duration after) {}

    @Override
    public void erred(Throwable error) {}
  }

  private final long[] perHundredMillis = new long[300];

  @Test
  void aDayOfFiveThousandTargetsDoesNotDrift() {
    Duration day = Duration.ofHours(24);
    Loop loop = Loop.started(timer, Runnable::run, Settings.seeded(SEED));
    List<Task> tasks = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < TARGETS; i++) {
      String name = "cloud.tcp:host-" + i;
      Target target = new Target(Beat.of(name, SEED, 0, INTERVAL));
      targets.add(target);
      tasks.add(
          new Task(name, Pace.every(Duration.ofNanos(INTERVAL), Duration.ofSeconds(3)), target));
    }
    loop.replaceAll(tasks);
    long realStart = System.nanoTime();
    timer.advance(day);
    double realSeconds = (System.nanoTime() - realStart) / 1e9;

    long worst = targets.stream().mapToLong(t -> t.worst).max().orElseThrow();
    long starts = targets.stream().mapToLong(t -> t.starts).sum();
    long busiest = java.util.Arrays.stream(perHundredMillis).max().orElseThrow();
    long average = starts / perHundredMillis.length;
    System.out.printf(
        "24 h of %d targets every 30 s: %d starts in %.1f s, worst distance from its place"
            + " %.0f ms, busiest 100 ms %.2f times the average%n",
        TARGETS, starts, realSeconds, (double) worst / 1e6D, (double) busiest / (double) average);
    assertTrue(worst <= JITTER, "worst " + worst);
    for (Target target : targets) {
      assertEquals(2_880.0, (double) target.starts, 1.0);
    }
    assertEquals(0, loop.health().counts().missed());
    assertEquals(0, loop.health().counts().skipped());
    assertTrue(busiest < 2 * average, "spread over the interval");
  }

  @Test
  void theSameSeedGivesTheSamePlacesAndAnotherSeedOthers() {
    assertEquals(Beat.of("a", 1, 0, INTERVAL), Beat.of("a", 1, 0, INTERVAL));
    assertNotEquals(Beat.of("a", 1, 0, INTERVAL).origin(), Beat.of("a", 2, 0, INTERVAL).origin());
    assertNotEquals(Beat.of("a", 1, 0, INTERVAL).origin(), Beat.of("b", 1, 0, INTERVAL).origin());
  }

  @Test
  void theSameCheckOfManyRoomsIsSpreadOverItsInterval() {
    int[] perSecond = new int[30];
    for (int room = 0; room < 5_000; room++) {
      long origin =
          Beat.of("cloud.tcp:zoom.us:443", ("room " + room).hashCode(), 0, INTERVAL).origin();
      perSecond[(int) (origin / 1_000_000_000L)]++;
    }
    for (int rooms : perSecond) {
      assertEquals(166, rooms, 60);
    }
  }

  @Test
  void jitterIsBoundedAndUsesItsRangeAndDoesNotAccumulate() {
    Beat beat = Beat.of("a", 1, 0, INTERVAL);
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (long n = 0; n < 100_000; n++) {
      long off = beat.due(n) - (beat.origin() + n * INTERVAL);
      least = Math.min(least, off);
      most = Math.max(most, off);
      assertEquals(n, beat.indexAt(beat.due(n)));
    }
    assertTrue(least >= -JITTER && least < -0.9 * JITTER, "" + least);
    assertTrue(most <= JITTER && most > 0.9 * JITTER, "" + most);
  }
}
