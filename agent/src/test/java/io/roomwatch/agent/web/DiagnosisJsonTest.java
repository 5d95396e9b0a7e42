package io.roomwatch.agent.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.diagnosis.Diagnosis;
import io.roomwatch.agent.diagnosis.Doing;
import io.roomwatch.agent.diagnosis.Screen;
import io.roomwatch.agent.diagnosis.Seen;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.rules.CodesFile;
import io.roomwatch.agent.rules.TriageFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document of {@code diagnose}: docs/diagnose.md shows this shape. */
final class DiagnosisJsonTest {

  private static final Event CHANGE =
      Event.of(Rooms.AT, Event.Kind.CHANGE, "address eth0", "An address went.");

  private static JsonNode document(Asked asked) throws IOException {
    Seen seen = new Seen(Rooms.room("Boardroom"), TriageFile.shipped(), Map.of(), true);
    String text =
        DiagnosisJson.of(
            Diagnosis.of(seen, asked, CodesFile.shipped()),
            CodesFile.shipped().caveat(),
            List.of(CHANGE));
    assertTrue(text.endsWith("}\n"));
    return new ObjectMapper().readTree(text);
  }

  private static Asked everything() throws IOException {
    return new Asked(
        Optional.of("2002"),
        Optional.of(InetAddress.getByName("127.0.0.1")),
        Optional.of(Screen.CONTROLLER),
        Optional.of(Doing.SIGN_IN));
  }

  private static List<String> fields(JsonNode node) {
    List<String> fields = new ArrayList<>();
    node.fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  @Test
  void itHasTheseFieldsAndNoOthers() throws Exception {
    JsonNode document = document(everything());
    assertEquals(
        List.of(
            "room",
            "agent",
            "at",
            "verdict",
            "asked",
            "code",
            "answer",
            "questions",
            "hypotheses",
            "layers",
            "before"),
        fields(document));
    assertEquals(List.of("version", "on_device"), fields(document.get("agent")));
    assertEquals(List.of("code", "shown_ip", "screen", "doing"), fields(document.get("asked")));
    assertEquals(
        List.of("id", "says", "caveat", "provenance", "source"), fields(document.get("code")));
    assertEquals(
        List.of(
            "id",
            "says",
            "next",
            "ask",
            "provenance",
            "source",
            "fits",
            "standing",
            "confidence",
            "for",
            "against",
            "unmeasured"),
        fields(document.at("/hypotheses/0")));
    assertEquals(
        List.of("id", "title", "standing", "confidence", "for", "against", "unmeasured"),
        fields(document.at("/layers/0")));
    assertEquals(
        List.of("id", "state", "reason", "since", "flapping", "text", "verdict", "follows"),
        fields(document.at("/hypotheses/0/for/0")));
    assertEquals(List.of("id", "reason", "text"), fields(document.at("/layers/0/unmeasured/0")));
  }

  @Test
  void theVerdictIsThatOfTheStatusDocumentWithItsGroundsBehind() throws Exception {
    JsonNode status = new ObjectMapper().readTree(StatusJson.of(Rooms.room("Boardroom")));
    JsonNode verdict = document(Asked.NOTHING).get("verdict");
    List<String> fields = new ArrayList<>(fields(status.get("verdict")));
    fields.addAll(List.of("rule", "disproof", "provenance", "source"));
    assertEquals(fields, fields(verdict));
    for (String field : fields(status.get("verdict"))) {
      assertEquals(status.get("verdict").get(field), verdict.get(field), field);
    }
    assertEquals("It works.", verdict.get("disproof").asText());
  }

  @Test
  void whatWasFoundIsThere() throws Exception {
    JsonNode document = document(everything());
    assertEquals("2002", document.at("/asked/code").asText());
    assertEquals("sign-in", document.at("/asked/doing").asText());
    assertEquals("2002", document.at("/code/id").asText());
    assertEquals("port-closed", document.at("/hypotheses/0/id").asText());
    assertEquals("supported", document.at("/hypotheses/0/standing").asText());
    assertEquals("link.peer:boardroom-pc", document.at("/hypotheses/0/for/0/id").asText());
    assertEquals("link.port-closed", document.at("/hypotheses/0/for/0/verdict").asText());
    assertEquals("link", document.at("/layers/3/id").asText());
    assertEquals("supported", document.at("/layers/3/standing").asText());
    assertEquals("address eth0", document.at("/before/0/subject").asText());
    assertTrue(document.at("/answer/1").asText().contains("consistent with 2002"));
  }

  @Test
  void whatWasNotAskedIsNull() throws Exception {
    JsonNode document = document(Asked.NOTHING);
    assertTrue(document.get("code").isNull());
    document.get("asked").forEach(each -> assertTrue(each.isNull()));
    assertEquals(0, document.get("hypotheses").size());
    assertEquals(8, document.get("layers").size());
    assertEquals(0, document.get("answer").size());
  }

  @Test
  void anUnknownCodeIsKeptAsAskedAndHasNoMeaning() throws Exception {
    JsonNode document =
        document(
            new Asked(Optional.of("2003"), Optional.empty(), Optional.empty(), Optional.empty()));
    assertEquals("2003", document.at("/asked/code").asText());
    assertTrue(document.get("code").isNull());
    assertEquals(0, document.get("hypotheses").size());
    assertTrue(
        document.at("/answer/0").asText().startsWith("What the code 2003 means is not known"));
  }

  @Test
  void theDocumentationShowsEveryField() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "diagnose.md"));
    Set<String> names = new TreeSet<>();
    collect(document(everything()), names);
    names.removeIf(name -> page.contains("\"" + name + "\""));
    assertEquals(Set.of(), names, "docs/diagnose.md gives the shape");
    assertFalse(page.contains("TODO"));
  }

  private static void collect(JsonNode node, Set<String> names) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> collect(child, names));
  }
}
