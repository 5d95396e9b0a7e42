package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.List;

/**
 * What one kind of evidence means.
 *
 * @param name stable and unique
 * @param evidence a finding that shows any of these signs is evidence
 * @param words what to say
 * @param explains findings with any of these signs follow from it
 * @param codes on-screen codes that are consistent with it, the likeliest first
 */
public record Rule(
    String name,
    VerdictId id,
    List<Sign> evidence,
    Words words,
    List<Sign> explains,
    List<String> codes,
    Basis basis) {

  /**
   * Templates, see {@link Template}.
   *
   * @param next the next best move
   * @param disproof what would prove it wrong
   */
  public record Words(String summary, String next, String disproof) {}

  /**
   * How much there is to it.
   *
   * @param confidence when the evidence is at its best
   * @param source where exactly it is known from; may be empty
   */
  public record Basis(Confidence confidence, Provenance provenance, String source) {}

  public Rule {
    evidence = List.copyOf(evidence);
    explains = List.copyOf(explains);
    codes = List.copyOf(codes);
  }

  boolean isEvidence(CheckStatus status, Scene scene) {
    return evidence.stream().anyMatch(sign -> sign.matches(status, scene, List.of()));
  }

  boolean explains(CheckStatus status, Scene scene, List<CheckStatus> because) {
    return explains.stream().anyMatch(sign -> sign.matches(status, scene, because));
  }
}
