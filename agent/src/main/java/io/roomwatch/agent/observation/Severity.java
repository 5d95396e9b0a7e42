package io.roomwatch.agent.observation;

/** How much a failure of a check matters to a meeting. */
public enum Severity {
  /** Worth knowing, wakes nobody. */
  INFO,
  /** The room works, but worse or not for long. */
  WARNING,
  /** The room cannot meet. */
  CRITICAL;

  public String label() {
    return Labels.of(this);
  }
}
