package io.roomwatch.agent.verdict;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.State;
import java.time.Instant;
import java.util.List;

/**
 * One sentence about the room, and the next move.
 *
 * @param cause which layer broke, how sure that is
 * @param since when the cause began
 * @param summary the sentence
 * @param next the next best move
 * @param because the checks that say so
 * @param consequences checks that fail because of it
 */
public record Verdict(
    Cause cause,
    Instant since,
    String summary,
    String next,
    List<CheckId> because,
    List<CheckId> consequences) {

  /**
   * @param codes on-screen codes that are consistent with it
   */
  public record Cause(VerdictId id, State state, Confidence confidence, List<String> codes) {}

  /** How sure. */
  public enum Confidence {
    HIGH,
    MEDIUM,
    LOW;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Verdict {
    because = List.copyOf(because);
    consequences = List.copyOf(consequences);
  }
}
