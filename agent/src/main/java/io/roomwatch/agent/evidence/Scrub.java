package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.sink.Redaction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every text of a bundle goes through, whatever it comes from: the secrets of the
 * configuration in all their spellings, then whatever looks like one. Not safe for several threads.
 */
final class Scrub {

  /** Texts of a journal are repeated often. */
  private static final int REMEMBERED = 4_096;

  private static final int LONGEST_REMEMBERED = 300;

  /** Of one text; what looks for secrets would take long with more. */
  private static final int LONGEST = 4_000;

  private final Redaction known;
  private final Map<String, String> seen = new HashMap<>();

  Scrub(Redaction known) {
    this.known = known;
  }

  String text(String text) {
    if (text.length() > LONGEST_REMEMBERED) {
      return clean(text);
    }
    if (seen.size() > REMEMBERED) {
      seen.clear();
    }
    return seen.computeIfAbsent(text, this::clean);
  }

  private String clean(String text) {
    return SecretShapes.without(cut(known.without(text)));
  }

  /** Between two words, for half a word may be half a secret. */
  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, Math.max(0, text.lastIndexOf(' ', LONGEST))) + " … (cut)";
  }

  private Event event(Event event) {
    return new Event(
        event.at(),
        event.kind(),
        text(event.subject()),
        text(event.text()),
        event.before().map(this::text),
        event.after().map(this::text));
  }

  Journal.Excerpt excerpt(Journal.Excerpt found) {
    return new Journal.Excerpt(found.events().stream().map(this::event).toList(), found.older());
  }

  Room room(Room room) {
    Map<String, String> versions = new LinkedHashMap<>();
    room.version().controllers().forEach((who, what) -> versions.put(text(who), text(what)));
    return new Room(
        text(room.name()),
        text(room.site()),
        room.where(),
        room.controllers(),
        new Room.App(room.app().processes().stream().map(this::text).toList()),
        new Room.Version(room.version().minimum().map(this::text), room.version().asOf(), versions),
        room.activation());
  }

  /** A document with names and values cleaned. */
  JsonNode document(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode clean = object.objectNode();
        object
            .properties()
            .forEach(each -> clean.set(text(each.getKey()), document(each.getValue())));
        yield clean;
      }
      case ArrayNode array -> {
        ArrayNode clean = array.arrayNode(array.size());
        array.forEach(each -> clean.add(document(each)));
        yield clean;
      }
      case TextNode words -> TextNode.valueOf(text(words.textValue()));
      default -> node;
    };
  }

  /** Maps, lists and scalars, as a configuration file has them, with names and values cleaned. */
  Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> clean = new LinkedHashMap<>();
        map.forEach((name, each) -> clean.put(text(String.valueOf(name)), plain(each)));
        yield clean;
      }
      case List<?> list -> list.stream().map(this::plain).toList();
      case String words -> text(words);
      default -> value;
    };
  }
}
