package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.verdict.States.NOW;
import static io.roomwatch.agent.verdict.States.SINCE;
import static io.roomwatch.agent.verdict.States.ids;
import static io.roomwatch.agent.verdict.States.ok;
import static io.roomwatch.agent.verdict.States.unbelieved;
import static io.roomwatch.agent.verdict.States.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.TriageFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verdicts without a finding. */
final class SightTest {

  private static Verdict judge(CheckStatus... statuses) {
    return new Triage(TriageFile.shipped()).judge(List.of(statuses), Map.of(), NOW);
  }

  private static void assertUnknown(Verdict verdict, String summary) {
    assertEquals(VerdictId.AGENT_DEGRADED, verdict.cause().id());
    assertEquals(State.UNKNOWN, verdict.cause().state());
    assertEquals(summary, verdict.summary());
  }

  @Test
  void allGoodIsHealthySinceTheLastRecovery() {
    Verdict verdict =
        judge(ok("link.peer:a"), States.since(ok("cloud.tcp:zoom.us:443"), SINCE.plusSeconds(30)));
    assertEquals(VerdictId.HEALTHY, verdict.cause().id());
    assertEquals(State.OK, verdict.cause().state());
    assertEquals(SINCE.plusSeconds(30), verdict.since());
    assertEquals("Nothing is broken: 2 checks are good.", verdict.summary());
    assertEquals("Nothing to do.", verdict.next());
  }

  @Test
  void whatCannotBeToldIsNamedAndChangesNothing() {
    Verdict verdict =
        judge(
            ok("link.peer:a"),
            unknown("cloud.udp:zoom.us:3478", Reason.NO_ANSWER),
            unknown("cloud.media", Reason.NO_ANSWER),
            unknown("local.wifi", Reason.PERMISSION),
            unknown("cloud.status", Reason.TIMEOUT),
            unknown("link.listener", Reason.PERMISSION),
            unknown("link.isolation", Reason.NOT_FOUND));
    assertEquals(VerdictId.HEALTHY, verdict.cause().id());
    assertEquals(State.OK, verdict.cause().state());
    assertEquals(
        "Nothing is broken: 1 check is good; 6 checks could not tell (link.listener permission,"
            + " link.isolation not-found, cloud.udp:zoom.us:3478 no-answer and 3 more).",
        verdict.summary());
  }

  @Test
  void anOverdueCriticalCheckBlindsTheAgent() {
    Verdict verdict = judge(ok("cloud.tcp:zoom.us:443"), unbelieved("link.peer:a", Reason.OVERDUE));
    assertUnknown(verdict, "Roomwatch cannot see all of this room: link.peer:a overdue.");
    assertEquals(ids("link.peer:a"), verdict.because());
    assertEquals(SINCE, verdict.since());
  }

  @Test
  void aCriticalCheckThatErredBlindsTheAgent() {
    assertUnknown(
        judge(ok("room.app"), unknown("link.peer:a", Reason.ERROR)),
        "Roomwatch cannot see all of this room: link.peer:a error.");
  }

  @Test
  void anOverdueCheckOfLessWeightDoesNot() {
    Verdict verdict = judge(ok("room.app"), unbelieved("local.clock", Reason.OVERDUE));
    assertEquals(VerdictId.HEALTHY, verdict.cause().id());
  }

  @Test
  void beforeACriticalCheckIsBelievedNothingIsHealthy() {
    assertUnknown(
        judge(ok("room.app"), unbelieved("link.peer:a", Reason.NO_ANSWER)),
        "Not enough is known yet: link.peer:a did not look often enough.");
  }

  @Test
  void noCheckAtAllIsNotHealthy() {
    Verdict verdict = judge();
    assertUnknown(verdict, "Nothing is known of this room: no check is set up.");
    assertEquals(NOW, verdict.since());
  }

  @Test
  void whenNothingCouldBeSeenItIsNotHealthy() {
    assertUnknown(
        judge(
            unknown("link.listener", Reason.PERMISSION), unknown("local.wifi", Reason.UNSUPPORTED)),
        "Nothing could be seen of this room: link.listener permission and local.wifi unsupported.");
  }
}
