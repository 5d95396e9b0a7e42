package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CoalescedTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1; // Elapsed time may wrap around.
  private int runs;

  private final Coalesced.Time time =
      new Coalesced.Time(
          () -> nanos,
          pause -> {
            pauses.add(Duration.ofNanos(pause));
            nanos += pause;
          });

  private void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void askedManyTimesBeforeItRunsItRunsOnce() {
    Coalesced action = new Coalesced(tasks::add, time, () -> runs++);
    for (int i = 0; i < 10; i++) {
      action.run();
    }
    assertEquals(1, tasks.size());
    work();
    assertEquals(1, runs);
    action.run();
    work();
    assertEquals(2, runs);
  }

  @Test
  void askedWhileItRunsItRunsOnceMore() {
    Coalesced[] action = new Coalesced[1];
    action[0] =
        new Coalesced(
            tasks::add,
            time,
            () -> {
              runs++;
              if (runs == 1) {
                action[0].run();
                action[0].run();
              }
            });
    action[0].run();
    work();
    assertEquals(2, runs);
  }

  @Test
  void survivesWhatItsActionThrows() {
    Coalesced action =
        new Coalesced(
            tasks::add,
            time,
            () -> {
              runs++;
              if (runs == 1) {
                throw new StackOverflowError("thrown by a test");
              }
              if (runs == 2) {
                throw new IllegalStateException("thrown by a test");
              }
            });
    for (int i = 1; i <= 3; i++) {
      action.run();
      work();
      assertEquals(i, runs);
    }
  }

  @Test
  void executorThatHasEndedIsNoReasonToThrow() {
    boolean[] ended = {true};
    Coalesced action =
        new Coalesced(
            task -> {
              if (ended[0]) {
                throw new RejectedExecutionException("thrown by a test");
              }
              tasks.add(task);
            },
            time,
            () -> runs++);
    action.run();
    ended[0] = false;
    action.run();
    work();
    assertEquals(1, runs);
  }

  /** Takes so long. */
  private Coalesced lasting(Duration took) {
    return new Coalesced(
        tasks::add,
        time,
        () -> {
          runs++;
          nanos += took.toNanos();
        });
  }

  @Test
  void restsNineTimesAsLongAsItTook() {
    Coalesced action = lasting(Duration.ofMillis(20));
    action.run();
    work();
    assertEquals(List.of(), pauses, "the first is at once");
    action.run();
    work();
    assertEquals(List.of(Duration.ofMillis(180)), pauses);
    assertEquals(2, runs);
  }

  @Test
  void afterItsRestItIsDoneAtOnce() {
    Coalesced action = lasting(Duration.ofMillis(20));
    action.run();
    work();
    nanos += Duration.ofMillis(170).toNanos();
    action.run();
    work();
    assertEquals(List.of(Duration.ofMillis(10)), pauses);
    nanos += Duration.ofMillis(180).toNanos();
    action.run();
    work();
    assertEquals(1, pauses.size());
    assertEquals(3, runs);
  }

  @Test
  void restsTwoSecondsAtMost() {
    Coalesced action = lasting(Duration.ofSeconds(3));
    for (int i = 0; i < 3; i++) {
      action.run();
      work();
    }
    assertEquals(List.of(Coalesced.LONGEST_REST, Coalesced.LONGEST_REST), pauses);
  }

  @Test
  void askedWithoutEndItIsBusyATenthOfTheTime() {
    Coalesced[] action = new Coalesced[1];
    long began = nanos;
    action[0] =
        new Coalesced(
            tasks::add,
            time,
            () -> {
              runs++;
              nanos += Duration.ofMillis(7).toNanos();
              if (runs < 1000) {
                action[0].run();
              }
            });
    action[0].run();
    work();
    assertEquals(1000, runs);
    long busy = 1000 * Duration.ofMillis(7).toNanos();
    assertEquals(0.1, (double) busy / (nanos - began), 0.001);
  }

  @Test
  void whatIsAskedForWhileItRestsIsDoneOnceAfterwards() {
    List<Integer> seen = new ArrayList<>();
    int[] state = {0};
    Coalesced[] action = new Coalesced[1];
    Coalesced.Time busy =
        new Coalesced.Time(
            () -> nanos,
            pause -> {
              // Meanwhile it changes again and again.
              for (int i = 0; i < 5; i++) {
                state[0]++;
                action[0].run();
              }
              nanos += pause;
            });
    action[0] =
        new Coalesced(
            tasks::add,
            busy,
            () -> {
              seen.add(state[0]);
              nanos += Duration.ofMillis(1).toNanos();
            });
    action[0].run();
    work();
    action[0].run();
    work();
    assertEquals(List.of(0, 5), seen, "the newest, and once");
  }
}
