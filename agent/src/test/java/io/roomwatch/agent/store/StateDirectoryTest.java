package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.store.StoreException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store leaves on disk, whose it is, and what may be in the way. */
class StateDirectoryTest {

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
  void readingWhereThereIsNothingMakesNothing() throws Exception {
    assertTrue(Store.openIfThere(directory()).isEmpty());
    assertFalse(Files.exists(directory()));
    Files.createDirectory(directory());
    assertTrue(Store.openIfThere(directory()).isEmpty());
    assertEquals(Set.of(), names());
  }

  @Test
  void readingWhatIsThereLeavesTheDatabaseAsItWas() throws Exception {
    try (Store store = Store.open(directory())) {
      put(store, "a", "1");
    }
    Path database = directory().resolve("roomwatch.db");
    byte[] before = Files.readAllBytes(database);
    try (Store store = Store.openIfThere(directory()).orElseThrow()) {
      assertEquals(Optional.of("1"), get(store, "a"));
    }
    assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(database)));
    try (Store store = Store.openIfThere(directory()).orElseThrow()) {
      put(store, "b", "2");
      assertEquals(Optional.of("2"), get(store, "b"));
    }
  }

  @Test
  void filesAreForTheirOwnerAlone() throws Exception {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no permissions");
    try (Store store = Store.open(directory().resolve("deeper"))) {
      put(store, "a", "1");
      assertEquals("rwx------", permissions(directory()));
      for (String file : List.of("roomwatch.db", "roomwatch.db-wal", "roomwatch.db-shm")) {
        assertEquals("rw-------", permissions(directory().resolve("deeper").resolve(file)), file);
      }
    }
  }

  @Test
  void whatTheAdministratorsCommandMakesBelongsToTheOwnerOfTheDirectory() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can act for another user");
    Files.createDirectory(directory());
    Object nobody = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    assertEquals(0, nobody);
    Files.setAttribute(directory(), "unix:uid", 65534);
    try (Store store = Store.open(directory())) {
      put(store, "a", "1");
      for (String name : names()) {
        assertEquals(65534, Files.getAttribute(directory().resolve(name), "unix:uid"), name);
      }
      assertEquals(Set.of("roomwatch.db", "roomwatch.db-wal", "roomwatch.db-shm"), names());
    }
  }

  @Test
  void anyNameOfADirectoryWillDo() throws Exception {
    for (String name : List.of("a?b=c", "per%20cent", "Büro 4.12", "#1&x", "file:x")) {
      Path odd = folder.resolve(name).resolve("state");
      try (Store store = Store.open(odd)) {
        put(store, "a", name);
      }
      assertTrue(Files.size(odd.resolve("roomwatch.db")) > 0, name);
      try (Store store = Store.openIfThere(odd).orElseThrow()) {
        assertEquals(Optional.of(name), get(store, "a"));
      }
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsSaidInOneSentence() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (Path path : List.of(file, file.resolve("below"))) {
      StoreException fault = assertThrows(StoreException.class, () -> Store.open(path));
      assertEquals(Kind.MISPLACED, fault.kind(), fault.getMessage());
      assertTrue(String.valueOf(fault.getMessage()).contains(path.toString()), fault.getMessage());
    }
  }

  private Set<String> names() throws Exception {
    try (Stream<Path> files = Files.list(directory())) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
