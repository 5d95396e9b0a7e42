package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder);
  }

  private void happened(Event... events) throws IOException {
    terminal.daemon(
        store ->
            store.write(
                transaction -> {
                  for (Event event : events) {
                    Journal.write(transaction, event);
                  }
                  return true;
                }));
  }

  private static Event event(String at, Event.Kind kind, String subject, String text) {
    return Event.of(Instant.parse(at), kind, subject, text);
  }

  /** Three days of a room. */
  private void threeDays() throws IOException {
    happened(
        event("2026-11-10T07:00:00Z", Event.Kind.AGENT, "agent", "Roomwatch 1.0 started."),
        event("2026-11-17T07:00:00Z", Event.Kind.CHANGE, "address eth0", "eth0 lost 10.4.12.9."),
        new Event(
            Instant.parse("2026-11-18T09:59:58.250Z"),
            Event.Kind.CHECK,
            "link.peer:boardroom-pc",
            "Port 9090 \u001b[2J of \u202eboardroom-pc does not answer.",
            Optional.of("ok"),
            Optional.of("failed")));
  }

  @Test
  void theNewestIsLastAndTimesAreLocal() throws IOException {
    threeDays();
    assertEquals(0, terminal.run("events"));
    assertEquals(
        """
        WHEN (Europe/Berlin)  KIND    SUBJECT                 WHAT
        2026-11-17 08:00:00   change  address eth0            eth0 lost 10.4.12.9.
        2026-11-18 10:59:58   check   link.peer:boardroom-pc  Port 9090  [2J of  boardroom-pc does not answer.
        """,
        terminal.out);
    assertEquals("", terminal.err);
    terminal.zone = ZoneId.of("America/St_Johns");
    assertEquals(0, terminal.run("events", "--since", "1h"));
    assertTrue(terminal.out.contains("2026-11-18 06:29:58 "), terminal.out);
  }

  @Test
  void jsonIsTheDocumentOfTheApiInUtc() throws IOException {
    threeDays();
    assertEquals(0, terminal.run("events", "--format", "json", "--since", "30d"));
    JsonNode events = new ObjectMapper().readTree(terminal.out);
    assertEquals(3, events.size());
    JsonNode last = events.get(2);
    assertEquals("2026-11-18T09:59:58.250Z", last.get("at").asText());
    assertEquals("check", last.get("kind").asText());
    assertEquals("link.peer:boardroom-pc", last.get("subject").asText());
    assertEquals("ok", last.get("from").asText());
    assertEquals("failed", last.get("to").asText());
    assertTrue(events.get(0).get("from").isNull());
  }

  @Test
  void sinceIsADurationADayOrATime() throws IOException {
    threeDays();
    assertEquals(3, count("--since", "2026-11-10"));
    assertEquals(2, count("--since", "2026-11-11"));
    // 08:00 in Berlin is 07:00 in UTC.
    assertEquals(2, count("--since", "2026-11-17T08:00"));
    assertEquals(1, count("--since", "2026-11-17T08:00:01"));
    assertEquals(1, count("--since", "2026-11-17T08:00Z"));
    assertEquals(2, count("--since", "2026-11-17T08:00:00+02:00"));
    assertEquals(1, count("--since", "10s"));
    assertEquals(0, count("--since", "1s"));
    assertEquals(3, count("--since", "999999999d"));
  }

  @Test
  void kindsAreChosen() throws IOException {
    threeDays();
    assertEquals(1, count("--since", "30d", "--kind", "agent"));
    assertEquals(2, count("--since", "30d", "--kind", "agent", "--kind", "change"));
    assertEquals(0, count("--since", "30d", "--kind", "store"));
  }

  private int count(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("events", "--format", "json"));
    line.addAll(List.of(options));
    assertEquals(0, terminal.run(line.toArray(String[]::new)), terminal.err);
    return new ObjectMapper().readTree(terminal.out).size();
  }

  @Test
  void nothingIsSaidToHaveHappened() throws IOException {
    threeDays();
    assertEquals(0, terminal.run("events", "--since", "1s", "--kind", "check"));
    assertEquals(
        "Nothing of kind check has happened since Wed 2026-11-18 10:59 Europe/Berlin.\n",
        terminal.out);
  }

  @Test
  void whatAWrongClockDatedAheadIsShownToo() throws IOException {
    happened(event("2037-01-01T00:00:00Z", Event.Kind.AGENT, "agent", "The clock was wrong."));
    assertEquals(1, count("--since", "1h"));
  }

  @Test
  void ofTooManyOnlyTheNewestAreShownAndThatIsSaid() throws IOException {
    Event[] many = new Event[20_001];
    for (int i = 0; i < many.length; i++) {
      many[i] = Event.of(terminal.now, Event.Kind.CHECK, "x", "number " + i + ".");
    }
    happened(many);
    assertEquals(0, terminal.run("events"));
    List<String> lines = terminal.out.lines().toList();
    assertEquals(
        "Only the newest 20000 are shown; a later --since, or --kind, shows the others.",
        lines.get(0));
    assertTrue(lines.get(2).endsWith("number 1."), lines.get(2));
    assertEquals(20_002, lines.size());
    assertEquals(20_000, count());
    assertTrue(terminal.err.startsWith("Only the newest 20000 "), terminal.err);
  }

  @Test
  void aFreshMachineHasNoEventsAndGetsNoFile() {
    assertEquals(0, terminal.run("events"));
    assertEquals(
        "Nothing has been kept in "
            + terminal.state
            + " yet: the journal begins when the daemon runs for the first time.\n",
        terminal.out);
    Path named = folder.resolve("elsewhere");
    assertEquals(0, terminal.run("events", "--format", "json", "--storage.path", named.toString()));
    assertEquals("[ ]\n", terminal.out);
    assertTrue(terminal.err.startsWith("Nothing has been kept in " + named), terminal.err);
    assertFalse(Files.exists(terminal.state));
    assertFalse(Files.exists(named));
  }

  @Test
  void wrongUseIsSaid() {
    assertEquals(64, terminal.run("events", "--since", "yesterday"));
    assertEquals(
        "roomwatch: --since 'yesterday' is not a duration (7d, 12h), a date (2026-11-20) or a time"
            + " (2026-11-20T08:30, local unless it names an offset)",
        terminal.err.lines().findFirst().orElseThrow());
    for (String wrong : List.of("2026-13-01", "2026-11-17T25:00", "7", "-1d", "")) {
      assertEquals(64, terminal.run("events", "--since", wrong), wrong);
    }
    assertEquals(64, terminal.run("events", "--since", "2026-11-19"));
    assertTrue(terminal.err.contains("lies ahead"), terminal.err);
    assertEquals(64, terminal.run("events", "--kind", "chek"));
    assertTrue(terminal.err.contains("did you mean 'check'?"), terminal.err);
    assertEquals(64, terminal.run("events", "--format", "csv"));
    assertEquals("", terminal.out);
  }

  @Test
  void everyCommandHasHelpWithItsExitCodes() {
    for (String command : List.of("schedule", "attest", "silence", "events")) {
      assertEquals(0, terminal.run(command, "--help"));
      assertTrue(terminal.out.contains("Usage: roomwatch " + command), terminal.out);
      assertTrue(terminal.out.contains("Exit codes: 0"), terminal.out);
    }
    assertFalse(Files.exists(terminal.state));
  }
}
