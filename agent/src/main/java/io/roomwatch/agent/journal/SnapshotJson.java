package io.roomwatch.agent.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A snapshot as it outlives a restart: {@code {"version":1,"at":"…","parts":{"address":{"eth0":
 * ["10.4.12.20/24"]}}}}. Parts that are not known here are passed over: a newer version may have
 * written them.
 */
final class SnapshotJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int VERSION = 1;

  /** A part that is longer is not kept, and then not compared over a restart. */
  private static final int LONGEST_PART = 1 << 18;

  private SnapshotJson() {}

  static String of(Snapshot snapshot) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeStringField("at", snapshot.at().toString());
      json.writeObjectFieldStart("parts");
      for (Map.Entry<Part, SortedMap<String, List<String>>> part : snapshot.parts().entrySet()) {
        if (length(part.getValue()) <= LONGEST_PART) {
          json.writeObjectFieldStart(part.getKey().label());
          for (Map.Entry<String, List<String>> entry : part.getValue().entrySet()) {
            json.writeArrayFieldStart(entry.getKey());
            for (String word : entry.getValue()) {
              json.writeString(word);
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        }
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  private static long length(SortedMap<String, List<String>> entries) {
    return entries.values().stream().flatMap(List::stream).mapToLong(String::length).sum();
  }

  /** Empty for what is not such a text, or of another version. */
  static Optional<Snapshot> read(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? document(parser) : Optional.empty();
    } catch (IOException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  private static Optional<Snapshot> document(JsonParser parser) throws IOException {
    int version = 0;
    Instant at = Instant.EPOCH;
    Map<Part, SortedMap<String, List<String>>> parts = new EnumMap<>(Part.class);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
        version = parser.getIntValue();
      } else if (name.equals("at") && value == JsonToken.VALUE_STRING) {
        at = Instant.parse(parser.getText());
      } else if (name.equals("parts") && value == JsonToken.START_OBJECT) {
        parts(parser, parts);
      } else {
        parser.skipChildren();
      }
    }
    return version == VERSION ? Optional.of(new Snapshot(at, parts)) : Optional.empty();
  }

  private static void parts(JsonParser parser, Map<Part, SortedMap<String, List<String>>> parts)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Optional<Part> part = Part.of(parser.currentName());
      if (parser.nextToken() == JsonToken.START_OBJECT && part.isPresent()) {
        parts.put(part.get(), entries(parser));
      } else {
        parser.skipChildren();
      }
    }
  }

  private static SortedMap<String, List<String>> entries(JsonParser parser) throws IOException {
    SortedMap<String, List<String>> entries = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        entries.put(name, words(parser));
      } else {
        parser.skipChildren();
      }
    }
    return entries;
  }

  private static List<String> words(JsonParser parser) throws IOException {
    List<String> words = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY && token != null;
        token = parser.nextToken()) {
      if (token == JsonToken.VALUE_STRING) {
        words.add(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return words;
  }
}
