package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

  /** A table with a name, whose name is split in two, and to which a third column is added. */
  private static final List<String> SCRIPTS =
      List.of("migration-1.sql", "migration-2.sql", "migration-3.sql");

  @TempDir private Path folder;

  private SqliteStore open(int version) throws StoreException {
    return SqliteStore.open(
        new StateDirectory(folder), new Schema(SCRIPTS.subList(0, version)), Store.PATIENCE);
  }

  private static List<String> rooms(Store store, String sql) throws StoreException {
    return store.read(transaction -> transaction.list(sql, row -> row.text("room")));
  }

  @Test
  void anOldFileIsLedToTheNewestVersionWithWhatItHolds() throws Exception {
    try (Store old = open(1)) {
      old.write(
          transaction -> transaction.update("INSERT INTO room (name) VALUES ('berlin/Boardroom')"));
    }
    for (int version : new int[] {2, 3, 3}) {
      try (Store store = open(version)) {
        assertEquals(
            List.of("berlin, Boardroom"),
            rooms(store, "SELECT site || ', ' || name AS room FROM room"));
        assertEquals(
            List.of(Integer.toString(version)),
            store.read(
                transaction ->
                    transaction.list("PRAGMA user_version", row -> row.text("user_version"))));
      }
    }
  }

  @Test
  void severalVersionsAreCrossedAtOnceAlsoByACommand() throws Exception {
    try (Store old = open(1)) {
      old.write(transaction -> transaction.update("INSERT INTO room (name) VALUES ('a/b')"));
    }
    try (Store store =
        SqliteStore.openIfThere(new StateDirectory(folder), new Schema(SCRIPTS), Store.PATIENCE)
            .orElseThrow()) {
      assertEquals(
          List.of("a, b, 0"),
          rooms(store, "SELECT site || ', ' || name || ', ' || seats AS room FROM room"));
    }
  }

  @Test
  void aFileOfANewerVersionIsRefusedAndStaysAsItIs() throws Exception {
    try (Store store = open(3)) {
      store.write(
          transaction -> transaction.update("INSERT INTO room VALUES (1, 'site', 'name', 3)"));
    }
    Path database = folder.resolve("roomwatch.db");
    byte[] before = Files.readAllBytes(database);
    for (int i = 0; i < 2; i++) {
      StoreException newer = assertThrows(StoreException.class, () -> open(2));
      assertEquals(Kind.NEWER, newer.kind());
      assertEquals(
          database
              + " was written by a newer Roomwatch (its tables have version 3, this program knows"
              + " 2). Use the newer program; nothing has been changed",
          newer.getMessage());
    }
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(database)));
  }

  @Test
  void aFileOfANewerVersionThatWasKilledKeepsItsLog() throws Exception {
    Process newer = StoreProcess.start(List.of(), "hold", folder.resolve("live").toString());
    assertEquals("held", StoreProcess.output(newer).readLine());
    newer.destroyForcibly().waitFor();
    Path live = folder.resolve("live");
    byte[] database = Files.readAllBytes(live.resolve("roomwatch.db"));
    byte[] log = Files.readAllBytes(live.resolve("roomwatch.db-wal"));
    assertTrue(log.length > 0);
    StoreException refused =
        assertThrows(
            StoreException.class,
            () ->
                SqliteStore.open(new StateDirectory(live), new Schema(List.of()), Store.PATIENCE));
    assertEquals(Kind.NEWER, refused.kind());
    assertEquals(-1, Arrays.mismatch(database, Files.readAllBytes(live.resolve("roomwatch.db"))));
    assertEquals(-1, Arrays.mismatch(log, Files.readAllBytes(live.resolve("roomwatch.db-wal"))));
  }

  @Test
  void theDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
    Path database = Files.createFile(folder.resolve("roomwatch.db"));
    try (var connection = Sqlite.writer(database, 0, new Sqlite.Patience(Store.PATIENCE))) {
      Sqlite.run(connection, "CREATE TABLE theirs (x); PRAGMA user_version = 1");
    }
    byte[] before = Files.readAllBytes(database);
    StoreException refused = assertThrows(StoreException.class, () -> open(1));
    assertEquals(Kind.MISPLACED, refused.kind());
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(database)));
  }

  @Test
  void aMigrationThatFailsLeavesTheVersionBefore() throws Exception {
    try (Store old = open(1)) {
      // The second script splits names at their slash and wants one in each.
      old.write(transaction -> transaction.update("INSERT INTO room (name) VALUES ('none')"));
    }
    assertEquals(Kind.FAILED, assertThrows(StoreException.class, () -> open(3)).kind());
    try (Store old = open(1)) {
      assertEquals(List.of("none"), rooms(old, "SELECT name AS room FROM room"));
    }
  }

  @Test
  void aFileThatWasNeverFinishedIsBegunAgain() throws Exception {
    Path database = Files.createFile(folder.resolve("roomwatch.db"));
    // Killed after the journal mode was set, before the first table.
    Sqlite.writer(database, 0, new Sqlite.Patience(Store.PATIENCE)).close();
    assertTrue(Files.size(database) > 0);
    try (Store store = open(3)) {
      assertEquals(List.of(), rooms(store, "SELECT name AS room FROM room"));
    }
  }

  /** A daemon and its first commands. Nobody sees half of what another is just making. */
  @RepeatedTest(40)
  void manyWhoOpenAtOnceMakeTheTablesOnce() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<List<String>>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        all.add(
            threads.submit(
                () -> {
                  try (Store store = open(3)) {
                    return rooms(store, "SELECT name AS room FROM room");
                  }
                }));
      }
      for (Future<List<String>> one : all) {
        assertEquals(List.of(), one.get());
      }
    }
  }

  @Test
  void ourScriptsAreThereAndInOrder() throws Exception {
    for (int i = 0; i < Schema.OURS.newest(); i++) {
      assertEquals("schema-" + (i + 1) + ".sql", Schema.OURS.scripts().get(i));
    }
    try (Store store = Store.open(folder)) {
      assertEquals(
          List.of("ok"),
          store.read(
              transaction ->
                  transaction.list("PRAGMA integrity_check", row -> row.text("integrity_check"))));
    }
  }
}
