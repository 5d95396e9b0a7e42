package io.roomwatch.agent.diagnosis;

import java.util.Locale;

/** What was under way when a code was shown. */
public enum Doing {
  /** A controller or display was being paired with the room. */
  PAIRING,
  /** The room was signing in, or being activated. */
  SIGN_IN,
  /** Something was just updated. */
  UPDATE,
  /** A meeting was started or joined. */
  MEETING,
  /** Something was shared in the room. */
  SHARING;

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
