package io.roomwatch.agent.maintenance.duty;

import java.util.List;
import java.util.Optional;

/**
 * What the agent concludes of an item.
 *
 * @param text one sentence for people
 * @param evidence what it rests on, one fact a line
 * @param candidate lines that a person may accept as the baseline of this name
 * @param early some check has not been looked at yet, as after a start: better wait a little
 */
public record Judgement(
    Result result,
    String text,
    List<String> evidence,
    Optional<Candidate> candidate,
    boolean early) {

  public Judgement {
    evidence = List.copyOf(evidence);
  }

  /** Lines measured under a name. */
  public record Candidate(String name, List<String> lines) {
    public Candidate {
      lines = List.copyOf(lines);
    }
  }

  static Judgement of(Result result, String text, List<String> evidence) {
    return new Judgement(result, text, evidence, Optional.empty(), false);
  }

  /** As long as one of these has not been looked at, the judgement is early. */
  Judgement restingOn(List<Belief> beliefs) {
    boolean unseen = beliefs.stream().anyMatch(belief -> belief.proof().isEmpty());
    return new Judgement(result, text, evidence, candidate, early || unseen);
  }

  Judgement offering(Candidate lines) {
    return new Judgement(result, text, evidence, Optional.of(lines), early);
  }
}
