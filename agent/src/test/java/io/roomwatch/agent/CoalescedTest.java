package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CoalescedTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private int runs;

  private void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void askedManyTimesBeforeItRunsItRunsOnce() {
    Coalesced action = new Coalesced(tasks::add, () -> runs++);
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
            () -> runs++);
    action.run();
    ended[0] = false;
    action.run();
    work();
    assertEquals(1, runs);
  }
}
