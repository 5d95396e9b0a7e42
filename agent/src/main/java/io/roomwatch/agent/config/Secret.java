package io.roomwatch.agent.config;

import io.roomwatch.agent.yaml.Scalar;

/**
 * A value that is never written: not in logs, errors, {@code config show}, the API or the evidence.
 */
public record Secret(String reveal) {

  /** What stands in its place. */
  public static final String REDACTED = Scalar.REDACTED;

  @Override
  public String toString() {
    return REDACTED;
  }
}
