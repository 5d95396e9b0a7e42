package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.Severity;
import java.time.Duration;

/**
 * A check with how often and how patiently it is looked at.
 *
 * @param interval from one look to the next
 * @param timeout of one look, shorter than the interval
 */
public record PlannedCheck(
    Check check, Duration interval, Duration timeout, Severity severity, Patience patience) {

  /**
   * When states are believed: failed after {@code failAfter} of the last {@code outOf} looks, good
   * again after {@code recoverAfter} good ones.
   */
  public record Patience(int failAfter, int outOf, int recoverAfter) {
    /** 3 of 3, and back after 2. */
    public static final Patience DEFAULT = new Patience(3, 3, 2);
  }
}
