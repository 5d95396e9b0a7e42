package io.roomwatch.agent.health;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What is believed of one check after N of M, recovery and staleness.
 *
 * @param state confirmed; {@code UNKNOWN} before the first look and when stale
 * @param reason of the confirmed state
 * @param since when the confirmed state began
 * @param latest the newest raw observation, empty before the first
 * @param flapping the state changes so often that alerts back off
 * @param proof the newest look that says what is believed, of that state and reason; empty when
 *     nothing is. What the state means is read from here: {@code latest} may be a single blip
 */
public record CheckStatus(
    CheckId check,
    State state,
    Reason reason,
    Instant since,
    Optional<Observation> latest,
    boolean flapping,
    Optional<Observation> proof) {

  /** A status whose newest look is its proof. */
  public CheckStatus(
      CheckId check,
      State state,
      Reason reason,
      Instant since,
      Optional<Observation> latest,
      boolean flapping) {
    this(check, state, reason, since, latest, flapping, latest);
  }
}
