package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.List;

/**
 * What was measured, held against a supposition.
 *
 * @param confidence in the supposition: low unless something speaks for it
 */
public record Judgement(
    Standing standing,
    Confidence confidence,
    List<Evidence> speaksFor,
    List<Evidence> speaksAgainst,
    List<Gap> unmeasured) {

  public Judgement {
    speaksFor = List.copyOf(speaksFor);
    speaksAgainst = List.copyOf(speaksAgainst);
    unmeasured = List.copyOf(unmeasured);
  }
}
