package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.roomwatch.agent.evidence.Bundle;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.web.StatusJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceCommandTest {

  @TempDir Path folder;
  private Terminal terminal;
  private Path file;

  @BeforeEach
  void sitDown() throws IOException {
    terminal = new Terminal(folder);
    file = folder.resolve("bundle.zip");
    // What looks for a proxy of its own would ask this machine.
    terminal.configure("room: {name: Boardroom}\n");
  }

  private Bundle bundle(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("evidence", "--force", "-o", file.toString()));
    line.addAll(List.of(options));
    assertEquals(0, terminal.run(line.toArray(String[]::new)), terminal.err);
    return Bundle.of(file);
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

  private static Event event(String at, Event.Kind kind, String text) {
    return Event.of(Instant.parse(at), kind, "x", text);
  }

  @Test
  void withoutADaemonAndAStateItLooksByItselfAndSaysWhatIsMissing() throws IOException {
    Bundle bundle = bundle();
    assertEquals(1, terminal.looked);
    assertEquals("link.port-closed", bundle.json("status.json").at("/verdict/id").asText());
    assertTrue(terminal.out.startsWith(file + ": written, "), terminal.out);
    String why =
        "There is no journal: Nothing has been kept in "
            + terminal.state
            + " yet: the journal begins when the daemon runs for the first time.";
    assertEquals(why, terminal.err.strip());
    assertEquals(why, bundle.json("manifest.json").at("/remarks/0").asText());
    assertFalse(Files.exists(terminal.state), "nothing is made");
  }

  @Test
  void theWindowIsThatOfSinceAndTheChangesAreThoseOfTheDayBefore() throws IOException {
    happened(
        event("2026-11-15T10:00:00Z", Event.Kind.CHANGE, "five days ago"),
        event("2026-11-17T11:00:00Z", Event.Kind.CHANGE, "yesterday"),
        event("2026-11-18T08:00:00Z", Event.Kind.CHECK, "today"),
        event("2026-11-18T09:59:00Z", Event.Kind.CHANGE, "now"));
    Bundle bundle = bundle();
    assertEquals(List.of("yesterday", "today", "now"), texts(bundle.json("journal.json")));
    assertEquals(List.of("yesterday", "now"), texts(bundle.json("changes.json")));
    bundle = bundle("--since", "1h");
    assertEquals(List.of("now"), texts(bundle.json("journal.json")));
    assertEquals(List.of("yesterday", "now"), texts(bundle.json("changes.json")));
    assertEquals(4, texts(bundle("--since", "2026-11-14").json("journal.json")).size());
    assertEquals("", terminal.err);
  }

  private static List<String> texts(JsonNode events) {
    List<String> texts = new ArrayList<>();
    events.forEach(event -> texts.add(event.path("text").asText()));
    return texts;
  }

  @Test
  void aDaemonThatRunsIsAskedAndItsTroubleBeganWhenItSaysSo() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answers(server, "/api/v1/status", StatusJson.of(Rooms.room("Boardroom pwd=hunter2")));
    answers(
        server,
        "/metrics",
        "roomwatch_phase_seconds{check=\"cloud.https:zoom.us\",phase=\"tls\"} 0.25\n");
    server.start();
    try {
      terminal.now = Instant.parse("2026-11-22T10:00:00Z");
      // The note of the daemon's start.
      terminal.daemon(
          store ->
              store.write(
                  tx ->
                      tx.update(
                          "INSERT INTO memory (name, value) VALUES (?, ?)",
                          "web.urls",
                          "http://127.0.0.1:" + server.getAddress().getPort())));
      happened(
          event("2026-11-19T09:00:00Z", Event.Kind.CHANGE, "too long before"),
          event("2026-11-19T11:00:00Z", Event.Kind.CHANGE, "the day before it began"),
          event("2026-11-21T11:00:00Z", Event.Kind.CHANGE, "since"));
      Bundle bundle = bundle();
      assertEquals(0, terminal.looked);
      assertEquals(List.of("the day before it began", "since"), texts(bundle.json("changes.json")));
      JsonNode manifest = bundle.json("manifest.json");
      assertTrue(manifest.path("status_from").asText().startsWith("by the daemon at http://127"));
      assertEquals(
          "[{\"check\":\"cloud.https:zoom.us\",\"at\":null,\"seconds\":{\"tls\":0.25}}]",
          bundle.json("phases.json").toString());
      assertEquals("Boardroom pwd=[secret]", bundle.json("status.json").at("/room/name").asText());
      assertEquals("1.2.3", bundle.json("versions.json").path("daemon").asText());
    } finally {
      server.stop(0);
    }
  }

  private static void answers(HttpServer server, String path, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @Test
  void aDamagedJournalIsSaidAndTheRestIsThere() throws IOException {
    happened(event("2026-11-18T09:00:00Z", Event.Kind.CHANGE, "was here"));
    try (Stream<Path> files = Files.list(terminal.state)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".db")).toList()) {
        Files.writeString(file, "This is no database at all.".repeat(300));
      }
    }
    Bundle bundle = bundle();
    assertEquals("[ ]\n", bundle.text("journal.json"));
    assertTrue(terminal.err.startsWith("There is no journal: It cannot be read: "), terminal.err);
    assertTrue(bundle.text("facts.json").contains("10.4.12.20/24"));
    assertTrue(bundle.text("status.json").contains("link.port-closed"));
  }

  @Test
  void whatCannotBeLookedAtIsSaid() throws IOException {
    terminal.seen = new Program.Checked.BadConfig("cloud.ca_file: is gone");
    Bundle bundle = bundle();
    assertEquals("null\n", bundle.text("status.json"));
    assertTrue(terminal.err.contains("this command cannot look: cloud.ca_file: is gone"));
  }

  @Test
  void withoutAGoodConfigurationNobodyKnowsWhatIsSecretAndNothingIsWritten() throws IOException {
    terminal.configure("rooom: {name: x}\n");
    assertEquals(78, terminal.run("evidence", "-o", file.toString()));
    assertTrue(terminal.err.contains("did you mean 'room'?"), terminal.err);
    assertFalse(Files.exists(file));
  }

  @Test
  void aFileThatExistsIsNotOverwrittenAndNothingIsLookedAt() throws IOException {
    Files.writeString(file, "precious");
    assertEquals(64, terminal.run("evidence", "-o", file.toString()));
    assertEquals(file + ": exists; --force overwrites it", terminal.err.strip());
    assertEquals("precious", Files.readString(file));
    assertEquals(0, terminal.looked);
    assertEquals(69, terminal.run("evidence", "-o", folder.resolve("no/b.zip").toString()));
    assertEquals(
        folder.resolve("no/b.zip") + ": cannot be written: its folder does not exist",
        terminal.err.strip());
  }

  @Test
  void wrongUseIsSaid() {
    assertEquals(64, terminal.run("evidence", "--since", "yesterday"));
    assertEquals(
        "roomwatch: --since 'yesterday' is not a duration (7d, 12h), a date (2026-11-20) or a time"
            + " (2026-11-20T08:30, local unless it names an offset)",
        terminal.err.lines().findFirst().orElseThrow());
    assertEquals(64, terminal.run("evidence", "--since", "2027-01-01"));
    assertTrue(terminal.err.contains("lies ahead"), terminal.err);
    assertEquals(64, terminal.run("evidence", "--format", "json"));
    assertEquals(64, terminal.run("evidence", "more.zip"));
    assertEquals("", terminal.out);
  }

  @Test
  void whatAPersonSawAndDidIsInTheTicket() throws IOException {
    Bundle bundle =
        bundle(
            "--code",
            "ZP-491",
            "--screen",
            "room",
            "--shown-ip",
            "127.0.0.1",
            "--doing",
            "sign-in");
    JsonNode fields = bundle.json("fields.json");
    assertEquals("[\"Code ZP-491, as a person said.\"]", known(fields, "screen_text"));
    assertEquals("[\"The room screen.\"]", known(fields, "screen"));
    assertEquals("[\"In a word: sign-in.\"]", known(fields, "action"));
    assertTrue(
        known(fields, "addresses")
            .contains(
                "\"Shown on the controller: 127.0.0.1. That points to web proxy settings on the"
                    + " room device (Zoom KB0065712).\""),
        known(fields, "addresses"));
    fields = bundle().json("fields.json");
    assertEquals("[]", known(fields, "screen_text"));
    assertEquals("[]", known(fields, "action"));
    assertFalse(known(fields, "addresses").contains("Shown"), known(fields, "addresses"));
  }

  private static String known(JsonNode fields, String id) {
    for (JsonNode field : fields) {
      if (field.path("id").asText().equals(id)) {
        return field.path("known").toString();
      }
    }
    throw new AssertionError("no field " + id);
  }

  @Test
  void helpSaysWhatItWritesAndItsExitCodes() {
    assertEquals(0, terminal.run("evidence", "--help"));
    assertTrue(terminal.out.contains("Usage: roomwatch evidence"), terminal.out);
    assertTrue(terminal.out.contains("Exit codes: 0 written"), terminal.out);
    assertEquals(0, terminal.run("--help"));
    assertTrue(terminal.out.contains("evidence"), terminal.out);
  }
}
