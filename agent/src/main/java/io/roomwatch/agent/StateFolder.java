package io.roomwatch.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where everything is kept that must last. */
final class StateFolder {

  private StateFolder() {}

  /**
   * The named folder; else, for a program run from its build tree, {@code target/roomwatch-state}
   * there, so that trying it out needs no rights; else the system's usual place.
   *
   * @param named what {@code --storage.path} says
   * @param osName the system property {@code os.name}
   * @param home where the program is installed, as its launcher says; empty: it has none
   */
  static Path of(
      Optional<Path> named, String osName, Map<String, String> environment, Optional<Path> home) {
    return named
        .or(() -> home.flatMap(StateFolder::inBuildTree))
        .orElseGet(() -> usual(osName.toLowerCase(Locale.ROOT), environment));
  }

  private static Optional<Path> inBuildTree(Path home) {
    return Files.isRegularFile(home.resolve("../../pom.xml"))
        ? Optional.of(home.toAbsolutePath().normalize().resolveSibling("roomwatch-state"))
        : Optional.empty();
  }

  private static Path usual(String osName, Map<String, String> environment) {
    if (osName.startsWith("windows")) {
      return Path.of(environment.getOrDefault("ProgramData", "C:\\ProgramData"), "Roomwatch");
    }
    return Path.of(
        osName.startsWith("mac") ? "/Library/Application Support/Roomwatch" : "/var/lib/roomwatch");
  }
}
