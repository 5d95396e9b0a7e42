package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.ArrayList;
import java.util.List;

/**
 * What one kind of evidence means.
 *
 * @param evidence a finding that shows any of these signs is evidence
 * @param words what to say
 * @param explains findings with any of these signs follow from it
 * @param codes on-screen codes that are consistent with it, the likeliest first
 */
record Rule(
    VerdictId id,
    Confidence confidence,
    List<Sign> evidence,
    Words words,
    List<Sign> explains,
    List<String> codes) {

  /**
   * Templates, see {@link Template}.
   *
   * @param next the next best move
   */
  record Words(String summary, String next) {}

  Rule {
    evidence = List.copyOf(evidence);
    explains = List.copyOf(explains);
    codes = List.copyOf(codes);
  }

  static Rule rule(VerdictId id, Confidence confidence, Sign... evidence) {
    return rule(id, confidence, List.of(evidence));
  }

  static Rule rule(VerdictId id, Confidence confidence, List<Sign> evidence) {
    return new Rule(id, confidence, evidence, new Words("", ""), List.of(), List.of());
  }

  Rule says(String summary, String next) {
    return new Rule(id, confidence, evidence, new Words(summary, next), explains, codes);
  }

  Rule explains(List<Sign> more) {
    List<Sign> all = new ArrayList<>(explains);
    all.addAll(more);
    return new Rule(id, confidence, evidence, words, all, codes);
  }

  Rule explains(Sign... more) {
    return explains(List.of(more));
  }

  Rule codes(List<String> consistent) {
    return new Rule(id, confidence, evidence, words, explains, consistent);
  }

  boolean isEvidence(CheckStatus status, Scene scene) {
    return evidence.stream().anyMatch(sign -> sign.matches(status, scene, List.of()));
  }

  boolean explains(CheckStatus status, Scene scene, List<CheckStatus> because) {
    return explains.stream().anyMatch(sign -> sign.matches(status, scene, because));
  }
}
