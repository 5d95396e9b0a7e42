package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.Retention.Rule;
import io.roomwatch.agent.store.StoreException.Kind;
import io.roomwatch.agent.store.StoreHealth.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final long MEBIBYTE = 1024 * 1024;
  private static final Rule EVENTS = Rule.of("event", "at");

  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @AfterEach
  void stop() {
    threads.close();
  }

  private OwnedStore owned(long atMostBytes, Rule... rules) throws StoreException {
    OwnedStore store =
        new OwnedStore(
            new OwnedStore.Settings(
                folder, new Retention(atMostBytes, List.of(rules)), Duration.ofSeconds(5)),
            now::get,
            System::nanoTime,
            threads,
            health -> {});
    store.open();
    return store;
  }

  private static void add(Store store, Instant from, int rows, int bytes) throws StoreException {
    store.write(
        transaction -> {
          for (int i = 0; i < rows; i++) {
            transaction.update(
                "INSERT INTO event (at, kind, subject, text) VALUES (?, ?, '', ?)",
                from.plusSeconds(60L * i),
                i / 20 % 2 == 0 ? "even" : "odd",
                "x".repeat(bytes));
          }
          return 0;
        });
  }

  private static List<Instant> all(Store store) throws StoreException {
    return store.read(
        transaction ->
            transaction.list("SELECT at FROM event ORDER BY at", row -> row.instant("at")));
  }

  @Test
  void rowsGoWhenTheyAreTooOldAndNotBefore() throws Exception {
    try (OwnedStore store = owned(64 * MEBIBYTE, EVENTS.atMost(Duration.ofDays(1)))) {
      // More than go in one transaction.
      add(store, START, 1300, 10);
      store.tend();
      assertEquals(1300, all(store).size());
      now.set(START.plus(Duration.ofDays(1)).plusSeconds(60 * 1200));
      store.tend();
      assertEquals(100, all(store).size());
      assertEquals(START.plusSeconds(60 * 1200), all(store).getFirst());
    }
  }

  @Test
  void theOldestGoBeyondANumber() throws Exception {
    try (OwnedStore store = owned(64 * MEBIBYTE, EVENTS.atMost(700))) {
      add(store, START, 2000, 10);
      store.tend();
      assertEquals(700, all(store).size());
      assertEquals(START.plusSeconds(60 * 1300), all(store).getFirst());
    }
  }

  @Test
  void rowsOutsideTheConditionNeitherGoNorCount() throws Exception {
    try (OwnedStore store =
        owned(
            64 * MEBIBYTE,
            EVENTS.only("kind = 'odd'").atMost(100),
            EVENTS.only("kind = 'none'").atMost(Duration.ZERO))) {
      add(store, START, 1000, 10);
      store.tend();
      assertEquals(600, all(store).size());
    }
  }

  @Test
  void itIsDoneOnceADayAlsoWhenTheClockIsSetBack() throws Exception {
    try (OwnedStore store = owned(64 * MEBIBYTE, EVENTS.atMost(10))) {
      store.tend();
      add(store, START, 20, 10);
      now.set(START.plus(Duration.ofHours(23)));
      store.tend();
      assertEquals(20, all(store).size());
      now.set(START.plus(Duration.ofHours(24)));
      store.tend();
      assertEquals(10, all(store).size());
      add(store, START, 20, 10);
      now.set(START);
      store.tend();
      assertEquals(10, all(store).size());
    }
  }

  @Test
  void theFileBecomesSmallerWhenMuchHasGone() throws Exception {
    try (OwnedStore store = owned(64 * MEBIBYTE, EVENTS.atMost(10))) {
      for (int i = 0; i < 10; i++) {
        add(store, START, 1000, 1000);
      }
      assertTrue(store.health().bytes() > 8 * MEBIBYTE, store.health().toString());
      store.tend();
      assertTrue(
          Files.size(folder.resolve("roomwatch.db")) < 3 * MEBIBYTE, "it shrinks while open");
      assertEquals(10, all(store).size());
    }
    assertTrue(Files.size(folder.resolve("roomwatch.db")) < 3 * MEBIBYTE);
  }

  @Test
  void atItsBoundTheFileIsFullAndPruningTheOldestMakesRoom() throws Exception {
    try (OwnedStore store =
        owned(
            MEBIBYTE,
            Rule.of("event", "at").only("kind = 'odd'").givingWay(),
            EVENTS.givingWay())) {
      for (int round = 0; round < 5; round++) {
        Instant from = START.plus(Duration.ofDays(round));
        int written = 0;
        Kind failure = null;
        while (failure == null) {
          try {
            add(store, from.plusSeconds(60L * 40 * written), 40, 900);
            written++;
          } catch (StoreException e) {
            failure = e.kind();
          }
        }
        assertEquals(Kind.FULL, failure);
        assertEquals(State.FULL, store.health().state());
        assertEquals(round + 1, store.health().failedWrites());
        assertTrue(Files.size(folder.resolve("roomwatch.db")) <= MEBIBYTE);
        int before = all(store).size();
        store.tend();
        assertEquals(State.OK, store.health().state(), store.health().text());
        int after = all(store).size();
        assertTrue(after < before && after > before / 2, before + " → " + after);
        long even =
            store
                .read(
                    transaction ->
                        transaction.first(
                            "SELECT count(*) AS n FROM event WHERE kind = 'even'",
                            row -> row.number("n")))
                .orElseThrow();
        assertTrue(even > after - even, "odd ones give way first");
        Instant newestEven = from.plusSeconds(60L * (40L * written - 21));
        assertTrue(all(store).contains(newestEven), "the newest stay");
      }
    }
  }

  @Test
  void nothingGivesWayThatMustNot() throws Exception {
    try (OwnedStore store = owned(MEBIBYTE, EVENTS.atMost(Duration.ofDays(1000)))) {
      StoreException full = assertThrows(StoreException.class, () -> add(store, START, 3000, 1000));
      assertEquals(Kind.FULL, full.kind());
      while (true) {
        try {
          add(store, START, 1, 1000);
        } catch (StoreException e) {
          break;
        }
      }
      int before = all(store).size();
      store.tend();
      assertEquals(before, all(store).size());
      assertEquals(State.FULL, store.health().state());
    }
  }

  @Test
  void aRuleNamesATableAndAColumn() {
    assertThrows(IllegalArgumentException.class, () -> Rule.of("event; DROP TABLE event", "at"));
    assertThrows(IllegalArgumentException.class, () -> Rule.of("event", "at DESC"));
    assertThrows(IllegalArgumentException.class, () -> new Retention(1000, List.of()));
  }
}
