package io.roomwatch.agent.observation;

/**
 * What one check says of its subject. Unknown is a state of its own: never a zero, never silently
 * ok.
 */
public enum State {
  OK,
  DEGRADED,
  FAILED,
  UNKNOWN;

  /** The lower-case name used in JSON, labels and the terminal. */
  public String label() {
    return Labels.of(this);
  }
}
