package io.roomwatch.agent.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit and its drop-ins, read by systemd itself. */
class UnitTest {

  private static final Path SYSTEMD = Path.of("..", "systemd");

  /** Exposure 1.5 of 10. */
  private static final String THRESHOLD = "--threshold=15";

  @TempDir private Path folder;

  @BeforeEach
  void needed() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
        "systemd-analyze (systemd) is needed to judge the unit.");
  }

  private record Said(int code, String out, String err) {}

  private Said analyze(String... arguments) throws Exception {
    Path err = folder.resolve("err");
    List<String> command = new java.util.ArrayList<>(List.of("systemd-analyze"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out, Files.readString(err));
  }

  /** The unit as systemd reads it, whose program need not be installed here. */
  private Path unit() throws IOException {
    String text = Files.readString(SYSTEMD.resolve("roomwatch.service"));
    return Files.writeString(
        folder.resolve("roomwatch.service"), text.replace("/usr/bin/roomwatch", "/bin/true"));
  }

  @Test
  void theUnitExposesLittle() throws Exception {
    Said said = analyze("security", "--offline=true", THRESHOLD, unit().toString());
    System.out.println(said.out().lines().filter(line -> line.contains("Overall")).toList());
    assertEquals(0, said.code(), said.out());
  }

  @Test
  void oneProtectionLessIsNoticed() throws Exception {
    Path unit = unit();
    Files.writeString(unit, Files.readString(unit).replace("ProtectHome=yes", "ProtectHome=no"));
    Said said = analyze("security", "--offline=true", THRESHOLD, unit.toString());
    assertEquals(1, said.code(), said.out());
  }

  @Test
  void systemdUnderstandsEveryLine() throws Exception {
    Said said = analyze("verify", "--man=no", unit().toString());
    // An unknown key is a warning with exit code 0.
    assertEquals("", said.err());
    assertEquals(0, said.code());
  }

  @Test
  void everyDropInIsUnderstoodAndDocumented() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "install.md"));
    String unit = Files.readString(unit());
    try (Stream<Path> files = Files.list(SYSTEMD.resolve("drop-ins"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertTrue(page.contains("`" + name + "`"), name + " is not in docs/install.md");
        String text = Files.readString(file);
        Path dropIn = Files.createDirectories(folder.resolve(name + ".service.d"));
        Path with = Files.writeString(folder.resolve(name + ".service"), unit);
        Files.writeString(dropIn.resolve(name), text);
        Said said = analyze("verify", "--man=no", with.toString());
        assertEquals("", said.err(), name);
      }
    }
  }
}
