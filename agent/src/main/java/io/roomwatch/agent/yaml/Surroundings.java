package io.roomwatch.agent.yaml;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a file may refer to beside itself.
 *
 * @param hostName this machine's name
 * @param environment where {@code ${NAME}} comes from
 * @param folder relative paths in the file start here: the file's own folder
 */
public record Surroundings(String hostName, Map<String, String> environment, Path folder) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** The same, for a file in another folder. */
  public Surroundings in(Path other) {
    return new Surroundings(hostName, environment, other);
  }

  /** Without the environment, which holds secrets. */
  @Override
  public String toString() {
    return "Surroundings[" + hostName + ", " + folder + "]";
  }
}
