package io.roomwatch.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.schedule.Loop.Settings;
import io.roomwatch.agent.schedule.Task.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Work that takes long, hangs and throws, suspends and reloads: at random, by a printed seed. */
final class LoopSimulationTest {

  /** One task that behaves as the dice say, and checks what it is promised. */
  private static final class Simulated implements Work<Integer> {
    private final VirtualTimer timer;
    private final SplittableRandom dice;
    private final Pace pace;
    private int going;
    private long lastStart;
    private int starts;
    private int ends;
    private long errors;

    Simulated(VirtualTimer timer, SplittableRandom dice, Pace pace) {
      this.timer = timer;
      this.dice = dice;
      this.pace = pace;
    }

    @Override
    public CompletionStage<Integer> start() {
      assertEquals(0, going, "no overlap");
      assertTrue(
          starts == 0 || timer.nanos() - lastStart >= pace.apart().toNanos(), "starts stay apart");
      going++;
      starts++;
      lastStart = timer.nanos();
      int run = starts;
      CompletableFuture<Integer> result = new CompletableFuture<>();
      switch (dice.nextInt(6)) {
        case 0 -> result.complete(run);
        case 1, 2, 3 -> {
          long takes = dice.nextLong(pace.timeout().toNanos());
          timer.at(timer.nanos() + takes, () -> result.complete(run));
        }
        case 4 -> timer.at(timer.nanos() + 1, () -> result.completeExceptionally(new Oops()));
        case 5 -> {
          if (dice.nextBoolean()) {
            throw new Oops();
          }
        }
        default -> throw new AssertionError();
      }
      return result;
    }

    private void ended() {
      assertEquals(1, going, "one callback a run");
      going--;
      ends++;
    }

    @Override
    public void done(Integer run) {
      assertEquals(starts, run, "the result of this run, not of an earlier one");
      ended();
    }

    @Override
    public void gaveUp(Duration after) {
      assertTrue(after.compareTo(pace.timeout()) >= 0, "given up only after the timeout");
      ended();
    }

    @Override
    public void erred(Throwable error) {
      assertTrue(error instanceof Oops, () -> "" + error);
      errors++;
      ended();
    }
  }

  private static final class Oops extends RuntimeException {}

  @Test
  void promisesHoldWhateverWorkAndClockDo() {
    long seed = System.nanoTime();
    System.out.println("loop simulation, seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 60; round++) {
      simulate(random.split(), "seed " + seed + " round " + round);
    }
  }

  private static void simulate(SplittableRandom dice, String where) {
    VirtualTimer timer = new VirtualTimer(dice.nextLong());
    Loop loop = Loop.started(timer, Runnable::run, Settings.seeded(dice.nextLong()));
    List<Simulated> works = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Duration interval = Duration.ofMillis(dice.nextLong(500, 60_000));
      Duration timeout = Duration.ofMillis(dice.nextLong(100, 90_000));
      Duration apart = dice.nextBoolean() ? Duration.ZERO : interval;
      Simulated work = new Simulated(timer, dice.split(), new Pace(interval, timeout, apart));
      works.add(work);
      tasks.add(new Task("t" + i, work.pace, work));
    }
    loop.replaceAll(tasks);
    long begin = timer.nanos();
    for (int step = 0; step < 200; step++) {
      timer.advance(Duration.ofMillis(dice.nextLong(5_000)));
      if (dice.nextInt(40) == 0) {
        timer.leap(Duration.ofSeconds(dice.nextLong(300)));
      }
      if (dice.nextInt(40) == 0) {
        loop.replaceAll(tasks);
      }
    }
    timer.advance(Duration.ofMinutes(2));
    assertEquals(0, loop.health().counts().erred() - errors(works), where);
    long elapsed = timer.nanos() - begin;
    LoopHealth.Counts counts = loop.health().counts();
    long turns = 0;
    for (Simulated work : works) {
      turns += elapsed / work.pace.interval().toNanos();
      assertTrue(work.starts - work.ends <= 1, where);
    }
    long accounted = counts.started() + counts.missed() + counts.skipped();
    // Each task may have begun up to one turn late, once before its beat, and be in a turn now.
    assertEquals((double) turns, (double) accounted, 2.0 * works.size(), where);
  }

  private static long errors(List<Simulated> works) {
    return works.stream().mapToLong(work -> work.errors).sum();
  }
}
