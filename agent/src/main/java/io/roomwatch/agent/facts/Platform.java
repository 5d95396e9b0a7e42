package io.roomwatch.agent.facts;

import java.util.Locale;

/** The operating systems that have readers. */
public enum Platform {
  LINUX,
  WINDOWS,
  MACOS,
  OTHER;

  /** The platform of Java's {@code os.name}. */
  public static Platform of(String osName) {
    String lower = osName.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return WINDOWS;
    }
    if (lower.startsWith("mac")) {
      return MACOS;
    }
    return lower.startsWith("linux") ? LINUX : OTHER;
  }
}
