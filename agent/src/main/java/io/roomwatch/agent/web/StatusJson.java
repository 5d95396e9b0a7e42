package io.roomwatch.agent.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The status document of the contract, section 4: the answer of {@code /api/v1/status} and of
 * {@code check --format json}. UTF-8 JSON; instants are ISO 8601 in UTC; what was looked for and
 * not obtained is {@code null}.
 */
public final class StatusJson {

  private static final JsonFactory JSON = new JsonFactory();

  private StatusJson() {}

  /** The document, indented by two spaces, with a line end. */
  public static String of(RoomStatus status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeObjectFieldStart("room");
      json.writeStringField("name", status.room().name());
      json.writeStringField("site", status.room().site());
      json.writeEndObject();
      json.writeObjectFieldStart("agent");
      json.writeStringField("version", status.agent().version());
      json.writeStringField("started", status.agent().started().toString());
      if (status.agent().storage().isPresent()) {
        storage(json, status.agent().storage().get());
      }
      json.writeEndObject();
      json.writeStringField("at", status.at().toString());
      json.writeObjectFieldStart("verdict");
      fields(json, status.verdict());
      json.writeEndObject();
      json.writeArrayFieldStart("checks");
      for (CheckStatus check : status.checks()) {
        check(json, check);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.append('\n').toString();
  }

  private static void storage(JsonGenerator json, RoomStatus.Storage storage) throws IOException {
    json.writeObjectFieldStart("storage");
    json.writeStringField("state", storage.state());
    json.writeStringField("since", storage.since().toString());
    json.writeStringField("text", storage.text());
    json.writeNumberField("bytes", storage.bytes());
    json.writeEndObject();
  }

  /** The fields of a verdict, into an object that is begun. */
  static void fields(JsonGenerator json, Verdict verdict) throws IOException {
    json.writeStringField("id", verdict.cause().id().label());
    json.writeStringField("layer", verdict.cause().id().layer().label());
    json.writeStringField("state", verdict.cause().state().label());
    json.writeStringField("since", verdict.since().toString());
    json.writeStringField("confidence", verdict.cause().confidence().label());
    json.writeStringField("summary", verdict.summary());
    json.writeStringField("next", verdict.next());
    strings(json, "codes", verdict.cause().codes());
    strings(json, "because", verdict.because().stream().map(CheckId::toString).toList());
    strings(json, "consequences", verdict.consequences().stream().map(CheckId::toString).toList());
  }

  private static void check(JsonGenerator json, CheckStatus check) throws IOException {
    Optional<Observation> latest = check.latest();
    // What is believed is told by the look that proves it; before anything is believed, by the
    // newest.
    Optional<Observation> telling = check.proof().or(check::latest);
    json.writeStartObject();
    json.writeStringField("id", check.check().toString());
    json.writeStringField("state", check.state().label());
    json.writeStringField("reason", check.reason().label());
    json.writeStringField("since", check.since().toString());
    json.writeFieldName("at");
    if (latest.isPresent()) {
      json.writeString(latest.get().at().toString());
    } else {
      json.writeNull();
    }
    json.writeStringField(
        "text", telling.map(seen -> seen.finding().text()).orElse("not looked at yet"));
    json.writeObjectFieldStart("values");
    for (Reading reading : telling.map(seen -> seen.finding().readings()).orElse(List.of())) {
      json.writeFieldName(reading.name());
      value(json, reading.value());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Value value) throws IOException {
    switch (value) {
      case Value.Measure measure -> number(json, measure.value());
      case Value.Text text -> json.writeString(text.value());
      case Value.Flag flag -> json.writeBoolean(flag.value());
      case Value.Texts texts -> {
        json.writeStartArray();
        for (String each : texts.values()) {
          json.writeString(each);
        }
        json.writeEndArray();
      }
      case Value.Absent absent -> json.writeNull();
    }
  }

  /** Whole numbers without a fraction; JSON has no NaN, so what is not a number is null. */
  private static void number(JsonGenerator json, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }
}
