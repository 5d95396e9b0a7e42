package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.config.BuiltInItem;
import io.roomwatch.agent.observation.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleCommandTest {

  /** Two items only, so that the whole output can be read here. */
  private static final String TWO_ITEMS =
      """
      room: {name: Boardroom 4.12}
      schedule:
        %s
        weekly.vpn: {spread: 0s}
        annual.licensing: {window: Jan 1 08:00}
      """;

  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(folder);
  }

  private static String onlyTwo() {
    StringBuilder disabled = new StringBuilder();
    for (BuiltInItem item : BuiltInItem.values()) {
      if (item != BuiltInItem.WEEKLY_VPN && item != BuiltInItem.ANNUAL_LICENSING) {
        disabled.append(item.id()).append(": {enabled: false}\n  ");
      }
    }
    return TWO_ITEMS.formatted(disabled.toString().stripTrailing());
  }

  @Test
  void onAFreshMachineItShowsWhatIsKnownAndMakesNoFile() throws IOException {
    terminal.configure(onlyTwo());
    assertEquals(0, terminal.run("schedule"));
    assertEquals(
        """
        Nothing has been kept in %s yet: the schedule begins when the daemon runs for the first time.

        Maintenance of Boardroom 4.12 at Wed 2026-11-18 11:00 Europe/Berlin

        STATE    ITEM              CADENCE   KIND    LAST   RESULT  BY  NEXT DUE
        PLANNED  weekly.vpn        weekly    auto    never  -       -   2026-11-23 06:30
        PLANNED  annual.licensing  annually  attest  never  -       -   2027-01-01 08:00

        Nothing is due. Next: weekly.vpn is due Mon 2026-11-23 06:30 Europe/Berlin; the agent runs it at Mon 2026-11-23 06:30 Europe/Berlin.
        """
            .formatted(terminal.state),
        terminal.out);
    assertEquals("", terminal.err);
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void whatIsDueSaysWhatItWaitsForAndHowToAnswerIt() throws IOException {
    terminal.configure(onlyTwo().replace("spread: 0s", "spread: 12h"));
    terminal.daemonLooks(List.of(), Map.of());
    terminal.now = Instant.parse("2027-01-04T05:31:00Z");
    assertEquals(0, terminal.run("schedule"));
    assertEquals(
        """
        Maintenance of Boardroom 4.12 at Mon 2027-01-04 06:31 Europe/Berlin

        STATE    ITEM              CADENCE   KIND    LAST   RESULT  BY  NEXT DUE
        OVERDUE  weekly.vpn        weekly    auto    never  -       -   2026-11-23 06:30
        DUE      annual.licensing  annually  attest  never  -       -   2027-01-01 08:00

        DUE               OVERDUE                 WAITS FOR
        weekly.vpn        since 2026-11-25 06:30  The agent, at 2027-01-04 17:59.
        annual.licensing  after 2027-01-31 08:00  A person.

        A person answers with: roomwatch attest ITEM --by NAME. Without --by it shows what the agent knows, and what would be accepted.
        """,
        terminal.out);

    Finding fine = Finding.ok("No tunnel is up.");
    terminal.passes(Duration.ofHours(12));
    terminal.daemonLooks(List.of(Terminal.belief("local.vpn", fine)), Map.of());
    assertEquals(0, terminal.run("schedule"));
    assertEquals(
        """
        Maintenance of Boardroom 4.12 at Mon 2027-01-04 18:31 Europe/Berlin

        STATE    ITEM              CADENCE   KIND    LAST              RESULT  BY         NEXT DUE
        PLANNED  weekly.vpn        weekly    auto    2027-01-04 18:31  pass    roomwatch  2027-01-11 06:30
        DUE      annual.licensing  annually  attest  never             -       -          2027-01-01 08:00

        DUE               OVERDUE                 WAITS FOR
        annual.licensing  after 2027-01-31 08:00  A person.

        A person answers with: roomwatch attest ITEM --by NAME. Without --by it shows what the agent knows, and what would be accepted.
        Next: weekly.vpn is due Mon 2027-01-11 06:30 Europe/Berlin; the agent runs it at Mon 2027-01-11 17:59 Europe/Berlin.
        """,
        terminal.out);
  }

  @Test
  void jsonHasTheFieldsOfTheContractFirst() throws IOException {
    assertEquals(0, terminal.run("schedule", "--format", "json"));
    JsonNode items = new ObjectMapper().readTree(terminal.out);
    assertEquals(BuiltInItem.values().length, items.size());
    for (JsonNode item : items) {
      List<String> names = new ArrayList<>();
      item.fieldNames().forEachRemaining(names::add);
      assertEquals(
          List.of("id", "cadence", "kind", "last", "result", "by", "next_due", "overdue"),
          names.subList(0, 8));
    }
    assertEquals("weekly.room-link", items.get(0).get("id").asText());
    assertEquals("2026-11-23T05:30:00Z", items.get(0).get("next_due").asText());
    assertTrue(items.get(0).get("last").isNull());
    assertTrue(terminal.err.startsWith("Nothing has been kept in "), terminal.err);
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void reportGoesToAFileThatIsNotOverwritten() throws IOException {
    terminal.configure(onlyTwo());
    assertEquals(
        0, terminal.run("attest", "annual.licensing", "--by", "Ann <b>", "--note", "=1+1"));
    Path html = folder.resolve("audit.html");
    assertEquals(0, terminal.run("schedule", "--report", "html", "-o", html.toString()));
    assertEquals(html + ": written\n", terminal.out);
    String page = Files.readString(html);
    assertTrue(page.contains("<td>Ann &lt;b&gt;</td>"), page);
    assertTrue(page.contains("<h1>Maintenance of Boardroom 4.12</h1>"), page);

    assertEquals(64, terminal.run("schedule", "--report", "csv", "-o", html.toString()));
    assertEquals(html + ": exists; --force overwrites it, -o - prints instead\n", terminal.err);
    assertEquals(page, Files.readString(html));
    assertEquals(0, terminal.run("schedule", "--report", "csv", "--force", "-o", html.toString()));
    assertEquals(
        "occurrence,annual.licensing,Licences cover the rooms,annually,attest,2026,"
            + "2026-01-01T07:00:00Z,pass,2026-11-18T10:00:00Z,Ann <b>,'=1+1,,,,",
        Files.readAllLines(html, StandardCharsets.UTF_8).get(1));
  }

  @Test
  void reportIsPrintedWithoutAFile() {
    assertEquals(0, terminal.run("schedule", "--report", "csv", "-o", "-"));
    assertTrue(terminal.out.startsWith("record,item,title,"), terminal.out);
    assertTrue(terminal.err.startsWith("Nothing has been kept in "), terminal.err);
    assertEquals(0, terminal.run("schedule", "--report", "html"));
    assertTrue(terminal.out.startsWith("<!DOCTYPE html>"), terminal.out);
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void aFileThatCannotBeWrittenIsSaid() {
    Path nowhere = folder.resolve("no/such/file.csv");
    assertEquals(69, terminal.run("schedule", "--report", "csv", "-o", nowhere.toString()));
    assertTrue(
        terminal.err.endsWith(nowhere + ": cannot be written: its folder does not exist\n"),
        terminal.err);
  }

  @Test
  void wrongUseIsSaid() {
    assertEquals(64, terminal.run("schedule", "--format", "xml"));
    assertEquals(
        """
        roomwatch: --format 'xml' is not one of table, json
        Try 'roomwatch schedule --help'.
        """,
        terminal.err);
    assertEquals(64, terminal.run("schedule", "--report", "htm"));
    assertTrue(terminal.err.contains("did you mean 'html'?"), terminal.err);
    assertEquals(64, terminal.run("schedule", "--report", "csv", "--format", "json"));
    assertEquals(64, terminal.run("schedule", "-o", "x"));
    assertTrue(terminal.err.contains("-o is for reports: add --report html"), terminal.err);
    assertEquals(64, terminal.run("schedule", "extra"));
    assertEquals("", terminal.out);
  }

  @Test
  void aBadConfigurationIsExit78WithAllItsFaults() throws IOException {
    terminal.configure("rom: {}\npeers: 7\n");
    assertEquals(78, terminal.run("schedule"));
    assertEquals(2, terminal.err.lines().count(), terminal.err);
    assertTrue(terminal.err.contains("did you mean 'room'?"), terminal.err);
    assertEquals("", terminal.out);
  }

  @Test
  void aStateThatCannotBeReadIsOneSentenceAndExit69() throws IOException {
    Files.createDirectory(terminal.state);
    Files.writeString(terminal.state.resolve("roomwatch.db"), "not a database at all".repeat(50));
    assertEquals(69, terminal.run("schedule"));
    assertEquals(1, terminal.err.lines().count(), terminal.err);
    assertTrue(
        terminal.err.startsWith("roomwatch: " + terminal.state.resolve("roomwatch.db")),
        terminal.err);
    assertEquals("", terminal.out);
  }

  @Test
  void everyItemDisabledIsSaid() throws IOException {
    StringBuilder disabled = new StringBuilder("schedule:\n");
    for (BuiltInItem item : BuiltInItem.values()) {
      disabled.append("  ").append(item.id()).append(": {enabled: false}\n");
    }
    terminal.configure(disabled.toString());
    assertEquals(0, terminal.run("schedule"));
    assertTrue(
        terminal.out.contains("No maintenance item is enabled in the configuration (schedule)."),
        terminal.out);
  }
}
