package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.verdict.VerdictId;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The evidence pack that a vendor's or a network team's ticket asks for: what the agent knows of
 * each field, and what only a person can say, as a blank.
 */
final class Fields {

  /** The newest ones tell most, and a ticket is short. */
  private static final int CHANGES = 10;

  private final Evidence evidence;
  private final Room room;

  private Fields(Evidence evidence) {
    this.evidence = evidence;
    this.room = evidence.setup().room();
  }

  /**
   * @param evidence from which secrets have been taken out
   */
  static List<Field> of(Evidence evidence) {
    Fields fields = new Fields(evidence);
    return List.of(
        fields.screenText(),
        fields.screen(),
        fields.action(),
        fields.room(),
        fields.controllers(),
        fields.device(),
        fields.addresses(),
        fields.when(),
        fields.proxy(),
        fields.changes(),
        Field.open(
            "tried",
            "What was tried, and who has it now",
            List.of(),
            "What was tried and what came of it; L1 on site, L2 IT, L3 Zoom or L4 hardware"
                + " vendor"));
  }

  private Asked asked() {
    return evidence.occasion().asked();
  }

  private Field screenText() {
    return Field.open(
        "screen_text",
        "Exact text on the screen, with its code",
        asked().code().map(code -> "Code " + code + ", as a person said.").stream().toList(),
        "The text, word by word; best with a photo");
  }

  private Field screen() {
    String asked = "Which screen shows it";
    return asked()
        .screen()
        .map(screen -> Field.known("screen", asked, List.of("The " + screen.label() + " screen.")))
        .orElseGet(
            () ->
                Field.open(
                    "screen", asked, List.of(), "Controller, room display or scheduling display"));
  }

  private Field action() {
    return Field.open(
        "action",
        "What was being done",
        asked().doing().map(doing -> "In a word: " + doing.label() + ".").stream().toList(),
        "Starting or joining a meeting, pairing, signing in, updating, sharing …; how");
  }

  private Field room() {
    return Field.known("room", "Room", List.of(room.name() + ", site " + room.site()));
  }

  private Field controllers() {
    List<String> known = new ArrayList<>();
    if (!room.controllers().isEmpty()) {
      known.add("Expected: " + list(room.controllers().stream().map(InetAddress::getHostAddress)));
    }
    if (room.isThisMachine()) {
      connected().ifPresent(known::add);
    }
    room.version().controllers().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(
            each -> known.add("Declared version of " + each.getKey() + ": " + each.getValue()));
    return Field.open(
        "controller",
        "Controller: model, operating system, version, network",
        known,
        "Model, operating system, version of Zoom Rooms Controller; wired or which Wi-Fi");
  }

  private Optional<String> connected() {
    JsonNode sockets = evidence.facts().path("link_sockets");
    return sockets.path("value").isArray()
        ? Optional.of(
            "Connected to port 9090 now: "
                + list(
                    stream(sockets.path("value"))
                        .filter(socket -> socket.path("state").asText().equals("established"))
                        .map(socket -> socket.path("remote").asText())))
        : Optional.of("Connections to port 9090: " + unknown(sockets));
  }

  private Field device() {
    String asked = "Room device: type, operating system, versions";
    if (!room.isThisMachine()) {
      return Field.open(
          "device",
          asked,
          List.of(
              "The device is "
                  + room.device().map(InetAddress::getHostAddress).orElse("")
                  + "; this agent sits beside it, on "
                  + evidence.versions().system()
                  + "."),
          "Make and model, operating system, version of Zoom Rooms");
    }
    List<String> known = new ArrayList<>();
    known.add("Operating system: " + evidence.versions().system());
    Optional<String> version = ZoomRoomsFound.version(evidence.facts());
    known.add("Zoom Rooms: " + version.orElseGet(() -> ZoomRoomsFound.whyNone(evidence.facts())));
    return Field.open(
        "device",
        asked,
        known,
        version.isPresent() ? "Make and model" : "Make and model, version of Zoom Rooms");
  }

  private Field addresses() {
    List<String> known = new ArrayList<>();
    JsonNode interfaces = evidence.facts().path("interfaces");
    if (interfaces.path("value").isArray()) {
      stream(interfaces.path("value"))
          .filter(
              one -> one.path("up").asBoolean() && !one.path("kind").asText().equals("loopback"))
          .filter(one -> !one.path("addresses").isEmpty())
          .forEach(
              one ->
                  known.add(
                      "This machine, "
                          + one.path("name").asText()
                          + ": "
                          + list(stream(one.path("addresses")).map(JsonNode::asText))));
    } else {
      known.add("This machine: " + unknown(interfaces));
    }
    room.device().ifPresent(device -> known.add("Room: " + device.getHostAddress()));
    String asked = "IP addresses, and the one that the controller shows";
    Optional<InetAddress> shown = asked().shownIp();
    if (shown.isEmpty()) {
      return Field.open(
          "addresses", asked, known, "The room's address as the controller shows it: 127.0.0.1?");
    }
    known.add(
        "Shown on the controller: "
            + shown.get().getHostAddress()
            + (shown.get().isLoopbackAddress()
                ? ". That points to web proxy settings on the room device (Zoom KB0065712)."
                : ""));
    return Field.known("addresses", asked, known);
  }

  private Field when() {
    List<String> known = new ArrayList<>();
    Optional<Instant> since = evidence.sight().troubleSince();
    since.ifPresent(
        at ->
            known.add(
                evidence.sight().status().path("verdict").path("id").asText()
                    + " since "
                    + Times.both(at, evidence.occasion().zone())
                    + "."));
    List<Event> troubles =
        evidence.past().journal().events().stream()
            .filter(event -> event.kind() == Event.Kind.VERDICT)
            .filter(event -> !event.subject().equals(VerdictId.HEALTHY.label()))
            .toList();
    if (evidence.past().unread().isEmpty()) {
      known.add(
          "Verdicts other than healthy since "
              + Times.both(evidence.occasion().from(), evidence.occasion().zone())
              + ": "
              + counted(troubles)
              + ".");
    }
    return Field.open(
        "when",
        "When (local time), and how often",
        known,
        "From when to when people saw it; always, at times, once");
  }

  private String counted(List<Event> events) {
    ZoneId zone = evidence.occasion().zone();
    return switch (events.size()) {
      case 0 -> "none";
      case 1 -> "one, " + Times.local(events.getFirst().at(), zone);
      default ->
          events.size()
              + ", the first "
              + Times.local(events.getFirst().at(), zone)
              + ", the last "
              + Times.local(events.getLast().at(), zone);
    };
  }

  private Field proxy() {
    List<String> known = new ArrayList<>();
    boolean all = room.isThisMachine();
    for (JsonNode place : evidence.facts().path("proxies")) {
      String where = capital(place.path("where").asText()) + ": ";
      if (place.path("state").asText().equals("known")) {
        known.add(where + settings(place.path("value")));
      } else {
        all = false;
        known.add(where + unknown(place));
      }
    }
    if (known.isEmpty()) {
      known.add("No proxy is set in any place that was looked at on this machine.");
    }
    stream(evidence.sight().status().path("checks"))
        .filter(check -> check.path("id").asText().matches("(?:cloud\\.(?:tls|proxy)).*"))
        .limit(CHANGES)
        .forEach(
            check -> known.add(check.path("id").asText() + ": " + check.path("text").asText()));
    String asked = "Proxy and TLS inspection";
    return all
        ? Field.known("proxy", asked, known)
        : Field.open(
            "proxy",
            asked,
            known,
            "Proxy settings of the room device; is TLS inspected on its way?");
  }

  private static String settings(JsonNode settings) {
    List<String> words = new ArrayList<>();
    if (settings.path("proxy").isTextual()) {
      words.add("proxy " + settings.path("proxy").asText());
    }
    if (settings.path("pac_url").isTextual()) {
      words.add("script " + settings.path("pac_url").asText());
    }
    if (settings.path("auto_detect").asBoolean()) {
      words.add("found automatically");
    }
    return words.isEmpty() ? "none" : String.join(", ", words);
  }

  private Field changes() {
    List<Event> changes = evidence.past().changes().events();
    List<String> known = new ArrayList<>();
    evidence.past().unread().ifPresent(why -> known.add("Unknown: " + why));
    if (changes.isEmpty() && known.isEmpty()) {
      known.add("Nothing that this agent sees.");
    }
    if (changes.size() > CHANGES) {
      known.add("The newest " + CHANGES + " of " + changes.size() + ":");
    }
    changes.stream()
        .skip(Math.max(0, changes.size() - CHANGES))
        .forEach(
            event ->
                known.add(
                    Times.local(event.at(), evidence.occasion().zone()) + "  " + event.text()));
    return Field.open(
        "changes",
        "What changed recently",
        known,
        "What no agent sees: firmware, furniture, policies, accounts, work on the network");
  }

  private static String capital(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static String unknown(JsonNode fact) {
    return "unknown because "
        + fact.path("reason").asText("nobody asked")
        + ". "
        + fact.path("why").asText();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String list(Stream<String> words) {
    List<String> all = words.distinct().toList();
    return all.isEmpty() ? "none" : String.join(", ", all);
  }

  /** For programs. */
  static JsonNode json(List<Field> fields) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Field field : fields) {
      var node = all.addObject();
      node.put("id", field.id()).put("asked", field.asked());
      ArrayNode known = node.putArray("known");
      field.known().forEach(known::add);
      node.put("blank", field.blank().isPresent());
      field
          .blank()
          .ifPresentOrElse(what -> node.put("fill_in", what), () -> node.putNull("fill_in"));
    }
    return all;
  }

  /** For an editor: one block a field, blanks as lines to write on. */
  static String text(List<Field> fields) {
    StringBuilder text = new StringBuilder();
    text.append("What a ticket asks for. Lines with ____ are for a person to fill in.\n");
    for (Field field : fields) {
      text.append('\n').append(field.asked()).append('\n');
      field.known().forEach(line -> text.append("  ").append(line).append('\n'));
      field.blank().ifPresent(what -> text.append("  ____ (fill in: ").append(what).append(")\n"));
    }
    return text.toString();
  }
}
