package io.roomwatch.agent.rules;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Given;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Sign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which findings the rules take, one after another. A condition counts as possible. */
final class Reach {

  /** One kind of finding. */
  record Case(CheckKind kind, Reason reason, State state) {
    @Override
    public String toString() {
      return kind.id() + " " + reason.label() + " (" + state.label() + ")";
    }
  }

  /** Who takes a case under which condition. */
  private record Taker(Given given, String rule) {}

  private static final List<State> FINDINGS = List.of(State.FAILED, State.DEGRADED);

  private final Map<Case, List<Taker>> takers = new HashMap<>();
  private final Map<String, Set<String>> hidden = new LinkedHashMap<>();

  /**
   * @param rules in the order of triage
   */
  Reach(List<Rule> rules) {
    for (Rule rule : rules) {
      add(rule);
    }
  }

  /** The rules that no finding reaches, each with those before it that take what it knows. */
  Map<String, Set<String>> hidden() {
    return hidden;
  }

  /** A finding that no rule takes. */
  Optional<Case> gap() {
    for (CheckKind kind : CheckKind.values()) {
      for (Reason reason : Reason.values()) {
        for (State state : FINDINGS) {
          Case one = new Case(kind, reason, state);
          if (reason != Reason.OK && taker(one, Given.NOTHING_ELSE).isEmpty()) {
            return Optional.of(one);
          }
        }
      }
    }
    return Optional.empty();
  }

  private void add(Rule rule) {
    Set<String> before = new TreeSet<>();
    boolean reached = false;
    for (Sign sign : rule.evidence()) {
      for (Case one : cases(sign)) {
        Optional<String> taker = taker(one, sign.given());
        reached |= taker.isEmpty();
        taker.ifPresent(before::add);
      }
    }
    if (!reached) {
      hidden.put(rule.name(), before);
    }
    for (Sign sign : rule.evidence()) {
      for (Case one : cases(sign)) {
        takers
            .computeIfAbsent(one, key -> new ArrayList<>())
            .add(new Taker(sign.given(), rule.name()));
      }
    }
  }

  private Optional<String> taker(Case one, Given given) {
    @Nullable List<Taker> found = takers.get(one);
    return found == null
        ? Optional.empty()
        : found.stream()
            .filter(each -> each.given().isImpliedBy(given))
            .map(Taker::rule)
            .findFirst();
  }

  private static List<Case> cases(Sign sign) {
    List<Case> cases = new ArrayList<>();
    for (Reason reason : sign.reasons().isEmpty() ? Set.of(Reason.values()) : sign.reasons()) {
      for (State state : FINDINGS) {
        if (reason != Reason.OK && sign.states().contains(state)) {
          cases.add(new Case(sign.kind(), reason, state));
        }
      }
    }
    return cases;
  }
}
