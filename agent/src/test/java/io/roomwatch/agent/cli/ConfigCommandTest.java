package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.config.Found;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path location = Path.of("");

  @BeforeEach
  void place() {
    location = folder.resolve("roomwatch.yaml");
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Found found = new Found("pc-412", List.of("10.4.13.31"), Optional.empty(), List.of(), false);
    ConfigCommand command =
        new ConfigCommand(new ConfigFile("pc-412", Map.of()), location, () -> found);
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void checkSaysOkAndWarns() throws IOException {
    Path key = Files.writeString(folder.resolve("pd.key"), "hunter2");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(
        location, "alerts: {sinks: [{name: a, type: pagerduty, routing_key_file: pd.key}]}");
    assertEquals(0, run("check"));
    assertEquals(location + ": ok\n", out.toString());
    assertEquals(
        "warning: %s:1:63: alerts.sinks[0].routing_key_file: %s can be read by every user of this"
                .formatted(location, key)
            + " machine; chmod o= would help\n",
        err.toString());
  }

  @Test
  void checkListsAllFaults() throws IOException {
    Files.writeString(location, "rom:\n  name: x\npeers: 7\n");
    assertEquals(78, run("check"));
    assertEquals("", out.toString());
    assertEquals(
        """
        %1$s:1:1: rom: unknown key of the configuration; did you mean 'room'?
        %1$s:3:8: peers: expected a list of peers, found a text
        """
            .formatted(location),
        err.toString());
  }

  @Test
  void fileThatIsNamedMustExist() {
    Path absent = folder.resolve("absent.yaml");
    assertEquals(78, run("check", "--config.file", absent.toString()));
    assertEquals(absent + ": does not exist\n", err.toString());
    assertEquals(78, run("--config.file", absent.toString(), "show"));
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    assertEquals(0, run("check"));
    assertEquals(location + ": does not exist; the defaults hold: ok\n", out.toString());
    assertEquals(0, run("show"));
    assertTrue(out.toString().startsWith("room:\n  name: pc-412\n"), out.toString());
  }

  @Test
  void showHidesSecrets() throws IOException {
    Files.writeString(
        location, "alerts: {sinks: [{name: a, type: pagerduty, routing_key: hunter2}]}");
    assertEquals(0, run("show"));
    assertTrue(out.toString().contains("routing_key: <secret>"), out.toString());
    assertFalse(out.toString().contains("hunter2"));
  }

  @Test
  void initWritesAFileThatChecks() throws IOException {
    assertEquals(0, run("init"));
    assertEquals(location + ": written\n", out.toString());
    assertTrue(Files.readString(location).contains("\n  name: pc-412\n"));
    assertEquals(0, run("check"));
  }

  @Test
  void initDoesNotOverwriteUnlessForced() throws IOException {
    Files.writeString(location, "mine and much longer than nothing");
    assertEquals(64, run("init"));
    assertEquals(
        location + ": exists; --force overwrites it, -o - prints instead\n", err.toString());
    assertEquals("mine and much longer than nothing", Files.readString(location));
    assertEquals(0, run("init", "--force"));
    assertTrue(Files.readString(location).startsWith("# Roomwatch configuration."));
  }

  @Test
  void initKeepsPermissionsAndLinksAndLeavesNothingBeside() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("room.yaml");
    Files.writeString(real, "mine");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(location, real);
    assertEquals(0, run("init", "--force"));
    assertTrue(Files.isSymbolicLink(location));
    assertTrue(Files.readString(real).startsWith("# Roomwatch configuration."));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    try (Stream<Path> files = Files.list(real.getParent())) {
      assertEquals(List.of(real), files.toList());
    }
  }

  @Test
  void initRefusesAFolderByName() {
    for (String[] command :
        new String[][] {
          {"init", "-o", folder.toString()}, {"init", "--force", "-o", folder.toString()}
        }) {
      assertEquals(64, run(command));
      assertEquals(folder + ": is a folder; name the file in it\n", err.toString());
    }
  }

  /** As on a full disk: the limit of the file size lets the first bytes through, and no more. */
  @Test
  void initThatCannotWriteTheWholeFileLeavesTheOldOneAsItWas() throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.isExecutable(shell), "skipped: this system has no /bin/sh with ulimit -f");
    Files.writeString(location, "mine");
    Process process =
        new ProcessBuilder(
                shell.toString(),
                "-c",
                "ulimit -f 2 && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                InitInLittleSpace.class.getName(),
                location.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(78, process.waitFor(), said);
    assertTrue(said.contains(location + ": cannot be written: File too large"), said);
    assertEquals("mine", Files.readString(location));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(location), files.toList());
    }
  }

  /** Runs {@code init --force} onto the file given. */
  static final class InitInLittleSpace {
    private InitInLittleSpace() {}

    public static void main(String[] args) {
      Found found = new Found("pc-412", List.of(), Optional.empty(), List.of(), false);
      ConfigCommand command =
          new ConfigCommand(new ConfigFile("pc-412", Map.of()), Path.of(args[0]), () -> found);
      System.exit(new CommandLine(command).execute("init", "--force"));
    }
  }

  @Test
  void initPrintsOrWritesElsewhere() throws IOException {
    assertEquals(0, run("init", "-o", "-"));
    assertTrue(out.toString().contains("controllers: [10.4.13.31]"), out.toString());
    assertFalse(Files.exists(location));
    Path other = folder.resolve("other.yaml");
    assertEquals(0, run("init", "-o", other.toString()));
    assertTrue(Files.exists(other));
    assertEquals(78, run("init", "-o", folder.resolve("no/such/folder.yaml").toString()));
    assertTrue(
        err.toString().contains("cannot be written: its folder does not exist"), err.toString());
  }

  @Test
  void schemaIsJson() throws IOException {
    assertEquals(0, run("schema"));
    assertTrue(new ObjectMapper().readTree(out.toString()).path("properties").has("room"));
  }

  @Test
  void wrongUseIsSaid() {
    assertEquals(64, run());
    assertTrue(err.toString().contains("Missing subcommand"), err.toString());
    assertEquals(64, run("chek"));
    assertEquals(64, run("check", "--frobnicate"));
    assertEquals(64, run("init", "extra"));
  }
}
