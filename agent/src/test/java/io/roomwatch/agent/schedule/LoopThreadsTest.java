package io.roomwatch.agent.schedule;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.schedule.Loop.Settings;
import io.roomwatch.agent.schedule.Task.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop in real time, on real threads. */
@Timeout(30)
final class LoopThreadsTest {

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Loop loop =
      Loop.start(
          System::nanoTime,
          executor,
          new Settings(412, Duration.ofSeconds(15), Duration.ofMillis(20), Duration.ofSeconds(3)),
          List.of());

  @AfterEach
  void stop() {
    loop.close();
    executor.close();
  }

  /** Work on many threads: counts only. */
  private static class Counting implements Work<String> {
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicInteger gaveUp = new AtomicInteger();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<String> start() {
      starts.incrementAndGet();
      return CompletableFuture.completedFuture("");
    }

    @Override
    public void done(String result) {
      done.incrementAndGet();
    }

    @Override
    public void gaveUp(Duration after) {
      gaveUp.incrementAndGet();
    }

    @Override
    public void erred(Throwable error) {
      errors.add(error);
    }
  }

  private static Pace every(int millis, int timeoutMillis) {
    return Pace.every(Duration.ofMillis(millis), Duration.ofMillis(timeoutMillis));
  }

  @Test
  void workThatBlocksIsInterruptedAndHoldsUpOnlyItself() {
    CountDownLatch interrupted = new CountDownLatch(1);
    Counting blocking =
        new Counting() {
          @Override
          public CompletionStage<String> start() {
            starts.incrementAndGet();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
            return CompletableFuture.completedFuture("too late");
          }
        };
    Counting quick = new Counting();
    loop.replaceAll(
        List.of(
            new Task("blocking", every(200, 50), blocking),
            new Task("quick", every(50, 50), quick)));
    await().atMost(10, SECONDS).until(() -> blocking.gaveUp.get() >= 3);
    assertEquals(0, interrupted.getCount());
    assertTrue(blocking.starts.get() >= 3, "the interrupt freed the thread: it may try again");
    assertEquals(0, blocking.done.get(), "a late result is dropped");
    assertTrue(quick.done.get() >= 6, "" + quick.done);
  }

  @Test
  void workThatIgnoresItsInterruptGetsNoSecondThreadAndStaysReported() {
    CountDownLatch release = new CountDownLatch(1);
    Counting deaf =
        new Counting() {
          @Override
          public CompletionStage<String> start() {
            starts.incrementAndGet();
            boolean wasInterrupted = false;
            while (release.getCount() > 0) {
              try {
                release.await();
              } catch (InterruptedException e) {
                wasInterrupted = true;
              }
            }
            return CompletableFuture.completedFuture("interrupted " + wasInterrupted);
          }
        };
    loop.replaceAll(List.of(new Task("deaf", every(100, 20), deaf)));
    await().atMost(10, SECONDS).until(() -> deaf.gaveUp.get() >= 4);
    assertEquals(1, deaf.starts.get());
    assertTrue(loop.health().counts().missed() >= 3);
    release.countDown();
    await().atMost(10, SECONDS).until(() -> deaf.done.get() >= 1);
    assertTrue(deaf.starts.get() >= 2);
  }

  @Test
  void twoThousandTasksASecondKeepTheirTime() {
    int count = 2_000;
    List<Counting> works = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Counting work = new Counting();
      works.add(work);
      tasks.add(new Task("t" + i, every(1_000, 500), work));
    }
    long cpuBefore = cpuNanos();
    long before = System.nanoTime();
    loop.replaceAll(tasks);
    await().atMost(20, SECONDS).until(() -> works.stream().allMatch(w -> w.done.get() >= 4));
    double seconds = (double) (System.nanoTime() - before) / 1e9;
    LoopHealth health = loop.health();
    System.out.printf(
        "%d tasks a second for %.1f s: %s, process CPU %.0f µs a start%n",
        count,
        seconds,
        health,
        (double) (cpuNanos() - cpuBefore) / 1e3 / (double) health.counts().started());
    assertEquals(0, health.counts().missed());
    assertEquals(0, health.counts().gaveUp());
    assertEquals(0, health.counts().erred());
    assertFalse(health.stalled());
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  @Test
  void closingEndsTheThreadWhileWorkHangs() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    Counting hanging =
        new Counting() {
          @Override
          public CompletionStage<String> start() {
            entered.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              left.countDown();
            }
            return new CompletableFuture<>();
          }
        };
    loop.replaceAll(List.of(new Task("hanging", every(50, 20_000), hanging)));
    entered.await();
    long threads = loopThreads();
    long before = System.nanoTime();
    loop.close();
    assertTrue(System.nanoTime() - before < 1_500_000_000L);
    assertTrue(left.await(5, SECONDS), "what hung was interrupted");
    assertEquals(0, hanging.gaveUp.get());
    assertEquals(threads - 1, loopThreads());
  }

  private static long loopThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().equals("schedule-loop"))
        .count();
  }

  @Test
  void theTimerKeepsOrderAndSurvivesATaskThatThrows() {
    List<String> order = new CopyOnWriteArrayList<>();
    try (TimerThread timer = TimerThread.start(System::nanoTime)) {
      long now = timer.nanos();
      timer.at(now + 60_000_000, () -> order.add("third"));
      timer.at(now + 20_000_000, () -> order.add("first"));
      timer.at(
          now + 20_000_000,
          () -> {
            throw new IllegalStateException("thrown by a test");
          });
      timer.at(now + 40_000_000, () -> order.add("second " + Thread.currentThread().getName()));
      await().atMost(10, SECONDS).until(() -> order.size() == 3);
      assertEquals(List.of("first", "second schedule-loop", "third"), order);
    }
  }

  @Test
  void anEarlierTaskWakesATimerThatWaitsForALaterOne() {
    List<String> ran = new CopyOnWriteArrayList<>();
    try (TimerThread timer = TimerThread.start(System::nanoTime)) {
      timer.at(timer.nanos() + 3_600_000_000_000L, () -> ran.add("in an hour"));
      timer.at(timer.nanos() + 1_000_000, () -> ran.add("now"));
      await().atMost(10, SECONDS).until(() -> ran.contains("now"));
      assertEquals(List.of("now"), ran);
    }
  }
}
