package io.roomwatch.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {

  @TempDir private Path folder;

  private ConfigSource usual() {
    return new ConfigSource(
        new ConfigFile("pc-412", Map.of()), Optional.empty(), folder.resolve("roomwatch.yaml"));
  }

  private void write(String room) throws IOException {
    Files.writeString(folder.resolve("roomwatch.yaml"), "room: {name: " + room + "}\n");
  }

  /** The name of the room, or the faults. */
  private static String read(ConfigSource source) {
    return switch (source.read()) {
      case Outcome.Good<Config> good -> good.value().room().name();
      case Outcome.Bad<Config> bad -> Agent.lines(bad.faults());
    };
  }

  @Test
  void theUsualFileThatWasInForceAndIsGoneIsAFault() throws IOException {
    write("Boardroom");
    ConfigSource source = usual();
    assertEquals("Boardroom", read(source));
    source.keep();
    Files.delete(folder.resolve("roomwatch.yaml"));
    assertTrue(source.changed());
    assertEquals(folder.resolve("roomwatch.yaml") + ": does not exist", read(source));
    assertFalse(source.changed(), "a fault is told once");
    write("Boardroom");
    assertTrue(source.changed());
    assertEquals("Boardroom", read(source));
  }

  @Test
  void theUsualFileThatNeverHeldMayGoAgain() throws IOException {
    ConfigSource source = usual();
    assertEquals("pc-412", read(source));
    source.keep();
    Files.writeString(folder.resolve("roomwatch.yaml"), "rom: {}\n");
    assertTrue(read(source).contains("unknown key"));
    Files.delete(folder.resolve("roomwatch.yaml"));
    assertEquals("pc-412", read(source));
  }

  @Test
  void aChangeRightAfterTheReadingIsSeen() throws IOException {
    write("First");
    ConfigSource source = usual();
    assertEquals("First", read(source));
    assertFalse(source.changed());
    write("Second");
    assertTrue(source.changed());
  }

  @Test
  void aPipeOrADeviceIsAFaultAndNeitherHangsNorFillsTheMemory() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/mkfifo")) && Files.exists(Path.of("/dev/zero")),
        "skipped: this system has no mkfifo or no /dev/zero");
    assertEquals(
        0, new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).inheritIO().start().waitFor());
    for (Path endless : new Path[] {pipe, Path.of("/dev/zero")}) {
      ConfigSource source =
          new ConfigSource(new ConfigFile("pc-412", Map.of()), Optional.of(endless), endless);
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            assertEquals(endless + ": is a pipe or a device, not a regular file", read(source));
            assertFalse(source.changed());
          });
    }
  }
}
