package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.StoreException.Kind;
import io.roomwatch.agent.store.StoreHealth.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged files: what the daemon does about them, and what a command does not. */
class CorruptionTest {

  private static final int ROWS = 2000;
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.5Z");

  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final List<StoreHealth> told = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    threads.close();
  }

  private Path database() {
    return folder.resolve("roomwatch.db");
  }

  private OwnedStore owned() {
    return new OwnedStore(
        new OwnedStore.Settings(folder, new Retention(64L << 20, List.of()), Duration.ofSeconds(5)),
        now::get,
        System::nanoTime,
        threads,
        told::add);
  }

  /** About 2 MiB: more than both connections keep in memory. */
  private void fill() throws StoreException {
    try (Store store = Store.open(folder)) {
      store.write(
          transaction -> {
            for (int i = 0; i < ROWS; i++) {
              transaction.update(
                  "INSERT INTO event (at, kind, subject, text) VALUES (?, 'k', 's', ?)",
                  (long) i,
                  "x".repeat(1000));
            }
            return 0;
          });
    }
  }

  private static long rows(Store store) throws StoreException {
    return store.read(
        transaction ->
            transaction.list("SELECT text FROM event ORDER BY id", row -> row.text("text")).size());
  }

  private static int write(Store store) throws StoreException {
    return store.write(
        transaction ->
            transaction.update(
                "INSERT INTO event (at, kind, subject, text) VALUES (0, '', '', '')"));
  }

  @ParameterizedTest
  @EnumSource
  void theDaemonMovesADamagedFileAsideSaysSoAndStartsAfresh(Damage damage) throws Exception {
    fill();
    damage.to(database());
    Map<String, byte[]> before = files();
    try (OwnedStore store = owned()) {
      store.open();
      StoreHealth health = store.health();
      Path aside = folder.resolve("roomwatch.db.corrupt-20261120T100000Z");
      assertEquals(State.OK, health.state());
      assertEquals(1, health.corruptions());
      assertEquals(aside, health.movedAside().orElseThrow());
      assertEquals(
          "a damaged database was moved to " + aside + ", and a fresh one was started",
          health.text());
      assertEquals(
          List.of(State.CORRUPT, State.OK), told.stream().map(StoreHealth::state).toList());
      assertTrue(told.get(0).text().contains("roomwatch.db: "), told.get(0).text());
      if (damage == Damage.DIRECTORY_IN_ITS_PLACE) {
        assertTrue(Files.isDirectory(aside));
      } else {
        assertEquals(
            -1,
            java.util.Arrays.mismatch(before.get("roomwatch.db"), Files.readAllBytes(aside)),
            "what was damaged is kept as it was");
      }
      assertEquals(0, rows(store));
      assertEquals(1, write(store));
      assertEquals(1, rows(store));
    }
    try (OwnedStore again = owned()) {
      again.open();
      assertEquals(1, rows(again));
      assertEquals(0, again.health().corruptions());
      assertTrue(again.health().movedAside().isPresent(), "it is still there to be looked at");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ZEROED_PAGE_IN_THE_MIDDLE")
  void aCommandSaysThatTheFileIsDamagedAndTouchesNothing(Damage damage) throws Exception {
    fill();
    damage.to(database());
    Map<String, byte[]> before = files();
    StoreException fault =
        assertThrows(
            StoreException.class,
            () -> {
              try (Store store = Store.openIfThere(folder).orElseThrow()) {
                rows(store);
              }
            });
    assertEquals(Kind.CORRUPT, fault.kind(), fault.getMessage());
    Map<String, byte[]> after = files();
    // What SQLite needs for reading at all holds no data.
    after.keySet().removeIf(name -> name.endsWith("-shm") && !before.containsKey(name));
    after.entrySet().removeIf(e -> e.getKey().endsWith("-wal") && e.getValue().length == 0);
    assertEquals(before.keySet(), after.keySet());
    before.forEach(
        (name, bytes) -> assertEquals(-1, java.util.Arrays.mismatch(bytes, after.get(name)), name));
  }

  @Test
  void aCommandThatMeetsADamagedPageLeavesTheFileToTheDaemon() throws Exception {
    fill();
    Damage.ZEROED_PAGE_IN_THE_MIDDLE.to(database());
    byte[] before = Files.readAllBytes(database());
    try (Store store = Store.open(folder)) {
      assertEquals(Kind.CORRUPT, assertThrows(StoreException.class, () -> rows(store)).kind());
    }
    assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(database())));
  }

  @Test
  void damageMetWhileRunningCostsOneTransactionAndTheNextWorksOnAFreshFile() throws Exception {
    fill();
    try (OwnedStore store = owned()) {
      store.open();
      long version = store.version();
      assertEquals(ROWS, rows(store));
      Damage.GARBAGE_IN_ALL_PAGES_BUT_THE_FIRST.to(database());
      StoreException fault = assertThrows(StoreException.class, () -> rows(store));
      assertEquals(Kind.CORRUPT, fault.kind());
      assertEquals(1, write(store));
      assertEquals(1, rows(store));
      assertTrue(version != store.version(), "whoever remembers what it read must read again");
      assertEquals(
          List.of(State.OK, State.CORRUPT, State.OK),
          told.stream().map(StoreHealth::state).toList());
      assertEquals(1, store.health().corruptions());
      assertEquals(0, store.health().failedWrites());
    }
  }

  @Test
  void aDeviceThatDamagesEverythingIsTriedAgainOnlyFromTimeToTime() throws Exception {
    try (OwnedStore store = owned()) {
      fill();
      store.open();
      Damage.GARBAGE_IN_ALL_PAGES_BUT_THE_FIRST.to(database());
      assertThrows(StoreException.class, () -> rows(store));
      fillFresh(store);
      Damage.GARBAGE_IN_ALL_PAGES_BUT_THE_FIRST.to(database());
      assertThrows(StoreException.class, () -> rows(store));
      assertEquals(State.CORRUPT, store.health().state());
      assertEquals(Kind.CORRUPT, assertThrows(StoreException.class, () -> write(store)).kind());
      assertEquals(1, store.health().failedWrites());
      store.tend();
      assertEquals(State.OK, store.health().state());
      assertEquals(1, write(store));
    }
  }

  private static void fillFresh(Store store) throws StoreException {
    store.write(
        transaction -> {
          for (int i = 0; i < ROWS; i++) {
            transaction.update(
                "INSERT INTO event (at, kind, subject, text) VALUES (1, 'k', 's', ?)",
                "y".repeat(1000));
          }
          return 0;
        });
    // Into the database, and out of the log.
    for (int i = 0; i < 3; i++) {
      write(store);
    }
  }

  @Test
  void threeDamagedFilesAreKeptAndNoMore() throws Exception {
    // The clock is set back before the last one: that is the newest all the same.
    for (int second : new int[] {0, 5, 5, 7, 1}) {
      now.set(NOW.plusSeconds(second));
      fill();
      Damage.TEXT.to(database());
      Files.write(database().resolveSibling("roomwatch.db-wal"), new byte[] {1});
      try (OwnedStore store = owned()) {
        store.open();
        assertEquals(State.OK, store.health().state());
      }
    }
    assertEquals(
        List.of(
            "roomwatch.db",
            "roomwatch.db.corrupt-20261120T100001Z",
            "roomwatch.db.corrupt-20261120T100001Z-wal",
            "roomwatch.db.corrupt-20261120T100006Z",
            "roomwatch.db.corrupt-20261120T100006Z-wal",
            "roomwatch.db.corrupt-20261120T100007Z",
            "roomwatch.db.corrupt-20261120T100007Z-wal",
            "roomwatch.lock"),
        files().keySet().stream().filter(name -> !name.endsWith("-shm")).toList());
  }

  /** SQLite takes a log up to its first damaged frame: a shorter history, never a false one. */
  @Test
  void aDamagedLogLosesItsEndAndNothingIsHalfThere() throws Exception {
    long seed = Long.getLong("roomwatch.seed", new Random().nextLong());
    System.out.println("seed " + seed + " (-Droomwatch.seed)");
    Random random = new Random(seed);
    Path live = Files.createDirectory(folder.resolve("live"));
    int transactions = 30;
    Path kept = Files.createDirectory(folder.resolve("kept"));
    try (Store store = Store.open(live)) {
      for (int i = 1; i <= transactions; i++) {
        long at = i;
        store.write(
            transaction -> {
              for (int row = 0; row < 3; row++) {
                transaction.update(
                    "INSERT INTO event (at, kind, subject, text) VALUES (?, '', '', ?)",
                    at,
                    "x".repeat(500));
              }
              return 0;
            });
      }
      // Nobody else has it open, so that it does no harm to copy it here.
      for (String name : List.of("roomwatch.db", "roomwatch.db-wal")) {
        Files.copy(live.resolve(name), kept.resolve(name));
      }
    }
    for (int round = 0; round < 40; round++) {
      for (String name : List.of("roomwatch.db", "roomwatch.db-wal", "roomwatch.db-shm")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      for (String name : List.of("roomwatch.db", "roomwatch.db-wal")) {
        Files.copy(kept.resolve(name), folder.resolve(name));
      }
      Path log = folder.resolve("roomwatch.db-wal");
      Damage.overwrite(
          log, random.nextInt((int) Files.size(log) - 64), Damage.random(1 + random.nextInt(64)));
      try (OwnedStore store = owned()) {
        store.open();
        assertEquals(State.OK, store.health().state());
        if (store.health().corruptions() == 0) {
          List<Long> found =
              store.read(
                  transaction ->
                      transaction.list(
                          "SELECT at FROM event ORDER BY id", row -> row.number("at")));
          List<Long> expected = new ArrayList<>();
          for (long i = 0; i < found.size(); i++) {
            expected.add(i / 3 + 1);
          }
          assertEquals(expected, found, "round " + round);
          assertEquals(0, found.size() % 3, "round " + round);
        }
        assertEquals(1, write(store));
      }
    }
  }

  @Test
  void lookingForDamageEndsInTime() throws Exception {
    fill();
    Damage.ZEROED_PAGE_IN_THE_MIDDLE.to(database());
    try (SqliteStore store =
        SqliteStore.open(new StateDirectory(folder), Schema.OURS, Store.PATIENCE)) {
      long[] ticks = {0};
      store.examine(Duration.ofNanos(1), () -> ticks[0]++);
      assertTrue(ticks[0] > 1, "it looked at the clock");
      StoreException found =
          assertThrows(
              StoreException.class, () -> store.examine(Duration.ofMinutes(1), System::nanoTime));
      assertEquals(Kind.CORRUPT, found.kind());
    }
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return all;
  }
}
