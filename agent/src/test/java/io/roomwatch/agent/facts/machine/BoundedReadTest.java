package io.roomwatch.agent.facts.machine;

import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BoundedReadTest {

  private final ExecutorService threads = MachineFacts.threads();
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger started = new AtomicInteger();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private <T> BoundedRead<T> read(Duration keep, Duration patience, Supplier<Fact<T>> source) {
    return read(keep, patience, source, clock::get);
  }

  private <T> BoundedRead<T> read(
      Duration keep, Duration patience, Supplier<Fact<T>> source, LongSupplier nanoTime) {
    return new BoundedRead<>(
        "things",
        new FactSource.Limits(keep, patience),
        () -> {
          started.incrementAndGet();
          return source.get();
        },
        threads,
        nanoTime);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void valueIsSharedUntilItIsOldAndThenReadAgain() {
    AtomicInteger value = new AtomicInteger();
    BoundedRead<Integer> read =
        read(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            () -> Fact.known(value.incrementAndGet()));
    assertEquals(1, known(read.get()));
    pass(Duration.ofMillis(4999));
    assertEquals(1, known(read.get()));
    pass(Duration.ofMillis(1));
    assertEquals(2, known(read.get()));
    assertEquals(2, started.get());
  }

  @Test
  void readThatHangsIsGivenUpInTimeAndNotStartedAgain() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    BoundedRead<String> read =
        read(
            Duration.ofSeconds(5),
            Duration.ofMillis(80),
            () -> {
              awaitQuietly(release);
              return Fact.known("late");
            },
            System::nanoTime);
    for (int i = 0; i < 20; i++) {
      long from = System.nanoTime();
      Fact.Unread<String> unread = unread(read.get());
      long took = System.nanoTime() - from;
      assertEquals(Reason.TIMEOUT, unread.reason());
      assertTrue(unread.why().contains("things"), unread.why());
      assertTrue(took < Duration.ofSeconds(2).toNanos(), "waited " + took + " ns");
    }
    assertEquals(1, started.get());
    assertEquals(1, threadsAlive());
    release.countDown();
    await().untilAsserted(() -> assertEquals("late", known(read.get())));
    assertEquals(1, started.get());
  }

  @Test
  void callersAfterThePatienceDoNotWaitAtAll() {
    CountDownLatch release = new CountDownLatch(1);
    BoundedRead<String> read =
        read(
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            () -> {
              awaitQuietly(release);
              return Fact.known("late");
            });
    assertEquals(Reason.TIMEOUT, unread(read.get()).reason());
    pass(Duration.ofSeconds(1));
    long from = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertEquals(Reason.TIMEOUT, unread(read.get()).reason());
    }
    long took = System.nanoTime() - from;
    assertTrue(took < Duration.ofSeconds(2).toNanos(), "100 calls waited " + took + " ns");
    release.countDown();
  }

  @Test
  void manyCallersShareOneRead() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    BoundedRead<String> read =
        read(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            () -> {
              awaitQuietly(release);
              return Fact.known("once");
            });
    AtomicInteger answers = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      threads.execute(
          () -> {
            if (known(read.get()).equals("once")) {
              answers.incrementAndGet();
            }
          });
    }
    await().until(() -> started.get() == 1);
    release.countDown();
    await().until(() -> answers.get() == 8);
    assertEquals(1, started.get());
  }

  @Test
  void whatIsThrownBecomesAnErrorAndIsTriedAgainSoon() {
    BoundedRead<String> read =
        read(
            Duration.ofHours(1),
            Duration.ofSeconds(20),
            () -> {
              if (started.get() == 1) {
                throw new IllegalStateException("broken driver");
              }
              return Fact.known("mended");
            });
    Fact.Unread<String> unread = unread(read.get());
    assertEquals(Reason.ERROR, unread.reason());
    assertTrue(unread.why().contains("broken driver"), unread.why());
    pass(FactSource.KEEP_FAILURE);
    assertEquals("mended", known(read.get()));
  }

  @Test
  void missingNativeLibraryIsAnErrorOfThatSourceOnly() {
    BoundedRead<String> read =
        read(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            () -> {
              throw new UnsatisfiedLinkError("no jnidispatch");
            });
    assertEquals(Reason.ERROR, unread(read.get()).reason());
  }

  @Test
  void permissionIsKeptAsLongAsAValue() {
    BoundedRead<String> read =
        read(
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            () -> Fact.unread(Reason.PERMISSION, "root only"));
    read.get();
    pass(Duration.ofSeconds(59));
    assertEquals(Reason.PERMISSION, unread(read.get()).reason());
    assertEquals(1, started.get());
  }

  @Test
  void readAfterTheEndOfTheThreadsSaysSo() {
    threads.shutdownNow();
    BoundedRead<String> read =
        read(Duration.ofSeconds(5), Duration.ofSeconds(20), () -> Fact.known("x"));
    assertEquals(Reason.ERROR, unread(read.get()).reason());
    assertEquals(Reason.ERROR, unread(read.get()).reason());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long threadsAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("facts-"))
        .filter(
            thread ->
                java.util.Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("awaitQuietly")))
        .count();
  }

  @Test
  void aThreadThatCannotBeStartedIsAnErrorOnce() {
    AtomicInteger asked = new AtomicInteger();
    BoundedRead<String> read =
        new BoundedRead<>(
            "things",
            new FactSource.Limits(Duration.ofMillis(1), Duration.ofSeconds(5)),
            () -> Fact.known("read"),
            task -> {
              if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            },
            clock::get);
    Fact.Unread<?> unread = assertInstanceOf(Fact.Unread.class, read.get());
    assertEquals(Reason.ERROR, unread.reason());
    assertEquals(Fact.known("read"), read.get());
  }
}
