package io.roomwatch.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file per error, each with its one message, word for word. */
class InvalidConfigTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/config/invalid").toAbsolutePath().normalize();

  /** What stands for a secret in every fixture. */
  private static final String SECRET = "hunter2";

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void everyErrorHasItsMessageAndEveryMessageItsError() throws IOException {
    assertTrue(files().size() > 120, "files were lost: " + files().size());
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        String name = each.toString();
        String other =
            name.endsWith(".expected")
                ? name.replace(".expected", ".yaml")
                : name.replace(".yaml", ".expected");
        assertTrue(Files.exists(Path.of(other)), name + " stands alone");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void faultIsNamedWithItsPlace(Path file) throws IOException {
    ConfigFile reader = new ConfigFile("host", Map.of("EMPTY", "", "TOKEN", SECRET));
    List<String> faults = Configs.faults(reader.read(file));
    assertEquals(1, faults.size(), faults::toString);
    String message = faults.get(0).replace(FOLDER + "/", "") + "\n";
    Path expected = Path.of(file.toString().replace(".yaml", ".expected"));
    assertEquals(Files.readString(expected), message);
    assertFalse(message.contains(SECRET), message);
  }
}
