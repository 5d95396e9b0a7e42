package io.roomwatch.agent.verdict;

import java.util.Locale;

/** Where a room can break, in the order of triage. */
public enum Layer {
  SERVICE,
  HOST,
  NET,
  LINK,
  CLOUD,
  APP,
  ROOM,
  AGENT,
  NONE;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
