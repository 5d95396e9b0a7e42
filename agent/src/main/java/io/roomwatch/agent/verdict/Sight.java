package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict.Cause;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import io.roomwatch.agent.verdict.Verdict.Grounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The verdict when nothing was found: is that because all is well, or because nobody looked? */
final class Sight {

  /**
   * What to do, and what would prove it wrong.
   *
   * @param when as the runbook says it
   */
  record Words(String when, String next, String disproof) {}

  static final Words HEALTHY =
      new Words(
          "no check found anything, and every critical one is believed",
          "Nothing to do.",
          "People in the room cannot meet: then something is broken that no check looks at, or that"
              + " is counted as information.");

  static final Words BLINDED =
      new Words(
          "a critical check is overdue, took too long or has erred",
          "Look at the agent's log and at the load of its machine, and restart the agent if this"
              + " does not end.",
          "The check looked again meanwhile.");

  static final Words WAITING =
      new Words(
          "a critical check has not looked often enough to be believed",
          "Wait a minute and look again.",
          "The same is said minutes later: then the check does not come to an end.");

  static final Words NOTHING_SET_UP =
      new Words(
          "no check is set up",
          "Enable at least one check in the configuration.",
          "The configuration that is in force has checks.");

  static final Words NOTHING_SEEN =
      new Words(
          "no check could see anything",
          "Give the agent the rights that its checks ask for, then look again.",
          "The agent has these rights already.");

  private static final Set<Reason> BLIND = Set.of(Reason.OVERDUE, Reason.TIMEOUT, Reason.ERROR);

  private final Scene scene;

  Sight(Scene scene) {
    this.scene = scene;
  }

  Verdict verdict(Instant now) {
    List<CheckStatus> good = scene.in(State.OK);
    List<CheckStatus> waiting =
        scene.in(State.UNKNOWN).stream().filter(this::matters).filter(Sight::isWaiting).toList();
    List<CheckStatus> blind =
        scene.in(State.UNKNOWN).stream()
            .filter(this::matters)
            .filter(status -> BLIND.contains(status.reason()))
            .toList();
    if (!blind.isEmpty()) {
      return unknown(
          blind, now, "Roomwatch cannot see all of this room: " + described(blind) + ".", BLINDED);
    }
    if (!waiting.isEmpty() || scene.all().isEmpty()) {
      return unknown(
          waiting,
          now,
          waiting.isEmpty()
              ? "Nothing is known of this room: no check is set up."
              : "Not enough is known yet: " + names(waiting) + " did not look often enough.",
          waiting.isEmpty() ? NOTHING_SET_UP : WAITING);
    }
    return good.isEmpty() ? nothingSeen(now) : healthy(good, now);
  }

  private Verdict nothingSeen(Instant now) {
    List<CheckStatus> unknown = scene.in(State.UNKNOWN);
    return unknown.isEmpty()
        ? healthy(List.of(), now)
        : unknown(
            unknown,
            now,
            "Nothing could be seen of this room: " + described(unknown) + ".",
            NOTHING_SEEN);
  }

  private Verdict healthy(List<CheckStatus> good, Instant now) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "Nothing is broken: " + count(good.size()) + (good.size() == 1 ? " is" : " are") + " good");
    List<CheckStatus> unknown = scene.in(State.UNKNOWN);
    if (!unknown.isEmpty()) {
      parts.add(count(unknown.size()) + " could not tell (" + described(unknown) + ")");
    }
    List<CheckStatus> informational = scene.findings();
    if (!informational.isEmpty()) {
      parts.add("for information: " + described(informational));
    }
    return new Verdict(
        new Cause(VerdictId.HEALTHY, State.OK, Confidence.HIGH, List.of()),
        good.stream().map(CheckStatus::since).max(Instant::compareTo).orElse(now),
        String.join("; ", parts) + ".",
        HEALTHY.next(),
        List.of(),
        List.of(),
        Grounds.builtIn(HEALTHY.disproof()));
  }

  private static Verdict unknown(
      List<CheckStatus> because, Instant now, String summary, Words words) {
    List<CheckId> ids = because.stream().map(CheckStatus::check).toList();
    return new Verdict(
        new Cause(VerdictId.AGENT_DEGRADED, State.UNKNOWN, Confidence.HIGH, List.of()),
        because.stream().map(CheckStatus::since).min(Instant::compareTo).orElse(now),
        summary,
        words.next(),
        ids,
        List.of(),
        Grounds.builtIn(words.disproof()));
  }

  /** A critical check that looks for itself; the others' blindness does not hide an outage. */
  private boolean matters(CheckStatus status) {
    return scene.severity(status) == Severity.CRITICAL
        && status.check().kind().manner() != CheckKind.Manner.DERIVED;
  }

  private static boolean isWaiting(CheckStatus status) {
    return status.proof().isEmpty() && !BLIND.contains(status.reason());
  }

  private static String described(List<CheckStatus> statuses) {
    return Template.list(
        statuses.stream().map(one -> one.check() + " " + one.reason().label()).toList());
  }

  private static String names(List<CheckStatus> statuses) {
    return Template.list(statuses.stream().map(one -> one.check().toString()).toList());
  }

  private static String count(int checks) {
    return checks + (checks == 1 ? " check" : " checks");
  }
}
