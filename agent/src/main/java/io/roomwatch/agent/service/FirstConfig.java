package io.roomwatch.agent.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration file that an installation begins with. One that is there is never touched. */
final class FirstConfig {

  private FirstConfig() {}

  /**
   * @param given copied; empty: a file that names the room
   */
  static void write(Path file, Optional<Path> given, Map<String, String> room) throws ServiceFault {
    if (Files.exists(file)) {
      return;
    }
    try {
      if (given.isPresent()) {
        Files.copy(given.get(), file);
      } else {
        Files.writeString(file, text(room));
      }
    } catch (IOException e) {
      throw new ServiceFault("the configuration cannot be written: " + e, e);
    }
  }

  private static String text(Map<String, String> room) {
    StringBuilder text =
        new StringBuilder("# Roomwatch configuration; all settings: roomwatch config schema\n");
    if (!room.isEmpty()) {
      text.append("room:\n");
    }
    for (String key : List.of("name", "site", "device")) {
      String value = room.get(key);
      if (value != null) {
        text.append("  ").append(key).append(": ").append(quoted(value)).append('\n');
      }
    }
    return text.toString();
  }

  /** YAML 1.2, 7.3.2: nothing is special in single quotes but they themselves. */
  private static String quoted(String value) {
    return "'" + value.replaceAll("\\p{Cntrl}", " ").replace("'", "''") + "'";
  }
}
