package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.observation.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestCommandTest {

  private static final String FIREWALL = "quarterly.firewall-unchanged";

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder);
  }

  private JsonNode item(String id) throws IOException {
    assertEquals(0, terminal.run("schedule", "--format", "json"));
    for (JsonNode item : new ObjectMapper().readTree(terminal.out)) {
      if (item.get("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError(id);
  }

  @Test
  void saysWhatWasKeptAndWhatHappensNext() throws IOException {
    assertEquals(0, terminal.run("attest", "annual.licensing", "--by", "Anna Example"));
    assertEquals(
        """
        Anna Example attests pass for annual.licensing of 2026.
        Next due Mon 2027-01-04 06:30 Europe/Berlin.
        """,
        terminal.out);
    assertEquals("", terminal.err);
    JsonNode item = item("annual.licensing");
    assertEquals("2026-11-18T10:00:00Z", item.get("last").asText());
    assertEquals("pass", item.get("result").asText());
    assertEquals("Anna Example", item.get("by").asText());
    assertFalse(item.get("overdue").asBoolean());
  }

  @Test
  void twiceIsKeptTwiceAndTheNewerCounts() throws IOException {
    assertEquals(0, terminal.run("attest", "annual.licensing", "--by", "Anna", "--result", "fail"));
    terminal.passes(Duration.ofHours(1));
    assertEquals(0, terminal.run("attest", "annual.licensing", "--by", "Ben"));
    assertEquals("Ben", item("annual.licensing").get("by").asText());
    assertEquals(0, terminal.run("schedule", "--report", "csv"));
    assertEquals(
        2, terminal.out.lines().filter(line -> line.contains(",annual.licensing,")).count());
  }

  @Test
  void noAccessKeepsTheItemDue() throws IOException {
    terminal.daemonLooks(List.of(), Map.of());
    terminal.passes(Duration.ofDays(60));
    assertEquals(
        0,
        terminal.run(
            "attest",
            "annual.licensing",
            "--by",
            "Anna",
            "--result",
            "no-access",
            "--note",
            "locked"));
    assertEquals(
        """
        Known to the agent:
          Roomwatch knows nothing of licences.
        Anna attests no-access for annual.licensing of 2027: locked.
        It stays due, since Mon 2027-01-04 06:30 Europe/Berlin, and is overdue after Wed 2027-02-03 06:30 Europe/Berlin.
        """,
        terminal.out);
    assertEquals(0, terminal.run("schedule"));
    assertTrue(terminal.out.contains("A person: Anna had no access."), terminal.out);
  }

  @Test
  void theLinesThatTheAgentKnowsAreShown() throws IOException {
    terminal.daemonLooks(
        List.of(Terminal.belief("room.version", Finding.ok("Zoom Rooms 6.5.0 \u001b[2J."))),
        Map.of());
    assertEquals(0, terminal.run("attest", "quarterly.updates-applied", "--by", "Anna"));
    assertEquals(
        """
        Known to the agent:
          room.version ok: Zoom Rooms 6.5.0  [2J.
        Anna attests pass for quarterly.updates-applied of 2026-Q4.
        Next due Mon 2027-01-04 06:30 Europe/Berlin.
        """,
        terminal.out);
  }

  @Test
  void aBaselineIsShownBeforeItIsAccepted() throws IOException {
    terminal.daemonLooks(List.of(), Map.of("local.firewall", List.of("rule a", "rule b")));
    String first = print(preview());
    assertEquals(
        """
        local.firewall, 2 lines measured 2026-11-18 11:00 (fingerprint %s):
          Nothing has been accepted before.
          + rule a
          + rule b
        """
            .formatted(first),
        terminal.out);
    assertEquals(
        """
        roomwatch: nothing was kept: say who you are, --by NAME
        Try 'roomwatch attest --help'.
        """,
        terminal.err);
    assertTrue(item(FIREWALL).get("last").isNull());

    assertEquals(0, terminal.run("attest", FIREWALL, "--by", "Anna"));
    assertEquals(
        """
        local.firewall, 2 lines measured 2026-11-18 11:00 (fingerprint %1$s):
          Nothing has been accepted before.
        Anna attests pass for quarterly.firewall-unchanged of 2026-Q4.
        Accepted as the baseline local.firewall: 2 lines as measured at 2026-11-18T10:00:00Z (fingerprint %1$s).
        Next due Mon 2027-01-04 06:30 Europe/Berlin.
        """
            .formatted(first),
        terminal.out);

    terminal.passes(Duration.ofDays(1));
    terminal.daemonLooks(List.of(), Map.of("local.firewall", List.of("rule a", "rule c")));
    String second = print(preview());
    assertFalse(first.equals(second));
    assertEquals(0, terminal.run("attest", FIREWALL, "--by", "Ben"));
    assertEquals(
        """
        local.firewall, 2 lines measured 2026-11-19 11:00 (fingerprint %2$s):
          Against what Anna accepted 2026-11-18 11:00 (fingerprint %1$s):
          - rule b
          + rule c
        Ben attests pass for quarterly.firewall-unchanged of 2026-Q4.
        Accepted as the baseline local.firewall: 2 lines as measured at 2026-11-19T10:00:00Z (fingerprint %2$s).
        Next due Mon 2027-01-04 06:30 Europe/Berlin.
        """
            .formatted(first, second),
        terminal.out);

    assertEquals(64, terminal.run("attest", FIREWALL));
    assertTrue(
        terminal.out.contains(
            "  The same as what Ben accepted 2026-11-19 11:00 (fingerprint " + second + ").\n"),
        terminal.out);
  }

  private String preview() {
    assertEquals(64, terminal.run("attest", FIREWALL));
    return terminal.out;
  }

  private static String print(String page) {
    return page.replaceFirst("(?s).*?fingerprint ([0-9a-f]{16}).*", "$1");
  }

  @Test
  void failAcceptsNoBaseline() throws IOException {
    terminal.daemonLooks(List.of(), Map.of("local.firewall", List.of("rule a")));
    assertEquals(0, terminal.run("attest", FIREWALL, "--by", "Anna", "--result", "fail"));
    assertTrue(
        terminal.out.contains("The baseline local.firewall stays as it is.\n"), terminal.out);
    assertTrue(preview().contains("Nothing has been accepted before."), terminal.out);
  }

  @Test
  void ofAnEvidenceFileNameAndHashAreKept() throws IOException {
    Path shot = Files.writeString(folder.resolve("shot \u001b[1m.txt"), "abc");
    assertEquals(
        0,
        terminal.run("attest", "annual.firmware", "--by", "Anna", "--evidence", shot.toString()));
    assertEquals(
        "Anna attests pass for annual.firmware of 2026, with shot [1m.txt (sha256"
            + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad).",
        terminal.out.lines().findFirst().orElseThrow());
    assertEquals(0, terminal.run("schedule", "--report", "csv"));
    assertTrue(terminal.out.contains(",shot [1m.txt,ba7816bf"), terminal.out);
  }

  @Test
  void whatCannotBeShownIsRefusedAndNothingIsMade() {
    String missing = folder.resolve("missing.png").toString();
    assertEquals(
        64, terminal.run("attest", "annual.firmware", "--by", "Anna", "--evidence", missing));
    assertEquals(
        "roomwatch: " + missing + " cannot be read: there is no such file",
        terminal.err.lines().findFirst().orElseThrow());
    assertEquals(
        64,
        terminal.run("attest", "annual.firmware", "--by", "Anna", "--evidence", folder.toString()));
    assertTrue(terminal.err.contains("it is a folder"), terminal.err);
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void anUnknownItemIsRefusedWithASuggestionAndNothingIsMade() {
    assertEquals(64, terminal.run("attest", "annual.licencing", "--by", "Anna"));
    assertEquals(
        """
        roomwatch: 'annual.licencing' is no maintenance item; did you mean 'annual.licensing'?
        Try 'roomwatch attest --help'.
        """,
        terminal.err);
    assertEquals(64, terminal.run("attest", "zz\u001b[2J"));
    assertEquals(
        "roomwatch: 'zz [2J' is no maintenance item; roomwatch schedule lists them.",
        terminal.err.lines().findFirst().orElseThrow());
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void aDisabledItemIsSaidToBe() throws IOException {
    terminal.configure("schedule: {annual.licensing: {enabled: false}}");
    assertEquals(64, terminal.run("attest", "annual.licensing", "--by", "Anna"));
    assertTrue(
        terminal.err.startsWith(
            "roomwatch: 'annual.licensing' is disabled in the configuration (schedule)."),
        terminal.err);
  }

  @Test
  void wrongUseIsSaid() {
    assertEquals(64, terminal.run("attest"));
    assertEquals(64, terminal.run("attest", "annual.firmware", "--by", "A", "--result", "passed"));
    assertTrue(
        terminal.err.startsWith(
            "roomwatch: --result 'passed' is not one of pass, fail, no-access; did you mean"
                + " 'pass'?"),
        terminal.err);
    assertEquals(64, terminal.run("attest", "annual.firmware", "--by", " \t"));
    assertEquals(64, terminal.run("attest", "annual.firmware", "--by", "A", "--result", "unknown"));
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void aStateThatCannotBeWrittenIsExit69() throws IOException {
    Files.writeString(terminal.state, "a file in the way");
    assertEquals(69, terminal.run("attest", "annual.firmware", "--by", "Anna"));
    assertEquals(1, terminal.err.lines().count(), terminal.err);
    assertTrue(terminal.err.startsWith("roomwatch: " + terminal.state), terminal.err);
    assertEquals("", terminal.out);
  }
}
