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
 * @param states any of these
 */
record Sign(CheckKind kind, Set<Reason> reasons, Set<State> states, Given given) {

  Sign {
    reasons = Set.copyOf(reasons);
    states = Set.copyOf(states);
  }

  static Sign on(CheckKind kind, Reason... reasons) {
    return on(kind, Set.of(reasons));
  }

  static Sign on(CheckKind kind, Set<Reason> reasons) {
    return new Sign(kind, reasons, Set.of(State.FAILED, State.DEGRADED), Given.NOTHING_ELSE);
  }

  Sign only(State state) {
    return new Sign(kind, reasons, Set.of(state), given);
  }

  Sign given(Given other) {
    return new Sign(kind, reasons, states, other);
  }

  boolean matches(CheckStatus status, Scene scene, List<CheckStatus> because) {
    return status.check().kind() == kind
        && states.contains(status.state())
        && (reasons.isEmpty() || reasons.contains(status.reason()))
        && given.holds(status, scene, because);
  }
}
