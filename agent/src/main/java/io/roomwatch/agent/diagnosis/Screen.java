package io.roomwatch.agent.diagnosis;

import java.util.Locale;

/** Where a person read a code. */
public enum Screen {
  CONTROLLER,
  /** The room's own display. */
  ROOM,
  /** A scheduling display. */
  SCHEDULING;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
