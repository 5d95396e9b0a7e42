package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.verdict.Rule;
import java.util.Optional;

/**
 * A check that tells something.
 *
 * @param rule what its finding means; empty when it is good
 * @param follows it is told as a consequence of the verdict
 */
public record Evidence(CheckStatus status, Optional<Rule> rule, boolean follows) {

  static Evidence good(CheckStatus status) {
    return new Evidence(status, Optional.empty(), false);
  }

  /** What the check saw, one sentence. */
  public String text() {
    return text(status);
  }

  static String text(CheckStatus status) {
    return status
        .proof()
        .or(status::latest)
        .map(seen -> seen.finding().text())
        .orElse("not looked at yet");
  }
}
