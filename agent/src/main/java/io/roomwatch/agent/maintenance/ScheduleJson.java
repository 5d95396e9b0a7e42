package io.roomwatch.agent.maintenance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The answer of {@code /api/v1/schedule} and of {@code schedule --format json}: an array of items.
 * Instants are ISO 8601 in UTC; what is not there is {@code null}.
 */
public final class ScheduleJson {

  private static final JsonFactory JSON = new JsonFactory();

  private ScheduleJson() {}

  /** The document, indented by two spaces, with a line end. */
  public static String of(List<ItemStatus> statuses) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (ItemStatus status : statuses) {
        item(json, status);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.append('\n').toString();
  }

  private static void item(JsonGenerator json, ItemStatus status) throws IOException {
    ScheduledItem item = status.item();
    Optional<Answer.Said> last = status.last().map(Answer::said);
    json.writeStartObject();
    json.writeStringField("id", item.id());
    json.writeStringField("cadence", item.item().when().cadence().label());
    json.writeStringField("kind", item.kind().label());
    text(json, "last", last.map(said -> said.at().toString()));
    text(json, "result", last.map(said -> said.result().label()));
    text(json, "by", last.map(Answer.Said::by));
    json.writeStringField("next_due", status.next().due().toString());
    json.writeBooleanField("overdue", status.overdue());
    json.writeStringField("title", item.item().title());
    json.writeStringField("severity", item.item().severity().label());
    text(json, "owner", item.item().owner());
    json.writeStringField("timezone", item.calendar().zone().getId());
    json.writeStringField("period", status.next().period());
    json.writeBooleanField("due", status.due());
    text(
        json,
        "due_since",
        status.due() ? Optional.of(status.next().due().toString()) : Optional.empty());
    text(json, "waiting_for", status.waitingFor());
    text(json, "note", last.map(Answer.Said::note).filter(note -> !note.isEmpty()));
    json.writeArrayFieldStart("prefilled");
    for (String line : status.prefilled()) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeEndObject();
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
