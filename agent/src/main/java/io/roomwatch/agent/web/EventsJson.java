package io.roomwatch.agent.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.roomwatch.agent.journal.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/**
 * The events document: the answer of {@code /api/v1/events} and of {@code events --format json}. An
 * array of {@code {"at","kind","subject","text","from","to"}}, the newest last; {@code at} is ISO
 * 8601 in UTC, {@code from} and {@code to} are null where there is nothing to say.
 */
public final class EventsJson {

  private static final JsonFactory JSON =
      new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);

  private EventsJson() {}

  /** The document, indented by two spaces, with a line end. */
  public static String of(List<Event> events) {
    StringWriter text = new StringWriter();
    try {
      write(events, text);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  /** Writes the document and flushes; leaves {@code out} open. */
  public static void write(List<Event> events, Writer out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
      elements(json, events);
      json.writeRaw('\n');
    }
    out.flush();
  }

  /** The same array, as a field of another document. */
  static void array(JsonGenerator json, String name, List<Event> events) throws IOException {
    json.writeFieldName(name);
    elements(json, events);
  }

  private static void elements(JsonGenerator json, List<Event> events) throws IOException {
    json.writeStartArray();
    for (Event event : events) {
      json.writeStartObject();
      json.writeStringField("at", event.at().toString());
      json.writeStringField("kind", event.kind().label());
      json.writeStringField("subject", event.subject());
      json.writeStringField("text", event.text());
      optional(json, "from", event.before());
      optional(json, "to", event.after());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }
}
