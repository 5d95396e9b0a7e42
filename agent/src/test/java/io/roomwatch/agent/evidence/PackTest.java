package io.roomwatch.agent.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.web.StatusJson;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
  private static final Evidence.Past QUIET =
      new Evidence.Past(log(List.of()), log(List.of()), Optional.empty());

  private static Journal.Excerpt log(List<Event> events) {
    return new Journal.Excerpt(events, false);
  }

  private static Evidence evidence(String room, Sight sight, Evidence.Past past) {
    Outcome.Good<Config> setup =
        (Outcome.Good<Config>)
            new ConfigFile("pc", Map.of())
                .parse(
                    "test",
                    "room: {name: " + new com.fasterxml.jackson.databind.node.TextNode(room) + "}");
    return new Evidence(
        new Evidence.Occasion(
            NOW,
            ZoneId.of("Europe/Berlin"),
            NOW.minusSeconds(86_400),
            new Asked(
                Optional.of("2002"),
                Optional.of(InetAddress.getLoopbackAddress()),
                Optional.empty(),
                Optional.empty())),
        new Evidence.Setup(setup.value(), setup.value().room(), setup.effective()),
        sight,
        past,
        facts(),
        new Evidence.Versions("1.2.3", "abc", "OpenJDK 25", "Linux 6, amd64"));
  }

  private static ObjectNode facts() {
    ObjectNode facts = JSON.createObjectNode();
    facts.putObject("firewall").put("state", "unknown").put("reason", "permission").put("why", "W");
    return facts;
  }

  private static Sight looked() {
    return Sight.looked(Rooms.room("Boardroom"), "by one look");
  }

  private static Sight told() {
    return Sight.told(StatusJson.of(Rooms.room("Boardroom")), List.of(), "by the daemon")
        .orElseThrow();
  }

  @Test
  void allPartsAreThereInTheirOrderWhateverIsMissing() throws IOException {
    List<String> names =
        List.of(
            "summary.html",
            "fields.txt",
            "fields.json",
            "status.json",
            "changes.json",
            "journal.json",
            "phases.json",
            "facts.json",
            "config.yaml",
            "versions.json",
            "manifest.json");
    assertEquals(names, Bundle.of(Pack.of(evidence("B", looked(), QUIET))).names());
    Pack poor =
        Pack.of(evidence("B", Sight.none("nobody looked"), Evidence.Past.unread("It is damaged.")));
    Bundle bundle = Bundle.of(poor);
    assertEquals(names, bundle.names());
    assertEquals("null\n", bundle.text("status.json"));
    assertEquals("[ ]\n", bundle.text("journal.json"));
    assertEquals(
        List.of("status.json is null: nobody looked", "There is no journal: It is damaged."),
        poor.remarks());
    assertTrue(bundle.text("summary.html").contains("There is no journal: It is damaged."));
    assertTrue(
        bundle.text("summary.html").contains("What is wrong could not be told: nobody looked"));
    JsonNode manifest = bundle.json("manifest.json");
    assertEquals(2, manifest.path("remarks").size());
    assertEquals(11, manifest.path("parts").size());
    assertEquals(
        bundle.text("summary.html").getBytes(StandardCharsets.UTF_8).length,
        manifest.path("parts").path(0).path("bytes").asInt());
  }

  @Test
  void theStatusIsTheDocumentOfCheck() throws IOException {
    Bundle bundle = Bundle.of(Pack.of(evidence("Boardroom", looked(), QUIET)));
    assertEquals(StatusJson.of(Rooms.room("Boardroom")), bundle.text("status.json"));
    assertEquals(
        "[{\"check\":\"link.peer:boardroom-pc\",\"at\":\"2026-11-20T10:00:00Z\","
            + "\"seconds\":{\"connect\":0.001}}]",
        bundle.json("phases.json").toString());
  }

  @Test
  void whatIsUnknownStaysUnknownWithItsReason() throws IOException {
    Bundle bundle = Bundle.of(Pack.of(evidence("B", looked(), QUIET)));
    assertEquals("permission", bundle.json("facts.json").at("/firewall/reason").asText());
    assertTrue(
        bundle.text("summary.html").contains("<td>firewall</td><td>permission. W</td>"),
        bundle.text("summary.html"));
  }

  @Test
  void hostileNamesAreOnlyText() throws IOException {
    String hostile = "</title><script>alert(1)</script>\"'><img src=x onerror=y>\u202e\u001b[2J";
    List<Event> events =
        List.of(Event.of(NOW.minusSeconds(9), Event.Kind.CHANGE, hostile, hostile));
    ObjectNode status = (ObjectNode) JSON.readTree(StatusJson.of(Rooms.room(hostile)));
    ((ObjectNode) status.path("verdict")).put("state", hostile).put("id", hostile);
    ((ObjectNode) status.path("checks").path(0)).put("state", hostile).put("text", hostile);
    Sight sight =
        new Sight(
            status,
            List.of(
                new Sight.Phases(
                    hostile, Optional.empty(), Map.of("\"><script>", 0.5, "tls", 1.0))),
            hostile,
            false);
    Evidence evidence =
        evidence(
            hostile.replace("\u001b", ""),
            sight,
            new Evidence.Past(log(events), log(events), Optional.empty()));
    ((ObjectNode) evidence.facts()).putObject("wifi").put("state", "known").put("value", hostile);
    ((ObjectNode) evidence.facts()).put(hostile, hostile);
    Bundle bundle = Bundle.of(Pack.of(evidence));
    String page = bundle.text("summary.html");
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("<img"), page);
    assertFalse(page.contains("\u202e") || page.contains("\u001b"), page);
    assertTrue(page.contains("&lt;script&gt;alert(1)"), page);
    // Nothing but our own elements and classes.
    assertEquals(1, page.split("<title>", -1).length - 1);
    assertTrue(page.contains("default-src 'none'"));
    assertFalse(page.matches("(?s).*(?:src|href)=\"(?!#).*"), "it loads nothing");
    for (String name : List.of("status.json", "facts.json", "fields.json", "phases.json")) {
      assertFalse(bundle.json(name).isMissingNode(), name);
    }
  }

  @Test
  void aDayOfABusyJournalFitsWhole() throws IOException {
    List<Event> events =
        IntStream.range(0, 20_000)
            .mapToObj(
                i ->
                    new Event(
                        NOW.minusSeconds(86_400).plusMillis(i * 4_320L),
                        i % 10 == 0 ? Event.Kind.CHANGE : Event.Kind.CHECK,
                        "link.peer:boardroom-" + i % 40,
                        "Port 9090 of boardroom-"
                            + i % 40
                            + " does not answer within "
                            + i % 977
                            + " ms: it is filtered or gone.",
                        Optional.of("ok"),
                        Optional.of("failed")))
            .toList();
    Pack pack =
        Pack.of(
            evidence(
                "B", looked(), new Evidence.Past(log(events), log(List.of()), Optional.empty())));
    assertTrue(pack.zip().remaining() < Pack.MOST_BYTES, pack.zip().remaining() + " bytes");
    assertEquals(List.of(), pack.remarks());
    assertEquals(20_000, Bundle.of(pack).json("journal.json").size());
    System.out.println("a day with 20,000 events takes " + pack.zip().remaining() + " bytes");
  }

  @Test
  void ofAJournalThatDoesNotFitTheOldestGoAndThatIsSaid() throws IOException {
    long seed = 20261120;
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      byte[] noise = new byte[700];
      random.nextBytes(noise);
      events.add(
          Event.of(
              NOW.minusSeconds(6_000 - i),
              Event.Kind.CHECK,
              "x" + i,
              i + " " + new String(noise, StandardCharsets.ISO_8859_1)));
    }
    Pack pack =
        Pack.of(
            evidence(
                "B",
                looked(),
                new Evidence.Past(
                    new Journal.Excerpt(events, true),
                    new Journal.Excerpt(List.of(), true),
                    Optional.empty())));
    int size = pack.zip().remaining();
    assertTrue(size < Pack.MOST_BYTES, size + " bytes, seed " + seed);
    assertTrue(size > Pack.MOST_BYTES / 2, size + " bytes: room is left unused, seed " + seed);
    JsonNode kept = Bundle.of(pack).json("journal.json");
    assertEquals("x5999", kept.path(kept.size() - 1).path("subject").asText());
    assertTrue(kept.size() < 6_000);
    int left = 6_000 - kept.size();
    String first = kept.path(0).path("at").asText();
    assertEquals(
        "The "
            + left
            + " oldest of 6000 events were left out of journal.json: a bundle stays under 2000000"
            + " bytes. It begins "
            + first
            + ".",
        pack.remarks().get(1));
    assertTrue(
        pack.remarks().get(0).startsWith("There are more than 0 changes"), pack.remarks().get(0));
    assertTrue(pack.remarks().get(2).startsWith("The window has more than 6000 events"));
    assertTrue(
        Bundle.of(pack).text("summary.html").contains("The " + left + " oldest of 6000 events"));
  }

  @Test
  void blanksAreMarkedAndWhatIsKnownIsFilledIn() throws IOException {
    Bundle bundle =
        Bundle.of(
            Pack.of(
                evidence(
                    "Boardroom 4.12",
                    told(),
                    new Evidence.Past(
                        log(
                            List.of(
                                Event.of(
                                    Rooms.AT, Event.Kind.VERDICT, "link.port-closed", "Closed."),
                                Event.of(Rooms.AT, Event.Kind.VERDICT, "healthy", "Well."))),
                        log(
                            List.of(
                                Event.of(
                                    Rooms.AT.minusSeconds(60),
                                    Event.Kind.CHANGE,
                                    "address eth0",
                                    "eth0 lost 10.4.12.9."))),
                        Optional.empty()))));
    JsonNode fields = bundle.json("fields.json");
    List<String> ids = new ArrayList<>();
    List<String> blank = new ArrayList<>();
    fields.forEach(
        field -> {
          ids.add(field.path("id").asText());
          if (field.path("blank").asBoolean()) {
            blank.add(field.path("id").asText());
            assertTrue(field.path("fill_in").isTextual(), field.toString());
          } else {
            assertTrue(field.path("fill_in").isNull(), field.toString());
          }
        });
    assertEquals(
        List.of(
            "screen_text",
            "screen",
            "action",
            "room",
            "controller",
            "device",
            "addresses",
            "when",
            "proxy",
            "changes",
            "tried"),
        ids);
    assertEquals(
        List.of(
            "screen_text", "screen", "action", "controller", "device", "when", "changes", "tried"),
        blank);
    String text = bundle.text("fields.txt");
    assertTrue(text.contains("Code 2002, as a person said.\n  ____ (fill in: The text"), text);
    assertTrue(text.contains("Boardroom 4.12, site default"), text);
    assertTrue(text.contains("Shown on the controller: 127.0.0.1. That points to web proxy"), text);
    assertTrue(
        text.contains(
            "link.port-closed since Fri 2026-11-20 11:00:00 Europe/Berlin (2026-11-20 10:00:00"
                + " UTC)."),
        text);
    assertTrue(text.contains("(2026-11-19 10:30:00 UTC): one, Fri 2026-11-20 11:00:00."), text);
    assertTrue(text.contains("eth0 lost 10.4.12.9."), text);
    String page = bundle.text("summary.html");
    assertEquals(blank.size(), page.split("class=\"blank\"", -1).length - 1);
    assertTrue(page.contains("The code on the screen, 2002, is one of these."), page);
  }

  @Test
  void theNameHoldsRoomAndTimeAndNothingThatAShellMinds() {
    Evidence.Occasion occasion = evidence("B", looked(), QUIET).occasion();
    assertEquals(
        "roomwatch-evidence-boardroom-4-12-20261120T103000Z.zip",
        Pack.name(occasion, "Boardroom 4.12"));
    assertEquals("roomwatch-evidence-room-20261120T103000Z.zip", Pack.name(occasion, "会议室"));
    assertEquals(
        "roomwatch-evidence-etc-passwd-rm-20261120T103000Z.zip",
        Pack.name(occasion, "../../etc/passwd; $(rm)"));
    assertTrue(Pack.name(occasion, "x".repeat(300)).length() < 90);
  }
}
