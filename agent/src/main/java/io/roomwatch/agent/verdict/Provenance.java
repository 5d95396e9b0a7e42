package io.roomwatch.agent.verdict;

import java.util.Locale;

/**
 * Where it is known from that a finding means what a rule says; where several meet, the weakest.
 */
public enum Provenance {
  /** A page of Zoom or of the maker of the operating system. */
  OFFICIAL,
  /** The companion guide. */
  SEED,
  /** Public material of others. */
  COMMUNITY,
  /** Reasoned. */
  INFERRED;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
