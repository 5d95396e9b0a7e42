package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 2 MiB, seen by the process on it alone; and a process without rights. */
class SmallDiskIT {

  @TempDir private Path folder;

  @BeforeAll
  static void needsRoot() {
    boolean can =
        "root".equals(System.getProperty("user.name"))
            && Files.exists(Path.of("/proc/self/ns/mnt"));
    if (!can) {
      System.out.println("skipped: a small disk needs root and Linux");
    }
    assumeTrue(can, "a small disk needs root and Linux");
  }

  @Test
  void aFullOrReadOnlyDiskIsSaidSurvivedAndLeftBehind() throws Exception {
    Process process =
        StoreProcess.start(
            List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                "mount -t tmpfs -o size=3m tmpfs \"$0\"; exec \"$@\"",
                folder.toString()),
            "small-disk",
            folder.toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    System.out.println(said);
  }

  @Test
  void aDirectoryThatIsNotOursToUseIsForAPersonToPutRight() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("state"));
    Files.setPosixFilePermissions(directory, java.util.Set.of());
    Process process =
        StoreProcess.start(
            List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search"),
            "own",
            directory.toString());
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        "MISPLACED "
            + directory.resolve("roomwatch.lock")
            + ": the lock file cannot be opened: permission denied\n",
        said);
  }
}
