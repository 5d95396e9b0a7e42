package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.store.Store;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportsTest {

  private static final String HOSTILE = "=HYPERLINK(\"http://x\";\"y\")<script>alert(1)</script>";

  @TempDir Path folder;
  private Store store;
  private final Room room =
      new Room("room: {name: '<b>Board</b> & \"room\"'}\nschedule: {weekly.vpn: {owner: '<i>Me'}}");

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder.resolve("state"));
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = Instant.parse("2026-11-23T07:30:00Z");
    upkeep.tick();
    room.now = Instant.parse("2026-12-09T07:30:00Z");
    upkeep.tick();
    Path file = Files.writeString(folder.resolve("<img src=x onerror=alert(1)>.txt"), "abc");
    Attestations.Outcome outcome =
        new Attestations(store, room.agenda(), () -> room.now)
            .attest(
                new Attestations.Request(
                    "monthly.other-devices", HOSTILE, Result.PASS, "@SUM(A1)", Optional.of(file)));
    assertTrue(outcome instanceof Attestations.Outcome.Kept, outcome::toString);
    Baselines baselines = new Baselines(store, () -> room.now);
    baselines.measured("local.firewall", List.of("-A INPUT \"x\", y"));
    new Attestations(store, room.agenda(), () -> room.now)
        .attest(
            new Attestations.Request(
                "quarterly.firewall-unchanged", "Ben", Result.PASS, "", Optional.empty()));
    new Silences(store, () -> room.now)
        .start(new Silences.Request(List.of(), Duration.ofHours(1), "+1", "\t=1+1"), List.of());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private AuditTrail trail() throws IOException {
    return AuditTrail.of(store, room.agenda(), room.now);
  }

  /** A reader of RFC 4180 that takes nothing else. */
  private static List<List<String>> parsed(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    int i = 0;
    while (i < csv.length()) {
      if (csv.charAt(i) == '"') {
        i++;
        while (csv.charAt(i) != '"' || (i + 1 < csv.length() && csv.charAt(i + 1) == '"')) {
          i += csv.charAt(i) == '"' ? 1 : 0;
          cell.append(csv.charAt(i));
          i++;
        }
        i++;
      }
      while (csv.charAt(i) != ',' && csv.charAt(i) != '\r') {
        assertTrue(csv.charAt(i) != '"' && csv.charAt(i) != '\n', "bare quote or line feed");
        cell.append(csv.charAt(i));
        i++;
      }
      row.add(cell.toString());
      cell.setLength(0);
      if (csv.charAt(i) == '\r') {
        assertEquals('\n', csv.charAt(i + 1));
        rows.add(row);
        row = new ArrayList<>();
        i++;
      }
      i++;
    }
    return rows;
  }

  @Test
  void csvHasEveryOccurrenceAndNoFormula() throws IOException {
    List<List<String>> rows = parsed(CsvReport.of(trail()));
    assertEquals("record", rows.get(0).get(0));
    for (List<String> row : rows) {
      assertEquals(15, row.size(), row::toString);
      for (String cell : row) {
        assertFalse(cell.matches("(?s)[=+\\-@\t\r].*"), cell);
      }
    }
    List<String> link =
        rows.stream()
            .filter(row -> row.get(1).equals("weekly.room-link"))
            .map(row -> row.get(5) + " " + row.get(7))
            .toList();
    assertEquals(List.of("2026-W48 pass", "2026-W49 missed", "2026-W50 pass"), link);
    List<String> attested =
        rows.stream()
            .filter(row -> row.get(1).equals("monthly.other-devices"))
            .findFirst()
            .orElseThrow();
    assertEquals("attest", attested.get(4));
    assertEquals("2026-12-07T06:30:00Z", attested.get(6));
    assertEquals("2026-12-09T07:30:00Z", attested.get(8));
    assertEquals("'" + HOSTILE, attested.get(9));
    assertEquals("'@SUM(A1)", attested.get(10));
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", attested.get(13));
    assertEquals("3", attested.get(14));
    List<String> baseline =
        rows.stream().filter(row -> row.get(0).equals("baseline")).findFirst().orElseThrow();
    assertEquals("'-A INPUT \"x\", y", baseline.get(11));
    assertEquals("Ben", baseline.get(9));
    List<String> silence =
        rows.stream().filter(row -> row.get(0).equals("silence")).findFirst().orElseThrow();
    assertEquals(
        List.of("everything", "active", "'+1", "'=1+1"),
        List.of(silence.get(1), silence.get(7), silence.get(9), silence.get(10)));
  }

  @Test
  void htmlIsWellFormedAndHasNothingOfTheirMarkup() throws Exception {
    String html = HtmlReport.of(trail());
    // Well-formed but for the doctype and the void elements of the head.
    String xml =
        html.replaceFirst("<!DOCTYPE html>\n", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
    var document =
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    for (String element : List.of("script", "img", "b", "i", "a", "link", "iframe")) {
      assertEquals(0, document.getElementsByTagName(element).getLength(), element);
    }
    assertFalse(html.contains("src=\"") || html.contains("url("), "nothing is loaded");
    assertTrue(html.contains("=HYPERLINK(&quot;http://x&quot;"), html);
    assertTrue(
        html.contains(
            "SHA-256 <code>ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertTrue(html.contains("<td class=\"missed\">missed</td>"), html);
    assertTrue(html.contains("@media print"));
    assertTrue(html.contains("Maintenance of &lt;b&gt;Board&lt;/b&gt; &amp; &quot;room&quot;"));
  }

  @Test
  void itemsThatAreGoneStayInTheTrail() throws IOException {
    Room without = new Room("schedule: {weekly.room-link: {enabled: false}}");
    AuditTrail trail = AuditTrail.of(store, without.agenda(), room.now);
    assertEquals(
        List.of("2026-W48 pass", "2026-W50 pass"),
        trail.rows().stream()
            .filter(row -> row.item().equals("weekly.room-link"))
            .map(row -> row.occurrence().period() + " " + row.result())
            .toList());
    assertTrue(HtmlReport.of(trail).contains("Not scheduled any more."));
  }

  @Test
  void jsonHasTheFieldsOfTheContract() throws IOException {
    JsonNode items =
        new ObjectMapper().readTree(ScheduleJson.of(Timetable.of(store, room.agenda(), room.now)));
    assertEquals(13, items.size());
    JsonNode devices = items.get(4);
    assertEquals("monthly.other-devices", devices.get("id").asText());
    assertEquals("monthly", devices.get("cadence").asText());
    assertEquals("attest", devices.get("kind").asText());
    assertEquals("2026-12-09T07:30:00Z", devices.get("last").asText());
    assertEquals("pass", devices.get("result").asText());
    assertEquals(HOSTILE, devices.get("by").asText());
    assertEquals("2027-01-04T06:30:00Z", devices.get("next_due").asText());
    assertFalse(devices.get("overdue").asBoolean());
    assertEquals("warning", devices.get("severity").asText());
    JsonNode licensing = items.get(9);
    assertTrue(licensing.get("last").isNull() && licensing.get("result").isNull());
    assertTrue(licensing.get("by").isNull() && licensing.get("due_since").isNull());
    assertEquals("<i>Me", items.get(1).get("owner").asText());
    assertEquals("[ ]\n", ScheduleJson.of(List.of()));
  }
}
