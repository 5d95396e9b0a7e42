package io.roomwatch.agent.lab;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where classes were loaded from, for programs that tests start. */
public final class ClassPath {
  private ClassPath() {}

  /** The folder or jar that holds a class. */
  public static Path of(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
