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
 * @param grounds what it stands on
 */
public record Verdict(
    Cause cause,
    Instant since,
    String summary,
    String next,
    List<CheckId> because,
    List<CheckId> consequences,
    Grounds grounds) {

  /**
   * @param codes on-screen codes that are consistent with it
   */
  public record Cause(VerdictId id, State state, Confidence confidence, List<String> codes) {}

  /**
   * For a person who doubts the verdict; not part of the status document.
   *
   * @param rule the name of what led to it: of a rule of triage.yaml, or {@code built-in}
   * @param disproof what would prove it wrong, one sentence
   * @param source where exactly it is known from; may be empty
   */
  public record Grounds(String rule, String disproof, Provenance provenance, String source) {

    /** Of a verdict that no rule of a file makes: on the agent itself, or that nothing is wrong. */
    static Grounds builtIn(String disproof) {
      return new Grounds("built-in", disproof, Provenance.INFERRED, "");
    }
  }

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
