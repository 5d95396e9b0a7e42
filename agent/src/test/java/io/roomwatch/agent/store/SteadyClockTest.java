package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.Retention.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing goes by age by a clock that may be wrong. */
class SteadyClockTest {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration YEARS = Duration.ofDays(800);
  private static final long BYTES = 1024 * 1024;

  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 5);
  private OwnedStore store;

  @BeforeEach
  void open() throws StoreException {
    store =
        new OwnedStore(
            new OwnedStore.Settings(
                folder,
                new Retention(
                    BYTES, List.of(Rule.of("event", "at").atMost(Duration.ofDays(30)).givingWay())),
                Duration.ofSeconds(5),
                HOUR),
            now::get,
            ticks::get,
            threads,
            health -> {});
    store.open();
    add(START.minus(Duration.ofDays(1)), 1);
  }

  @AfterEach
  void stop() throws StoreException {
    store.close();
    threads.close();
  }

  private void add(Instant at, int bytes) throws StoreException {
    int unused =
        store.write(
            transaction ->
                transaction.update(
                    "INSERT INTO event (at, kind, subject, text) VALUES (?, 'check', '', ?)",
                    at,
                    "x".repeat(bytes)));
  }

  private long rows() throws StoreException {
    return store.read(
        transaction ->
            transaction
                .first("SELECT count(*) AS n FROM event", row -> row.number("n"))
                .orElseThrow());
  }

  /** Time passes, and the wall clock with it; the store is looked after every minute. */
  private void passes(Duration time) {
    for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(MINUTE)) {
      now.set(now.get().plus(MINUTE));
      ticks.addAndGet(MINUTE.toNanos());
      store.tend();
    }
  }

  private void jumps(Duration by) {
    now.set(now.get().plus(by));
    store.tend();
  }

  @Test
  void nothingGoesByAgeInTheFirstHour() throws StoreException {
    now.set(START.plus(YEARS));
    store.tend();
    passes(HOUR.minus(MINUTE));
    assertEquals(1, rows());
  }

  @Test
  void clockThatJumpsAheadInMidRunAndBackCostsNothing() throws StoreException {
    passes(Duration.ofHours(5));
    jumps(YEARS);
    assertEquals(1, rows());
    passes(HOUR.minus(MINUTE));
    assertEquals(1, rows());
    jumps(YEARS.negated());
    passes(Duration.ofDays(2));
    assertEquals(1, rows());
  }

  @Test
  void clockThatStaysWhereItWasSetIsBelievedAfterAnHour() throws StoreException {
    passes(Duration.ofHours(5));
    jumps(YEARS);
    passes(HOUR);
    assertEquals(0, rows());
  }

  @Test
  void smallStepsOfASynchronisedClockDoNotKeepTheOldOnes() throws StoreException {
    for (int day = 0; day < 31; day++) {
      passes(Duration.ofDays(1));
      jumps(Duration.ofSeconds(day % 2 == 0 ? 50 : -50));
    }
    assertEquals(0, rows());
  }

  @Test
  void spaceIsMadeByTheOldestAlsoWhileTheClockIsNotBelieved() throws StoreException {
    passes(Duration.ofHours(5));
    for (int i = 0; i < 95; i++) {
      add(START.plusSeconds(i), 10_000);
    }
    jumps(YEARS);
    long left = rows();
    assertTrue(left > 40 && left < 96, "some went for space, none by age: " + left);
  }
}
