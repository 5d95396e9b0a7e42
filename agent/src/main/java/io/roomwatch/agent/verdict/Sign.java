package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.util.List;
import java.util.Set;

/**
 * A finding that means something to a rule.
 *
 * @param reasons any of these; empty: any at all
 * @param states any of these; {@code failed} and {@code degraded} make a finding
 */
public record Sign(CheckKind kind, Set<Reason> reasons, Set<State> states, Given given) {

  public Sign {
    reasons = Set.copyOf(reasons);
    states = Set.copyOf(states);
  }

  boolean matches(CheckStatus status, Scene scene, List<CheckStatus> because) {
    return status.check().kind() == kind
        && states.contains(status.state())
        && (reasons.isEmpty() || reasons.contains(status.reason()))
        && given.holds(status, scene, because);
  }
}
