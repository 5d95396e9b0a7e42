package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.VerdictId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that may be behind a code.
 *
 * @param name stable and unique
 * @param says what is supposed, one sentence
 * @param next what to do when it holds, one sentence
 * @param ask what only a person can tell, one sentence
 */
public record Hypothesis(
    String name, String says, String next, Optional<String> ask, Test test, Rule.Basis basis) {

  /**
   * How it is decided.
   *
   * @param verdicts a finding that means one of these speaks for it
   * @param checks the kinds that can tell: a finding of another kind is left aside, a good look
   *     speaks against it; none when nothing measures it
   * @param refuting a finding that means one of these speaks against it
   * @param counters of these kinds a good look also weakens what speaks for it
   * @param ofDevice it is about the room's device: a look of an agent beside it does not count
   */
  public record Test(
      Set<VerdictId> verdicts,
      List<CheckKind> checks,
      Set<VerdictId> refuting,
      Set<CheckKind> counters,
      boolean ofDevice) {
    public Test {
      verdicts = Set.copyOf(verdicts);
      refuting = Set.copyOf(refuting);
      checks = List.copyOf(checks);
      counters = Set.copyOf(counters);
    }
  }
}
