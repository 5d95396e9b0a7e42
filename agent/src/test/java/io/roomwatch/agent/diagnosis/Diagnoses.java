package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.CodesFile;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Sign;
import io.roomwatch.agent.verdict.States;
import io.roomwatch.agent.verdict.Triage;
import io.roomwatch.agent.verdict.VerdictId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rooms and what a technician asks of them, by the rules and the codes in the jar. */
public final class Diagnoses {

  public static final Codebook BOOK = CodesFile.shipped();

  private Diagnoses() {}

  public static Seen seen(List<CheckStatus> checks) {
    return seen(checks, true, Map.of());
  }

  static Seen seen(List<CheckStatus> checks, boolean onDevice, Map<CheckId, Severity> severities) {
    List<Rule> rules = TriageFile.shipped();
    return new Seen(
        new RoomStatus(
            new RoomStatus.Room("Boardroom", "berlin"),
            new RoomStatus.Agent("1.2.3", States.NOW, Optional.empty()),
            States.NOW,
            new Triage(rules).judge(checks, severities, States.NOW),
            checks),
        rules,
        severities,
        onDevice);
  }

  static Diagnosis of(Asked asked, CheckStatus... checks) {
    return Diagnosis.of(seen(List.of(checks)), asked, BOOK);
  }

  static Asked code(String code) {
    return new Asked(Optional.of(code), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Asked code(String code, Screen screen, Doing doing) {
    return new Asked(Optional.of(code), Optional.empty(), Optional.of(screen), Optional.of(doing));
  }

  static Asked shown(String address) {
    try {
      return new Asked(
          Optional.empty(),
          Optional.of(InetAddress.getByName(address)),
          Optional.empty(),
          Optional.empty());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Judgement layer(Diagnosis diagnosis, Step step) {
    return diagnosis.layers().stream()
        .filter(layer -> layer.step() == step)
        .findFirst()
        .orElseThrow()
        .judgement();
  }

  static Supposition supposition(Diagnosis diagnosis, String name) {
    return diagnosis.suppositions().stream()
        .filter(one -> one.hypothesis().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no hypothesis " + name));
  }

  static List<String> names(Diagnosis diagnosis) {
    return diagnosis.suppositions().stream().map(one -> one.hypothesis().name()).toList();
  }

  static CheckId check(CheckKind kind) {
    return switch (kind.subject()) {
      case NONE -> CheckId.of(kind);
      case PEER, REFLECTOR -> CheckId.of(kind, "boardroom-pc");
      case HOST -> CheckId.of(kind, "zoom.us");
      case HOST_PORT -> CheckId.of(kind, "zoom.us:443");
    };
  }

  /** A check of each kind, good and telling. */
  static List<CheckStatus> allGood() {
    return Arrays.stream(CheckKind.values())
        .map(
            kind ->
                States.status(
                    check(kind),
                    State.OK,
                    Reason.OK,
                    Reading.number("rtt_seconds", 0.02),
                    Reading.number("signal_dbm", -50)))
        .toList();
  }

  static List<CheckStatus> allUnanswered(Reason reason) {
    return Arrays.stream(CheckKind.values())
        .map(kind -> States.status(check(kind), State.UNKNOWN, reason))
        .toList();
  }

  /** One of them in another state. */
  static List<CheckStatus> with(List<CheckStatus> all, CheckStatus other) {
    return Stream.concat(
            all.stream().filter(one -> !one.check().equals(other.check())), Stream.of(other))
        .toList();
  }

  static CheckStatus flapping(CheckStatus one) {
    return new CheckStatus(
        one.check(), one.state(), one.reason(), one.since(), one.latest(), true, one.proof());
  }

  static CheckStatus saying(CheckStatus one, String text, Reading... readings) {
    return new CheckStatus(
        one.check(),
        one.state(),
        one.reason(),
        one.since(),
        Optional.of(
            new Observation(
                one.check(),
                States.NOW,
                Duration.ofMillis(5),
                new Finding(one.state(), one.reason(), text, List.of(readings), List.of()))),
        one.flapping());
  }

  private static final Triage TRIAGE = new Triage(TriageFile.shipped());

  /** A finding of this kind that means this verdict; empty when the rules know of none. */
  static Optional<CheckStatus> meaning(VerdictId verdict, CheckKind kind) {
    return TriageFile.shipped().stream()
        .filter(rule -> rule.id() == verdict)
        .flatMap(rule -> rule.evidence().stream())
        .filter(sign -> sign.kind() == kind)
        .flatMap(Diagnoses::showing)
        .filter(finding -> means(verdict, finding))
        .findFirst();
  }

  private static Stream<CheckStatus> showing(Sign sign) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason != Reason.OK)
        .filter(reason -> sign.reasons().isEmpty() || sign.reasons().contains(reason))
        .flatMap(
            reason ->
                sign.states().stream()
                    .flatMap(
                        state ->
                            Stream.of(true, false)
                                .map(
                                    heard ->
                                        States.status(
                                            check(sign.kind()),
                                            state,
                                            reason,
                                            Reading.flag("host_answers", heard)))));
  }

  /** While something of the cloud is reached. */
  private static boolean means(VerdictId verdict, CheckStatus finding) {
    Map<CheckId, Rule> owners =
        TRIAGE.owners(
            List.of(finding, States.ok("cloud.udp:other", Reading.number("rtt_seconds", 0.01))));
    return Optional.ofNullable(owners.get(finding.check()))
        .filter(rule -> rule.id() == verdict)
        .isPresent();
  }
}
