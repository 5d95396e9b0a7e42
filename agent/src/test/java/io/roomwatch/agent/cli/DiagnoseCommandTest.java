package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Triage;
import io.roomwatch.agent.web.Rooms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a technician types, and what is printed. */
final class DiagnoseCommandTest {

  private final FakeProgram program = new FakeProgram();

  private static CheckStatus status(String check, Finding finding) {
    CheckId id = CheckId.parse(check).orElseThrow();
    Observation seen = new Observation(id, Rooms.AT, Duration.ofMillis(2), finding);
    return new CheckStatus(
        id, finding.state(), finding.reason(), Rooms.AT, Optional.of(seen), false);
  }

  private static RoomStatus room(CheckStatus... checks) {
    RoomStatus room = Rooms.room("Boardroom");
    return new RoomStatus(
        room.room(),
        room.agent(),
        // As clocks tell it; nobody reads more than seconds.
        room.at().plusNanos(123_456_789),
        new Triage(TriageFile.shipped()).judge(List.of(checks), Map.of(), Rooms.AT),
        List.of(checks));
  }

  private static CheckStatus filtered() {
    return status(
        "link.peer:boardroom-pc",
        Finding.failed(Reason.TIMEOUT, "Port 9090 of boardroom-pc is silent.")
            .with(Reading.flag("host_answers", true)));
  }

  private int diagnose(String... arguments) {
    program.out.getBuffer().setLength(0);
    program.err.getBuffer().setLength(0);
    return program.run(
        Stream.concat(Stream.of("diagnose"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  @Test
  void theExitCodeIsThatOfTheVerdict() {
    program.room = room(status("room.app", Finding.ok("Runs.")));
    assertEquals(0, diagnose());
    program.room = room(status("local.vpn", Finding.degraded(Reason.VIA_VPN, "A tunnel.")));
    assertEquals(1, diagnose());
    program.room = room(filtered());
    assertEquals(2, diagnose());
    assertEquals(2, diagnose("--code", "2002"));
    program.room = room();
    assertEquals(3, diagnose());
  }

  @Test
  void withoutAnArgumentItIsTheVerdictAndTheWalk() {
    program.room =
        room(
            filtered(),
            status("link.controllers", Finding.degraded(Reason.MISSING, "None is connected.")),
            status("link.firewall", Finding.unknown(Reason.PERMISSION, "Needs root.")),
            status("cloud.dns:zoom.us", Finding.ok("Two addresses.")));
    diagnose();
    String said = program.out.toString();
    assertTrue(
        said.startsWith(
            """
            Room     Boardroom (berlin)
            Looked   2026-11-20T10:00:00Z by roomwatch 1.2.3, on the room's device
            Verdict  link.port-filtered: failed, confidence high
            """),
        said);
    assertTrue(
        said.contains(
            """
             4. The link between controller and room, TCP 9090: BROKEN, confidence high
                For      link.peer:boardroom-pc, failed timeout: Port 9090 of boardroom-pc is silent.
                For      link.controllers, degraded missing, follows from link.port-filtered: None is connected.
             5. DNS: nothing found
                Against  cloud.dns:zoom.us, ok: Two addresses.
            """),
        said);
    assertTrue(said.contains("    Not seen link.firewall, permission: Needs root.\n"), said);
    assertTrue(said.contains("Wrong if Another machine of the controllers' network opens"), said);
    assertTrue(said.contains("Known    seed: the companion guide, 9090 blocked"), said);
    assertFalse(said.contains("What may be behind it"), said);
    assertFalse(said.contains("Answer"), said);
  }

  @Test
  void aCodeBringsItsHypothesesWithTheirSourcesAndIsNeverTheVerdictItself() {
    program.room = room(filtered(), status("link.isolation", Finding.ok("Two answer.")));
    diagnose("--code", "2002", "--screen", "controller", "--doing", "pairing");
    String said = program.out.toString();
    assertTrue(
        said.contains(
            """
            What may be behind it, in the order that the measurements leave
             1. TCP 9090 is blocked between controller and room.
                SUPPORTED by what was measured, confidence medium [seed: of the code, seed (the companion guide); of the cause, seed (the companion guide, 9090 blocked, consistent with KB0065712)]
                Next     Allow TCP 9090 from the controllers' network to the room's device in the firewalls between.
                For      link.peer:boardroom-pc, failed timeout: Port 9090 of boardroom-pc is silent.
                Not seen link.controllers: Not set up: it is disabled in the configuration.
            """),
        said);
    assertTrue(
        said.contains(
            "\nAnswer   What was measured is consistent with 2002: TCP 9090 is blocked between"
                + " controller and room.\n"),
        said);
    assertTrue(said.contains("\nCode     2002, seed: the companion guide: The controller"), said);
    assertTrue(said.contains("No page of Zoom documents these codes"), said);
    assertTrue(said.contains("unlikely by what was measured"), said);
    assertFalse(said.contains("this is 2002"), said);
  }

  @Test
  void anUnknownCodeGetsTheWalkAndNoMeaning() {
    program.room = room(filtered());
    assertEquals(2, diagnose("--code", "2003"));
    String said = program.out.toString();
    assertTrue(
        said.contains(
            "Answer   What the code 2003 means is not known here, and nothing is made up"),
        said);
    assertTrue(said.contains("Layers, in the order of triage"), said);
    assertFalse(said.contains("What may be behind it"), said);
    assertFalse(said.contains("consistent with 2003"), said);
  }

  @Test
  void aFormatThatThereIsNotIsRefused() {
    assertEquals(64, diagnose("--format", "jsn"));
    assertTrue(
        program
            .err
            .toString()
            .startsWith(
                "roomwatch: --format 'jsn' is not one of text, json; did you mean 'json'?\n"),
        program.err.toString());
    assertFalse(program.looked);
  }

  @Test
  void aBadConfigurationIsExit78WithItsFaults() {
    program.faults = Optional.of("room.yaml:1:1: rom: unknown key\nroom.yaml:2:1: x: unknown key");
    assertEquals(78, diagnose("--config.file", "room.yaml"));
    assertEquals(
        "room.yaml:1:1: rom: unknown key\nroom.yaml:2:1: x: unknown key\n", program.err.toString());
    assertEquals(Optional.of(Path.of("room.yaml")), program.asked.getLast());
  }

  @Test
  void whatTheNetworkSaidMovesNoCursorAndBreaksNoLine() throws Exception {
    String hostile = "up\u001b[2J\r\nVerdict  healthy\u202egood\u0000\u2028line <b>&";
    program.room =
        room(
            status("link.peer:board\u001b[1mroom", Finding.failed(Reason.REFUSED, hostile)),
            status("cloud.dns:zoom.us", Finding.unknown(Reason.NO_ANSWER, hostile)),
            status("cloud.tls:zoom.us", Finding.ok(hostile)));
    diagnose("--code", "2002");
    String text = program.out.toString();
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), text);
    assertEquals(1, text.lines().filter(line -> line.startsWith("Verdict")).count(), text);
    diagnose("--code", "2002", "--format", "json");
    String json = program.out.toString();
    assertTrue(json.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), json);
    JsonNode document = new ObjectMapper().readTree(json);
    assertEquals(hostile, document.at("/hypotheses/0/for/0/text").asText());
  }

  @Test
  void manyPeersAreToldByTheFirstOnes() {
    program.room =
        room(
            Stream.iterate(1, n -> n + 1)
                .limit(1000)
                .map(n -> status("link.peer:pc-" + n, Finding.failed(Reason.REFUSED, "Closed.")))
                .toArray(CheckStatus[]::new));
    diagnose("--code", "2001");
    String said = program.out.toString();
    assertTrue(said.contains("    For      and 992 more\n"), said);
    assertTrue(said.lines().count() < 200, said);
  }

  @Test
  void aScreenWithoutACodeIsToldToOrderNothing() {
    program.room = room(filtered());
    diagnose("--screen", "room");
    assertTrue(
        program
            .out
            .toString()
            .contains(
                "Screen   room\nAnswer   A screen and what was done there order the hypotheses of a"
                    + " code; none was given.\n"),
        program.out.toString());
  }

  @Test
  void besideTheRoomItSaysSo() {
    program.onDevice = false;
    program.room = room(filtered());
    diagnose();
    assertTrue(program.out.toString().contains("on a machine beside the room"));
    assertTrue(program.out.toString().contains(" 2. This machine (beside the room): not known"));
  }

  @Test
  void whatADaemonRecordedStandsAtTheEnd(@TempDir Path folder) throws Exception {
    program.room = room(filtered());
    try (Store store = Store.open(folder)) {
      store.<Boolean>write(
          transaction -> {
            Journal.write(
                transaction,
                Event.of(
                    Rooms.AT.minus(Duration.ofHours(2)),
                    Event.Kind.CHANGE,
                    "route default",
                    "The default route went."));
            Journal.write(
                transaction,
                Event.of(
                    Rooms.AT.minus(Duration.ofHours(1)),
                    Event.Kind.CHECK,
                    "link.peer:boardroom-pc",
                    "It is told above."));
            Journal.write(
                transaction,
                Event.of(
                    Rooms.AT.minus(Duration.ofDays(3)),
                    Event.Kind.CHANGE,
                    "address eth0",
                    "That was long ago."));
            return true;
          });
    }
    diagnose("--storage.path", folder.toString());
    String said = program.out.toString();
    assertTrue(
        said.endsWith(
            """

            The 24 hours before, as a daemon recorded them (Europe/Berlin)
                2026-11-20 09:00:00  route default: The default route went.
            """),
        said);
    diagnose("--storage.path", folder.toString(), "--format", "json");
    JsonNode document = new ObjectMapper().readTree(program.out.toString());
    assertEquals(1, document.get("before").size());
  }

  @Test
  void aStateThatCannotBeReadIsSaidAndStopsNothing(@TempDir Path folder) throws Exception {
    program.room = room(filtered());
    Files.writeString(folder.resolve("roomwatch.db"), "no database, ".repeat(1000));
    assertEquals(2, diagnose("--storage.path", folder.toString()));
    assertTrue(
        program.out.toString().contains("what a daemon kept cannot be read: "),
        program.out.toString());
    assertEquals(2, diagnose("--storage.path", folder.resolve("none").toString()));
    assertTrue(
        program.out.toString().contains("no daemon has kept anything in"), program.out.toString());
  }

  @Test
  void theKindsOfCheckThatAreUnknownToEverybodyDoNotStopIt() {
    program.room =
        room(
            Arrays.stream(CheckKind.values())
                .map(
                    kind ->
                        new CheckStatus(
                            CheckId.of(kind),
                            State.UNKNOWN,
                            Reason.OVERDUE,
                            Rooms.AT,
                            Optional.empty(),
                            false))
                .toArray(CheckStatus[]::new));
    assertEquals(3, diagnose("--code", "4000"));
    assertTrue(program.out.toString().contains("not looked at yet"));
  }
}
