package io.roomwatch.agent.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's store: its library is there, unpacked, and no other platform's. */
class StoreIT {

  private static final String PROGRAM =
      """
      import io.roomwatch.agent.store.Store;
      import java.nio.file.Path;

      class Program {
        public static void main(String[] arguments) throws Exception {
          try (Store store = Store.open(Path.of(arguments[0]))) {
            store.write(tx -> tx.update("INSERT INTO memory VALUES ('a', 'it works')"));
            System.out.println(
                store
                    .read(tx -> tx.first("SELECT value FROM memory", row -> row.text("value")))
                    .orElse(""));
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void itOpensWhereNothingCanBeUnpackedForWantOfATemporaryFolder() throws Exception {
    // A file: not even root can make anything below it.
    Path temporary = Files.writeString(folder.resolve("temporary"), "");
    // The virtual machine has a word of its own to say about such a folder.
    assertEquals("it works", run(List.of(), temporary).lines().toList().getLast());
  }

  @Test
  void itOpensWhereNothingInTheTemporaryFolderMayBeExecuted() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.out.println("skipped: mounting a folder without the right to execute needs root");
    }
    assumeTrue(root, "mounting a folder without the right to execute needs root");
    Path temporary = Files.createDirectory(folder.resolve("noexec"));
    assertEquals(
        "it works\n",
        run(
            List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                "mount -t tmpfs -o noexec tmpfs \"$0\"; \"$@\"; ls -A \"$0\"",
                temporary.toString()),
            temporary));
  }

  @Test
  void theImageHoldsTheLibraryOfThisPlatformAlone() throws Exception {
    assertTrue(Files.exists(Daemon.image().resolve("native/libsqlitejdbc.so")));
    try (Stream<Path> jars = Files.list(Daemon.image().resolve("lib"))) {
      Path jar =
          jars.filter(file -> file.getFileName().toString().startsWith("sqlite-jdbc-"))
              .findFirst()
              .orElseThrow();
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        assertEquals(
            List.of(),
            zip.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith("org/sqlite/native/"))
                .toList());
      }
    }
    assertTrue(
        Files.readString(Daemon.image().resolve("bin/roomwatch"))
            .contains(
                "-Dorg.sqlite.lib.path=\"$home/native\" -Dorg.sqlite.tmpdir=\"$home/native\""),
        "the launcher names it");
  }

  /** A program of a few lines on the image's own runtime and jars. */
  private String run(List<String> before, Path temporary) throws Exception {
    Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    String classPath = jars();
    Process compiler =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "--release",
                "21",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                source.toString())
            .inheritIO()
            .start();
    assertEquals(0, compiler.waitFor());
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Daemon.image().resolve("runtime/bin/java").toAbsolutePath().toString(),
            "@" + Daemon.image().resolve("lib/java.options").toAbsolutePath(),
            "-Djava.io.tmpdir=" + temporary,
            "-Dorg.sqlite.lib.path=" + Daemon.image().resolve("native").toAbsolutePath(),
            "-Dorg.sqlite.tmpdir=" + Daemon.image().resolve("native").toAbsolutePath(),
            "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
            "-cp",
            folder + ":" + classPath,
            "Program",
            folder.resolve("state").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static String jars() throws IOException {
    try (Stream<Path> jars = Files.list(Daemon.image().resolve("lib"))) {
      return String.join(
          ":",
          jars.filter(file -> file.toString().endsWith(".jar"))
              .map(file -> file.toAbsolutePath().toString())
              .toList());
    }
  }
}
