package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The parts of the page on this machine: phases of its probes, its facts, its versions. */
final class MachineSections {

  private static final int LOOKS = 60;
  private static final int LINES = 12;

  private final Html html;
  private final Evidence evidence;

  MachineSections(Html html, Evidence evidence) {
    this.html = html;
    this.evidence = evidence;
  }

  void write() {
    phases();
    machine();
    versions();
  }

  private void phases() {
    html.section("phases", "Phases of the newest looks");
    List<Sight.Phases> looks = evidence.sight().phases();
    if (looks.isEmpty()) {
      html.element("p", "None is known.").end();
      return;
    }
    double longest = looks.stream().mapToDouble(MachineSections::total).max().orElse(0);
    html.table("phases", "Check", "Took", "Phases");
    for (Sight.Phases look : looks.subList(0, Math.min(LOOKS, looks.size()))) {
      html.raw("<tr><td><code>").text(look.check()).raw("</code></td><td class=\"number\">");
      html.text(milliseconds(total(look))).raw("</td><td>");
      bar(look, longest);
      html.element(
          "span",
          "small",
          look.seconds().entrySet().stream()
              .map(each -> each.getKey() + " " + milliseconds(each.getValue()))
              .collect(Collectors.joining(", ")));
      html.raw("</td></tr>\n");
    }
    html.endTable();
    if (looks.size() > LOOKS) {
      html.element(
          "p", "small", LOOKS + " of " + looks.size() + "; all are in " + Part.PHASES.file() + ".");
    }
    html.end();
  }

  /** As long as its share of the longest look. */
  private void bar(Sight.Phases look, double longest) {
    html.raw("<span class=\"bar\" aria-hidden=\"true\">");
    look.seconds()
        .forEach(
            (name, seconds) ->
                html.raw(
                    String.format(
                        Locale.ROOT,
                        "<span class=\"%s\" style=\"width:%.1f%%\"></span>",
                        phase(name),
                        longest <= 0 ? 0 : 100 * seconds / longest)));
    html.raw("</span>\n");
  }

  /** A phase as the name of a class. */
  private static String phase(String name) {
    return switch (name) {
      case "resolve", "connect", "proxy", "tls", "first-byte", "transfer" -> name;
      default -> "other";
    };
  }

  private static double total(Sight.Phases look) {
    return look.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.1 ? "%.1f ms" : "%.0f ms", seconds * 1000);
  }

  private void machine() {
    JsonNode facts = evidence.facts();
    html.section("machine", "This machine");
    html.element("p", "As it was read now; all of it is in " + Part.FACTS.file() + ".");
    html.raw("<dl class=\"facts\">\n");
    Map<String, String> unknown = new LinkedHashMap<>();
    facts
        .properties()
        .forEach(
            each -> {
              JsonNode fact = each.getValue();
              if (fact.path("state").asText().equals("unknown")) {
                unknown.put(each.getKey(), why(fact));
              } else if (each.getKey().equals("proxies")) {
                proxies(fact, unknown);
              } else {
                fact(
                    each.getKey(),
                    lines(fact.path("state").isTextual() ? fact.path("value") : fact));
              }
            });
    html.raw("</dl>\n").element("h3", "What could not be read");
    if (unknown.isEmpty()) {
      html.element("p", "Nothing: all of it was read.").end();
      return;
    }
    html.table("unread", "Fact", "Why it is unknown");
    unknown.forEach((name, why) -> html.row(words(name), why));
    html.endTable().end();
  }

  private void proxies(JsonNode places, Map<String, String> unknown) {
    List<String> lines = new ArrayList<>();
    for (JsonNode place : places) {
      String where = place.path("where").asText();
      if (place.path("state").asText().equals("unknown")) {
        unknown.put("proxy: " + where, why(place));
      } else {
        lines.add(where + ": " + line(place.path("value")));
      }
    }
    fact("proxies", lines);
  }

  private static String why(JsonNode fact) {
    return fact.path("reason").asText() + ". " + fact.path("why").asText();
  }

  private void fact(String name, List<String> lines) {
    html.raw("<div>").element("dt", words(name)).raw("<dd>");
    if (lines.isEmpty()) {
      html.element("p", "none");
    }
    lines.stream().limit(LINES).forEach(line -> html.element("p", line));
    if (lines.size() > LINES) {
      html.element("p", "small", "and " + (lines.size() - LINES) + " more");
    }
    html.raw("</dd></div>\n");
  }

  private static List<String> lines(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false).map(MachineSections::line).toList();
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(each -> words(each.getKey()) + ": " + line(each.getValue()))
          .toList();
    }
    return List.of(line(value));
  }

  /** One thing on one line; what is null is left out. */
  private static String line(JsonNode value) {
    if (value.isArray()) {
      List<String> all =
          StreamSupport.stream(value.spliterator(), false).map(MachineSections::line).toList();
      return all.isEmpty()
          ? "none"
          : String.join("; ", all.subList(0, Math.min(LINES, all.size())))
              + (all.size() > LINES ? "; and " + (all.size() - LINES) + " more" : "");
    }
    if (value.isObject()) {
      return value.properties().stream()
          .filter(each -> !each.getValue().isNull())
          .filter(each -> !(each.getValue().isArray() && each.getValue().isEmpty()))
          .map(each -> words(each.getKey()) + " " + line(each.getValue()))
          .collect(Collectors.joining(", "));
    }
    return value.isNull() ? "not said" : value.asText();
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }

  private void versions() {
    Evidence.Versions versions = evidence.versions();
    html.section("versions", "Versions").table("versions", "What", "Version");
    html.row("Roomwatch", versions.agent() + " (" + versions.revision() + ")");
    Optional.of(evidence.sight())
        .filter(Sight::remembered)
        .ifPresent(
            sight ->
                html.row(
                    "Roomwatch daemon",
                    sight.status().path("agent").path("version").asText()
                        + ", started "
                        + sight.status().path("agent").path("started").asText()));
    html.row("Java", versions.java());
    html.row("Operating system", versions.system());
    html.row(
        "Zoom Rooms here",
        ZoomRoomsFound.version(evidence.facts())
            .orElseGet(() -> ZoomRoomsFound.whyNone(evidence.facts())));
    html.endTable().end();
  }
}
