package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.check.Drift;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.State;
import java.util.List;
import java.util.Optional;

/**
 * {@code quarterly.firewall-unchanged}: the rules as measured last against those that a person
 * accepted by attesting this item.
 */
final class FirewallUnchanged implements Duty.Judge {

  private static final String ACCEPT = "accept them by attesting quarterly.firewall-unchanged";

  @Override
  public Judgement judge(Knowledge known) {
    Optional<Belief> now = known.one(CheckKind.LOCAL_FIREWALL);
    if (now.isEmpty()) {
      return Judgement.of(
          Result.NEEDS_PERSON,
          "The firewall is not watched (local.firewall is disabled): a person has to look.",
          List.of());
    }
    return conclude(now.get(), known.records()).restingOn(List.of(now.get()));
  }

  private static Judgement conclude(Belief now, Knowledge.Records records) {
    BaselineState state = records.baseline(CheckKind.LOCAL_FIREWALL.id());
    if (now.state() == State.UNKNOWN || state.captured().isEmpty()) {
      return Judgement.of(
          Result.UNKNOWN,
          now.state() == State.UNKNOWN ? now.text() : "The rules have not been measured yet.",
          List.of(now.line()));
    }
    List<String> rules = state.captured().get().lines();
    String number = Phrases.count(rules.size(), "line");
    if (state.accepted().isEmpty()) {
      return Judgement.of(
          Result.NEEDS_PERSON,
          "No rules have been accepted yet; "
              + number
              + " measured: look at them and "
              + ACCEPT
              + ".",
          List.of(now.line()));
    }
    Drift drift = Drift.between(state.accepted().get().lines(), rules);
    return drift.isNone()
        ? Judgement.of(
            Result.PASS,
            "The rules are those that "
                + state.accepted().get().by()
                + " accepted: "
                + number
                + ".",
            List.of(now.line()))
        : Judgement.of(
            Result.FAIL,
            "The rules differ from the accepted ones: "
                + drift.text()
                + ". If that is right, "
                + ACCEPT
                + ".",
            drift.lines());
  }
}
