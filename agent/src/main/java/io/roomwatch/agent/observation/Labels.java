package io.roomwatch.agent.observation;

import java.util.Locale;

/** Enum constants as users read them: lower case, hyphens for underscores. */
final class Labels {
  private Labels() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
