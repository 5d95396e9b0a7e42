package io.roomwatch.agent.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The document of a webhook, docs/webhook.md; also what programs of exec sinks read. */
final class WebhookJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int VERSION = 1;

  private WebhookJson() {}

  /** Writes one JSON value. */
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** UTF-8, without line ends. */
  static byte[] bytes(Writer writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  static byte[] of(Notice notice, Attempt attempt) {
    return bytes(json -> write(json, notice, attempt));
  }

  private static void write(JsonGenerator json, Notice notice, Attempt attempt) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", VERSION);
    json.writeStringField("status", notice.status().label());
    json.writeStringField("key", notice.key());
    json.writeObjectFieldStart("room");
    json.writeStringField("name", notice.room().name());
    json.writeStringField("site", notice.room().site());
    json.writeEndObject();
    verdict(json, notice);
    json.writeStringField("started", notice.started().toString());
    if (notice.ended().isPresent()) {
      json.writeStringField("ended", notice.ended().get().toString());
    } else {
      json.writeNullField("ended");
    }
    json.writeNumberField("attempt", attempt.number());
    json.writeNumberField("late_seconds", attempt.late().toSeconds());
    context(json, notice.context());
    json.writeEndObject();
  }

  private static void verdict(JsonGenerator json, Notice notice) throws IOException {
    Notice.Cause cause = notice.cause();
    json.writeObjectFieldStart("verdict");
    json.writeStringField("id", cause.id());
    json.writeStringField("layer", cause.layer());
    json.writeStringField("state", cause.state());
    json.writeStringField("since", notice.started().toString());
    json.writeStringField("confidence", cause.certainty().confidence());
    json.writeStringField("summary", cause.summary());
    json.writeStringField("next", cause.next());
    strings(json, "codes", cause.certainty().codes());
    strings(json, "because", cause.evidence().because());
    strings(json, "consequences", cause.evidence().consequences());
    json.writeEndObject();
  }

  private static void context(JsonGenerator json, Notice.Context context) throws IOException {
    json.writeArrayFieldStart("changes");
    for (Notice.Changed change : context.changes()) {
      json.writeStartObject();
      json.writeStringField("at", change.at().toString());
      json.writeStringField("text", change.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!context.others().isEmpty()) {
      strings(json, "others", context.others());
    }
    if (context.url().isPresent()) {
      json.writeStringField("url", context.url().get().toString());
    } else {
      json.writeNullField("url");
    }
  }

  static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }
}
