package io.roomwatch.agent.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as a map of texts, whole numbers, booleans, lists and maps; null is absence.
 * Unknown members are read and ignored, so that an older version can read what a newer one wrote.
 */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, Object> members;

  private Json(Map<String, Object> members) {
    this.members = members;
  }

  static Json object() {
    return new Json(new LinkedHashMap<>());
  }

  Json with(String name, Object value) {
    members.put(name, value instanceof Instant instant ? instant.toString() : value);
    return this;
  }

  Json with(String name, Json value) {
    members.put(name, value.members);
    return this;
  }

  Json with(String name, Optional<?> value) {
    value.ifPresent(there -> with(name, there instanceof Json json ? json.members : there));
    return this;
  }

  Json with(String name, List<Json> values) {
    members.put(name, values.stream().map(each -> each.members).toList());
    return this;
  }

  Json withTexts(String name, Iterable<String> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(texts::add);
    members.put(name, texts);
    return this;
  }

  /**
   * @throws IOException it is no JSON object
   */
  static Json parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return asObject(value(parser)).orElseThrow(() -> new IOException("not a JSON object"));
    }
  }

  String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, members);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  /** Absent is empty. */
  String text(String name) {
    return findText(name).orElse("");
  }

  Optional<String> findText(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Absent is zero. */
  long number(String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Absent is false. */
  boolean flag(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  /**
   * @throws IOException it is absent or no instant
   */
  Instant instant(String name) throws IOException {
    return findInstant(name).orElseThrow(() -> new IOException(name + " is no instant"));
  }

  Optional<Instant> findInstant(String name) throws IOException {
    try {
      return findText(name).map(Instant::parse);
    } catch (java.time.DateTimeException e) {
      throw new IOException(name + " is no instant", e);
    }
  }

  Optional<Json> find(String name) {
    return asObject(members.get(name));
  }

  /** Absent is an empty object. */
  Json get(String name) {
    return find(name).orElseGet(Json::object);
  }

  List<Json> objects(String name) {
    return list(name).stream().flatMap(each -> asObject(each).stream()).toList();
  }

  List<String> texts(String name) {
    return list(name).stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }

  private List<?> list(String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  private static Optional<Json> asObject(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put(String.valueOf(name), member));
    return Optional.of(new Json(members));
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          Object member = value(parser);
          if (member != null) {
            map.put(name, member);
          }
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          Object element = value(parser);
          if (element != null) {
            list.add(element);
          }
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
          json.writeFieldName(String.valueOf(member.getKey()));
          write(json, member.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case String text -> json.writeString(text);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
    }
  }
}
