package io.roomwatch.agent.config;

/**
 * A value that is never written: not in logs, errors, {@code config show}, the API or the evidence.
 */
public record Secret(String reveal) {

  /** What stands in its place. */
  public static final String REDACTED = "<secret>";

  @Override
  public String toString() {
    return REDACTED;
  }
}
