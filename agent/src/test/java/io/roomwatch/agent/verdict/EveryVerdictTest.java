package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.verdict.States.NOW;
import static io.roomwatch.agent.verdict.States.degraded;
import static io.roomwatch.agent.verdict.States.failed;
import static io.roomwatch.agent.verdict.States.id;
import static io.roomwatch.agent.verdict.States.ok;
import static io.roomwatch.agent.verdict.States.status;
import static io.roomwatch.agent.verdict.States.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every verdict can be reached, and weak evidence says less, never something else. */
final class EveryVerdictTest {

  private static final String PEER = "link.peer:boardroom-pc";
  private static final Reading HEARD = Reading.flag("host_answers", true);
  private static final Reading SILENT = Reading.flag("host_answers", false);

  private static final Set<Reason> FINDINGS = EnumSet.complementOf(EnumSet.of(Reason.OK));

  private static final Triage TRIAGE = new Triage(TriageFile.shipped());

  private static Verdict judge(CheckStatus... statuses) {
    return judge(List.of(statuses));
  }

  private static Verdict judge(List<CheckStatus> statuses) {
    return TRIAGE.judge(statuses, Map.of(), NOW);
  }

  @ParameterizedTest
  @EnumSource(VerdictId.class)
  void canBeReachedAndSaysWhatItStandsOn(VerdictId id) {
    Verdict verdict = judge(Rooms.in(id));
    assertEquals(id, verdict.cause().id());
    assertTrue(verdict.grounds().disproof().endsWith("."), verdict.grounds()::toString);
    assertFalse(verdict.grounds().disproof().matches(".*[\\[\\]{}?].*"), verdict::toString);
    assertFalse(verdict.grounds().rule().isBlank());
  }

  /** Each rule by itself: no rule stands in the file for nothing. */
  @Test
  void everyRuleIsReached() {
    Set<String> reached = new HashSet<>();
    for (CheckKind kind : CheckKind.values()) {
      for (Reason reason : FINDINGS) {
        for (State state : List.of(State.FAILED, State.DEGRADED)) {
          for (Reading heard : List.of(HEARD, SILENT, Reading.absent("host_answers"))) {
            CheckId check = check(kind);
            for (boolean cloud : new boolean[] {true, false}) {
              List<CheckStatus> room = new ArrayList<>();
              room.add(status(check, state, reason, heard));
              if (cloud) {
                room.add(ok("cloud.tls:other"));
              }
              if (cloud && kind != CheckKind.CLOUD_TCP) {
                room.add(ok("cloud.tcp:zoom.us:443", Reading.flag("open", true)));
              }
              reached.add(
                  TRIAGE.judge(room, Map.of(check, Severity.CRITICAL), NOW).grounds().rule());
            }
          }
        }
      }
    }
    Set<String> never = new TreeSet<>(TriageFile.shipped().stream().map(Rule::name).toList());
    never.removeAll(reached);
    assertEquals(Set.of(), never);
  }

  private static CheckId check(CheckKind kind) {
    return switch (kind.subject()) {
      case NONE -> CheckId.of(kind);
      case PEER, REFLECTOR -> CheckId.of(kind, "boardroom-pc");
      case HOST -> CheckId.of(kind, "zoom.us");
      case HOST_PORT -> CheckId.of(kind, "zoom.us:443");
    };
  }

  /** The rules say what is meant; only what was seen makes a room red, whoever says so. */
  @Test
  void noRuleMakesARoomRedByItself() {
    Set<Provenance> said = new HashSet<>();
    for (CheckKind kind : CheckKind.values()) {
      for (Reason reason : FINDINGS) {
        CheckId check = check(kind);
        Verdict seen =
            TRIAGE.judge(
                List.of(status(check, State.DEGRADED, reason), ok("cloud.tls:other")),
                Map.of(check, Severity.CRITICAL),
                NOW);
        said.add(seen.grounds().provenance());
        assertEquals(State.DEGRADED, seen.cause().state(), kind.id() + " " + reason);
      }
    }
    assertEquals(Set.of(Provenance.values()), said);
  }

  @ParameterizedTest
  @EnumSource(VerdictId.class)
  void aFlappingFindingSaysTheSameAndIsLessSure(VerdictId id) {
    Verdict firm = judge(Rooms.in(id));
    Verdict weak = judge(Rooms.in(id).stream().map(EveryVerdictTest::flapping).toList());
    assertEquals(firm.cause().id(), weak.cause().id());
    assertEquals(firm.cause().state(), weak.cause().state());
    assertEquals(firm.summary(), weak.summary());
    assertEquals(firm.grounds(), weak.grounds());
    boolean seen = firm.cause().state() == State.FAILED || firm.cause().state() == State.DEGRADED;
    assertEquals(
        seen ? less(firm.cause().confidence()) : firm.cause().confidence(),
        weak.cause().confidence());
  }

  private static CheckStatus flapping(CheckStatus one) {
    return new CheckStatus(
        one.check(), one.state(), one.reason(), one.since(), one.latest(), true, one.proof());
  }

  private static Confidence less(Confidence confidence) {
    return switch (confidence) {
      case HIGH -> Confidence.MEDIUM;
      case MEDIUM, LOW -> Confidence.LOW;
    };
  }

  /** Whether the host answers decides between two verdicts; not to know it chooses neither. */
  @Test
  void aSilentPortOfAHostThatNobodyCanTellIsNotGuessed() {
    Verdict unsure = judge(failed(PEER, Reason.TIMEOUT, Reading.absent("host_answers")));
    assertEquals("peer-unclear", unsure.grounds().rule());
    assertEquals(Confidence.LOW, unsure.cause().confidence());
    assertTrue(unsure.summary().contains("it is off, or everything to it is filtered"));
    assertEquals(Confidence.HIGH, judge(failed(PEER, Reason.TIMEOUT, HEARD)).cause().confidence());
    assertEquals(Confidence.HIGH, judge(failed(PEER, Reason.TIMEOUT, SILENT)).cause().confidence());
  }

  @Test
  void aCauseThatWasOnlySeenDegradedIsLessSureOfAnOutage() {
    Verdict alone = judge(degraded("cloud.status", Reason.INCIDENT));
    assertEquals(Confidence.HIGH, alone.cause().confidence());
    Verdict blamed =
        judge(
            degraded("cloud.status", Reason.INCIDENT),
            failed("cloud.https:zoom.us", Reason.HTTP_STATUS));
    assertEquals(VerdictId.SERVICE_INCIDENT, blamed.cause().id());
    assertEquals(Confidence.MEDIUM, blamed.cause().confidence());
  }

  /** What cannot be told is no evidence, for this layer or another. */
  @ParameterizedTest
  @EnumSource(
      value = VerdictId.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HEALTHY", "AGENT_DEGRADED"})
  void theSameLooksUnansweredAccuseNobody(VerdictId id) {
    for (Reason reason : List.of(Reason.NO_ANSWER, Reason.PERMISSION, Reason.NOT_FOUND)) {
      List<CheckStatus> unanswered =
          Stream.concat(
                  Rooms.in(id).stream().map(one -> unknown(one.check().toString(), reason)),
                  Stream.of(ok("local.host")))
              .toList();
      Verdict verdict = judge(unanswered);
      assertEquals(VerdictId.HEALTHY, verdict.cause().id(), reason.label());
      assertEquals(State.OK, verdict.cause().state());
    }
  }

  /** One check more that found nothing out changes nothing of a verdict but perhaps its words. */
  @ParameterizedTest
  @EnumSource(
      value = VerdictId.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HEALTHY", "AGENT_DEGRADED"})
  void whatIsUnknownBesidesDoesNotTurnAVerdict(VerdictId id) {
    Verdict before = judge(Rooms.in(id));
    Set<CheckId> there = new HashSet<>(Rooms.in(id).stream().map(CheckStatus::check).toList());
    List<CheckStatus> more = new ArrayList<>(Rooms.in(id));
    for (CheckKind kind : CheckKind.values()) {
      if (!there.contains(check(kind))) {
        more.add(unknown(check(kind).toString(), Reason.NO_ANSWER));
      }
    }
    assertEquals(before, judge(more));
  }

  @Test
  void theDisproofNamesWhatItIsAbout() {
    assertEquals(
        "Another machine of the controllers' network opens port 9090 on boardroom-pc.",
        judge(failed(PEER, Reason.TIMEOUT, HEARD)).grounds().disproof());
    assertEquals(
        Provenance.SEED, judge(failed(PEER, Reason.TIMEOUT, HEARD)).grounds().provenance());
    assertEquals(id(PEER), judge(failed(PEER, Reason.TIMEOUT, HEARD)).because().get(0));
  }
}
