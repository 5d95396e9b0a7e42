package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.web.Rooms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckCommandTest {

  private final FakeProgram program = new FakeProgram();

  private static CheckStatus status(CheckId check, Finding finding) {
    Observation seen = new Observation(check, Rooms.AT, Duration.ofMillis(2), finding);
    return new CheckStatus(
        check, finding.state(), finding.reason(), Rooms.AT, Optional.of(seen), false);
  }

  /** A room with one check of each state, and a verdict of this state. */
  private static RoomStatus room(State verdict) {
    RoomStatus room = Rooms.room("Boardroom");
    Verdict.Cause cause = room.verdict().cause();
    return new RoomStatus(
        room.room(),
        room.agent(),
        // As clocks tell it; nobody reads more than seconds.
        room.at().plusNanos(123_456_789),
        new Verdict(
            new Verdict.Cause(cause.id(), verdict, cause.confidence(), cause.codes()),
            room.verdict().since(),
            room.verdict().summary(),
            room.verdict().next(),
            room.verdict().because(),
            List.of(CheckId.of(CheckKind.LINK_ISOLATION)),
            room.verdict().grounds()),
        List.of(
            status(Rooms.PEER, Finding.failed(Reason.REFUSED, "closed")),
            status(CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:443"), Finding.ok("open")),
            status(
                CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:8801"),
                Finding.degraded(Reason.THRESHOLD, "slow \u001b[31m\u009b31m\nred")),
            status(
                CheckId.of(CheckKind.LOCAL_CLOCK),
                Finding.unknown(Reason.NO_ANSWER, "no answer"))));
  }

  @Test
  void theExitCodeIsThatOfTheVerdict() {
    Map<State, Integer> codes =
        Map.of(State.OK, 0, State.DEGRADED, 1, State.FAILED, 2, State.UNKNOWN, 3);
    codes.forEach(
        (state, code) -> {
          program.room = room(state);
          assertEquals(code, program.run("check"), state.label());
        });
  }

  @Test
  void withIdsTheExitCodeIsThatOfTheWorstCheckShownAndNoVerdictStandsBesideThem() {
    program.room = room(State.FAILED);
    assertEquals(0, program.run("check", "cloud.tcp:zoom.us:443"));
    String said = program.out.toString();
    assertTrue(said.contains("\nShown    1 of 4 checks, the worst is ok\n"), said);
    assertFalse(said.contains("Verdict") || said.contains("failed"), said);
    assertEquals(1, program.run("check", "cloud"));
    assertEquals(3, program.run("check", "local.clock"));
    assertEquals(3, program.run("check", "local.clock", "cloud.tcp:zoom.us:443"));
    assertEquals(2, program.run("check", "cloud.tcp", "link.peer"));
  }

  @Test
  void jsonKeepsTheVerdictOfTheRoomAndOnlyTheChecksAskedFor() throws Exception {
    program.room = room(State.FAILED);
    assertEquals(1, program.run("check", "--format", "json", "cloud.tcp"));
    JsonNode document = new ObjectMapper().readTree(program.out.toString());
    assertEquals("failed", document.at("/verdict/state").asText());
    assertEquals(2, document.at("/checks").size());
  }

  @Test
  void anIdThatNamesNothingHereIsRefusedBeforeAnythingIsLookedAt() {
    program.room = room(State.OK);
    assertEquals(64, program.run("check", "cloud.tcp", "link.peer:bordroom-pc"));
    assertTrue(
        program
            .err
            .toString()
            .startsWith(
                "roomwatch: no check here is named 'link.peer:bordroom-pc'; did you mean"
                    + " 'link.peer:boardroom-pc'? ('roomwatch check' lists them all)\n"),
        program.err.toString());
    assertEquals(64, program.run("check", "room"), "a group without a check here");
    assertFalse(program.looked);
    assertEquals("", program.out.toString());
  }

  @Test
  void anIdOfNoKindIsRefusedWithASuggestion() {
    assertEquals(64, program.run("check", "link.pear"));
    assertTrue(
        program.err.toString().contains("unknown check 'link.pear', did you mean 'link.peer'?"),
        program.err.toString());
    assertEquals(List.of(), program.asked);
  }

  @Test
  void aBadConfigurationIsExit78WithItsFaultsOnStandardError() {
    program.faults = Optional.of("room.yaml:1:1: rom: unknown key");
    assertEquals(78, program.run("check", "--config.file", "room.yaml"));
    assertEquals("room.yaml:1:1: rom: unknown key\n", program.err.toString());
    assertEquals(Optional.of(Path.of("room.yaml")), program.asked.getLast());
    assertEquals("", program.out.toString());
  }

  @Test
  void anUnknownFormatIsWrongUse() {
    assertEquals(64, program.run("check", "--format", "xml"));
    assertTrue(program.err.toString().contains("--format 'xml' is not one of table, json"));
  }

  @Test
  void theTableIsOneLineACheckWhateverTheNetworkSent() {
    program.room = room(State.FAILED);
    program.run("check");
    assertEquals(
        """
        Room     Boardroom (berlin)
        Checked  2026-11-20T10:00:00Z by roomwatch 1.2.3
        Verdict  link.port-closed: failed, confidence high
                 port 9090 is closed on <boardroom-pc>
        Next     start Zoom Rooms
        Codes    consistent with 2002
        Explains link.isolation

        STATE     CHECK                   REASON     SEEN
        FAILED    link.peer:boardroom-pc  refused    closed
        OK        cloud.tcp:zoom.us:443   ok         open
        DEGRADED  cloud.tcp:zoom.us:8801  threshold  slow  [31m 31m red
        UNKNOWN   local.clock             no-answer  no answer
        """,
        program.out.toString());
  }
}
