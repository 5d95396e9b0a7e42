package io.roomwatch.agent.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.verdict.VerdictId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From a verdict to what alerts are about. */
class TroubleTest {
  private static final Instant SINCE = Room.START;
  private static final CheckId PEER = CheckId.of(CheckKind.LINK_PEER, "boardroom-pc");
  private static final CheckId CONTROLLERS = CheckId.of(CheckKind.LINK_CONTROLLERS);

  @Test
  void verdictBecomesOneTroubleWithItsConsequences() {
    Situation situation = situation(VerdictId.LINK_PEER_DOWN, State.FAILED, State.FAILED);
    assertEquals(1, situation.troubles().size());
    Notice.Cause cause = situation.troubles().get(0).cause();
    assertEquals("link.peer-down", cause.id());
    assertEquals("link", cause.layer());
    assertEquals("failed", cause.state());
    assertEquals(List.of("link.peer:boardroom-pc"), cause.evidence().because());
    assertEquals(List.of("link.controllers"), cause.evidence().consequences());
    assertEquals(SINCE, situation.troubles().get(0).since());
  }

  @Test
  void healthyIsNoTrouble() {
    Situation situation = situation(VerdictId.HEALTHY, State.OK, State.OK);
    assertEquals(List.of(), situation.troubles());
    assertTrue(situation.view().known());
  }

  @Test
  void blindAgentIsNoTroubleAndKnowsNothing() {
    Situation situation = situation(VerdictId.AGENT_DEGRADED, State.UNKNOWN, State.UNKNOWN);
    assertEquals(List.of(), situation.troubles());
    assertFalse(situation.view().known());
    assertEquals(Set.of("link.peer:boardroom-pc"), situation.view().unseen());
  }

  @Test
  void findingOfNoLayerIsATrouble() {
    Situation situation = situation(VerdictId.AGENT_DEGRADED, State.DEGRADED, State.DEGRADED);
    assertEquals("agent.degraded", situation.troubles().get(0).cause().id());
    assertTrue(situation.view().known());
  }

  @Test
  void overdueItemIsATroubleOfTheSchedule() {
    Trouble.Item item =
        new Trouble.Item(
            "annual.licensing",
            "Licences cover the rooms",
            SINCE,
            false,
            io.roomwatch.agent.observation.Severity.WARNING,
            "Attest it.");
    Notice.Cause cause = Trouble.of(item).cause();
    assertEquals("schedule", cause.layer());
    assertEquals("degraded", cause.state());
    assertEquals("The maintenance item 'Licences cover the rooms' is overdue.", cause.summary());
  }

  private static Situation situation(VerdictId id, State verdict, State check) {
    Observation look =
        new Observation(
            PEER,
            SINCE,
            java.time.Duration.ofMillis(1),
            new Finding(
                check,
                check == State.OK ? Reason.OK : Reason.TIMEOUT,
                "text",
                List.of(),
                List.of()));
    CheckStatus status =
        new CheckStatus(PEER, check, Reason.TIMEOUT, SINCE, Optional.of(look), false);
    Verdict judged =
        new Verdict(
            new Verdict.Cause(id, verdict, Verdict.Confidence.HIGH, List.of("2002")),
            SINCE,
            "summary",
            "next",
            List.of(PEER),
            List.of(CONTROLLERS),
            new Verdict.Grounds("a-rule", "It works.", Provenance.OFFICIAL, "KB0065712"));
    RoomStatus room =
        new RoomStatus(
            new RoomStatus.Room("Boardroom 4.12", "berlin"),
            new RoomStatus.Agent("1", SINCE, Optional.empty()),
            SINCE,
            judged,
            List.of(status));
    return Situation.of(room, List.of(), List.of());
  }
}
