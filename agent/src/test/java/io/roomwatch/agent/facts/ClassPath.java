package io.roomwatch.agent.facts;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where classes were loaded from, for programs that tests start. */
final class ClassPath {
  private ClassPath() {}

  /** The folder or jar that holds a class. */
  static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
