package io.roomwatch.agent.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.alert.Alert;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The answer of {@code /api/v1/alerts}: an array of the alerts that are firing or wait to be told.
 * Instants are ISO 8601 in UTC; what is not there is {@code null}.
 */
final class AlertsJson {

  private static final JsonFactory JSON = new JsonFactory();

  private AlertsJson() {}

  /** The document, indented by two spaces, with a line end. */
  static String of(List<Alert> alerts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (Alert alert : alerts) {
        alert(json, alert);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.append('\n').toString();
  }

  private static void alert(JsonGenerator json, Alert alert) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", alert.identity().key());
    json.writeStringField("verdict", alert.cause().id());
    json.writeStringField("layer", alert.cause().layer());
    json.writeStringField("state", alert.cause().state());
    json.writeStringField("summary", alert.cause().summary());
    json.writeStringField("next", alert.cause().next());
    json.writeStringField("started", alert.identity().started().toString());
    json.writeNumberField("times", alert.bout().number());
    switch (alert.phase()) {
      case Alert.Waiting waiting -> {
        json.writeStringField("phase", "waiting");
        text(json, "hushed_by", waiting.hushed());
        text(json, "acknowledged_by", Optional.empty());
        told(json, List.of());
      }
      case Alert.Firing firing -> {
        json.writeStringField("phase", "firing");
        text(json, "hushed_by", Optional.empty());
        text(json, "acknowledged_by", firing.acknowledgedBy());
        told(json, firing.told().stream().sorted().toList());
      }
    }
    json.writeEndObject();
  }

  private static void told(JsonGenerator json, List<String> sinks) throws IOException {
    json.writeArrayFieldStart("told");
    for (String sink : sinks) {
      json.writeString(sink);
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    json.writeFieldName(name);
    if (value.isPresent()) {
      json.writeString(value.get());
    } else {
      json.writeNull();
    }
  }
}
