package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.StoreException.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  private static final String INSERT = "INSERT INTO memory VALUES (?, ?)";

  @TempDir private Path folder;

  private Path directory() {
    return folder.resolve("state");
  }

  private static void put(Store store, String name, String value) throws StoreException {
    store.write(transaction -> transaction.update(INSERT, name, value));
  }

  private static Optional<String> get(Store store, String name) throws StoreException {
    return store.read(
        transaction ->
            transaction.first(
                "SELECT value FROM memory WHERE name = ?", row -> row.text("value"), name));
  }

  @Test
  void whatIsWrittenIsThereWhenItIsOpenedAgain() throws Exception {
    try (Store store = Store.open(directory())) {
      put(store, "a", "1");
    }
    try (Store store = Store.open(directory())) {
      assertEquals(Optional.of("1"), get(store, "a"));
      assertEquals(Optional.empty(), get(store, "b"));
    }
  }

  @Test
  void aTransactionThatThrowsLeavesNothing() throws Exception {
    try (Store store = Store.open(directory())) {
      assertThrows(
          IllegalStateException.class,
          () ->
              store.write(
                  transaction -> {
                    transaction.update(INSERT, "a", "1");
                    throw new IllegalStateException("no");
                  }));
      StoreException twice =
          assertThrows(
              StoreException.class,
              () ->
                  store.write(
                      transaction -> {
                        transaction.update(INSERT, "a", "1");
                        return transaction.update(INSERT, "a", "2");
                      }));
      assertEquals(Kind.FAILED, twice.kind());
      assertEquals(Optional.empty(), get(store, "a"));
      put(store, "a", "3");
      assertEquals(Optional.of("3"), get(store, "a"));
    }
  }

  @Test
  void everyKindOfValueComesBack() throws Exception {
    Instant at = Instant.ofEpochMilli(1_763_632_800_123L);
    try (Store store = Store.open(directory())) {
      long id =
          store.write(
              transaction ->
                  transaction.insert(
                      "INSERT INTO event (at, kind, subject, text, old, new) VALUES (?, ?, ?, ?, ?,"
                          + " ?)",
                      at,
                      "kind",
                      true,
                      "Grüße ☂ 𝄞",
                      Optional.empty(),
                      Optional.of(7)));
      assertEquals(1, id);
      List<String> rows =
          store.read(
              transaction ->
                  transaction.list(
                      "SELECT * FROM event",
                      row ->
                          row.instant("at")
                              + " "
                              + row.flag("subject")
                              + " "
                              + row.text("text")
                              + " "
                              + row.findText("old")
                              + row.findInstant("old")
                              + " "
                              + row.number("new")));
      assertEquals(
          List.of("2025-11-20T10:00:00.123Z true Grüße ☂ 𝄞 Optional.emptyOptional.empty 7"), rows);
    }
  }

  @Test
  void readingDoesNotWaitForAWriteAndSeesNothingOfIt() throws Exception {
    try (Store store = Store.open(directory());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      CountDownLatch written = new CountDownLatch(1);
      CountDownLatch read = new CountDownLatch(1);
      Future<Integer> write =
          threads.submit(
              () ->
                  store.write(
                      transaction -> {
                        int changed = transaction.update(INSERT, "a", "1");
                        written.countDown();
                        await(read);
                        return changed;
                      }));
      await(written);
      assertEquals(Optional.empty(), get(store, "a"));
      read.countDown();
      assertEquals(1, write.get());
      assertEquals(Optional.of("1"), get(store, "a"));
    }
  }

  @Test
  void readingDoesNotWrite() throws Exception {
    try (Store store = Store.open(directory())) {
      assertThrows(
          IllegalStateException.class,
          () -> store.read(transaction -> transaction.update(INSERT, "a", "1")));
      // Not by the back door either.
      assertThrows(
          StoreException.class,
          () ->
              store.read(
                  transaction ->
                      transaction.first(
                          "INSERT INTO memory VALUES ('a', '1') RETURNING value",
                          row -> row.text("value"))));
      assertEquals(Optional.empty(), get(store, "a"));
    }
  }

  @Test
  void aTransactionWithinATransactionIsAMistake() throws Exception {
    try (Store store = Store.open(directory())) {
      assertThrows(
          IllegalStateException.class,
          () ->
              store.write(
                  transaction -> {
                    put(store, "a", "1");
                    return 1;
                  }));
      put(store, "a", "2");
    }
  }

  @Test
  void theVersionTellsOfEveryWriteByWhomever() throws Exception {
    try (Store store = Store.open(directory());
        Store other = Store.open(directory())) {
      long first = store.version();
      assertEquals(first, store.version());
      get(store, "a");
      get(other, "a");
      assertEquals(first, store.version());
      put(store, "a", "1");
      long own = store.version();
      assertNotEquals(first, own);
      put(other, "b", "1");
      assertNotEquals(own, store.version());
    }
  }

  @Test
  void waitingForAnotherEndsWithBusyAndThenItWorks() throws Exception {
    StateDirectory place = new StateDirectory(directory());
    try (Store impatient = SqliteStore.open(place, Schema.OURS, Duration.ofMillis(50));
        Store other = Store.open(directory());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      CountDownLatch within = new CountDownLatch(1);
      CountDownLatch enough = new CountDownLatch(1);
      Future<Integer> holding =
          threads.submit(
              () ->
                  other.write(
                      transaction -> {
                        within.countDown();
                        await(enough);
                        return 0;
                      }));
      await(within);
      StoreException busy = assertThrows(StoreException.class, () -> put(impatient, "a", "1"));
      assertEquals(Kind.BUSY, busy.kind());
      assertEquals(Optional.empty(), get(impatient, "a"));
      enough.countDown();
      holding.get();
      put(impatient, "a", "1");
    }
  }

  /** Else who writes without a pause keeps all others out. */
  @Test
  void whoWaitsHasItsTurnBeforeWhoWroteWritesAgain() throws Exception {
    try (Store store = Store.open(directory())) {
      // Whoever barges in is not always the first.
      for (int round = 0; round < 200; round++) {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread waiting =
            Thread.ofPlatform().unstarted(() -> uncheckedWrite(store, order, "who waited"));
        boolean first =
            store.write(
                transaction -> {
                  waiting.start();
                  while (waiting.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                  }
                  return order.add("who wrote");
                });
        uncheckedWrite(store, order, "who wrote, again");
        waiting.join();
        assertTrue(first);
        assertEquals(List.of("who wrote", "who waited", "who wrote, again"), order);
      }
    }
  }

  private static void uncheckedWrite(Store store, List<String> order, String who) {
    try {
      boolean unused = store.write(transaction -> order.add(who));
    } catch (StoreException e) {
      order.add(e.toString());
    }
  }

  @Test
  void theOptionsAreThoseThatWereChosen() throws Exception {
    try (SqliteStore store =
        SqliteStore.open(new StateDirectory(directory()), Schema.OURS, Store.PATIENCE)) {
      List<String> options =
          store.maintain(
              connection ->
                  Stream.of(
                          "journal_mode",
                          "synchronous",
                          "foreign_keys",
                          "auto_vacuum",
                          "application_id",
                          "user_version",
                          "temp_store",
                          "wal_autocheckpoint",
                          "journal_size_limit",
                          "cache_size")
                      .map(
                          pragma -> {
                            try {
                              return pragma + "=" + Sqlite.text(connection, "PRAGMA " + pragma);
                            } catch (java.sql.SQLException e) {
                              throw new IllegalStateException(e);
                            }
                          })
                      .toList());
      assertEquals(
          List.of(
              "journal_mode=wal",
              "synchronous=2",
              "foreign_keys=1",
              "auto_vacuum=2",
              "application_id=" + 0x526f6f6d,
              "user_version=" + Schema.OURS.newest(),
              "temp_store=2",
              "wal_autocheckpoint=256",
              "journal_size_limit=1048576",
              "cache_size=-512"),
          options);
    }
  }

  @Test
  void tenThousandRowsAreReadQuickly() throws Exception {
    try (Store store = Store.open(directory())) {
      store.write(
          transaction -> {
            for (int i = 0; i < 10_000; i++) {
              transaction.update(
                  "INSERT INTO event (at, kind, subject, text, old, new) VALUES (?, 'k',"
                      + " 'link.peer:room', 'it failed', 'ok', 'failed')",
                  (long) i);
            }
            return 0;
          });
      // CPU time: what else runs on this machine is not our business.
      ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        long start = cpu.getCurrentThreadCpuTime();
        List<String> rows =
            store.read(
                transaction ->
                    transaction.list(
                        "SELECT * FROM event ORDER BY at",
                        row ->
                            row.number("id")
                                + row.text("kind")
                                + row.text("subject")
                                + row.text("text")
                                + row.findText("old")
                                + row.instant("at")));
        best = Math.min(best, cpu.getCurrentThreadCpuTime() - start);
        assertEquals(10_000, rows.size());
      }
      System.out.println("10,000 rows read in " + best / 1_000_000 + " ms of CPU");
      assertTrue(best < Duration.ofMillis(100).toNanos(), best / 1_000_000 + " ms");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
