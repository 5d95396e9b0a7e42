package io.roomwatch.agent.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.diagnosis.Answer;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.diagnosis.Clue;
import io.roomwatch.agent.diagnosis.Diagnosis;
import io.roomwatch.agent.diagnosis.Doing;
import io.roomwatch.agent.diagnosis.Evidence;
import io.roomwatch.agent.diagnosis.Gap;
import io.roomwatch.agent.diagnosis.Judgement;
import io.roomwatch.agent.diagnosis.Screen;
import io.roomwatch.agent.diagnosis.Supposition;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The document of {@code diagnose --format json}; docs/diagnose.md gives its shape. UTF-8; instants
 * are ISO 8601 in UTC; what was not given or is not known is {@code null}.
 */
public final class DiagnosisJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private DiagnosisJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * The document, indented by two spaces, with a line end.
   *
   * @param caveat what holds for all codes
   * @param events what was recorded before, the newest last
   */
  public static String of(Diagnosis diagnosis, String caveat, List<Event> events) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      new DiagnosisJson(json).write(diagnosis, caveat, events);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.append('\n').toString();
  }

  private void write(Diagnosis diagnosis, String caveat, List<Event> events) throws IOException {
    RoomStatus status = diagnosis.seen().status();
    json.writeStartObject();
    json.writeObjectFieldStart("room");
    json.writeStringField("name", status.room().name());
    json.writeStringField("site", status.room().site());
    json.writeEndObject();
    json.writeObjectFieldStart("agent");
    json.writeStringField("version", status.agent().version());
    json.writeBooleanField("on_device", diagnosis.seen().onDevice());
    json.writeEndObject();
    json.writeStringField("at", status.at().toString());
    verdict(status.verdict());
    asked(diagnosis.asked());
    json.writeFieldName("code");
    if (diagnosis.code().isPresent()) {
      code(diagnosis.code().get(), caveat);
    } else {
      json.writeNull();
    }
    Answer answer = new Answer(diagnosis);
    strings("answer", answer.sentences());
    strings("questions", answer.questions());
    json.writeArrayFieldStart("hypotheses");
    for (Supposition each : diagnosis.suppositions()) {
      supposition(each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("layers");
    for (Diagnosis.Layer each : diagnosis.layers()) {
      json.writeStartObject();
      json.writeStringField("id", each.step().label());
      json.writeStringField("title", each.step().title());
      judgement(each.judgement());
      json.writeEndObject();
    }
    json.writeEndArray();
    EventsJson.array(json, "before", events);
    json.writeEndObject();
  }

  private void verdict(Verdict verdict) throws IOException {
    json.writeObjectFieldStart("verdict");
    StatusJson.fields(json, verdict);
    json.writeStringField("rule", verdict.grounds().rule());
    json.writeStringField("disproof", verdict.grounds().disproof());
    basis(verdict.grounds().provenance().label(), verdict.grounds().source());
    json.writeEndObject();
  }

  private void asked(Asked asked) throws IOException {
    json.writeObjectFieldStart("asked");
    optional("code", asked.code());
    optional("shown_ip", asked.shownIp().map(InetAddress::getHostAddress));
    optional("screen", asked.screen().map(Screen::label));
    optional("doing", asked.doing().map(Doing::label));
    json.writeEndObject();
  }

  private void code(Clue code, String caveat) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", code.name());
    json.writeStringField("says", code.says());
    json.writeStringField("caveat", caveat);
    basis(code.basis());
    json.writeEndObject();
  }

  private void supposition(Supposition supposition) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", supposition.hypothesis().name());
    json.writeStringField("says", supposition.hypothesis().says());
    json.writeStringField("next", supposition.hypothesis().next());
    optional("ask", supposition.hypothesis().ask());
    basis(supposition.basis());
    json.writeBooleanField("fits", supposition.fits());
    judgement(supposition.judgement());
    json.writeEndObject();
  }

  private void judgement(Judgement judgement) throws IOException {
    json.writeStringField("standing", judgement.standing().label());
    json.writeStringField("confidence", judgement.confidence().label());
    json.writeArrayFieldStart("for");
    for (Evidence each : judgement.speaksFor()) {
      evidence(each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("against");
    for (Evidence each : judgement.speaksAgainst()) {
      evidence(each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unmeasured");
    for (Gap each : judgement.unmeasured()) {
      json.writeStartObject();
      optional("id", each.what());
      optional("reason", each.reason().map(Reason::label));
      json.writeStringField("text", each.why());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void evidence(Evidence evidence) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", evidence.status().check().toString());
    json.writeStringField("state", evidence.status().state().label());
    json.writeStringField("reason", evidence.status().reason().label());
    json.writeStringField("since", evidence.status().since().toString());
    json.writeBooleanField("flapping", evidence.status().flapping());
    json.writeStringField("text", evidence.text());
    optional("verdict", evidence.rule().map(rule -> rule.id().label()));
    json.writeBooleanField("follows", evidence.follows());
    json.writeEndObject();
  }

  private void basis(Rule.Basis basis) throws IOException {
    basis(basis.provenance().label(), basis.source());
  }

  private void basis(String provenance, String source) throws IOException {
    json.writeStringField("provenance", provenance);
    json.writeStringField("source", source);
  }

  private void strings(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }

  private void optional(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }
}
