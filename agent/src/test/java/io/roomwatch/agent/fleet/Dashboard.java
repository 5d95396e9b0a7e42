package io.roomwatch.agent.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A packaged dashboard, with its variables put in as Grafana does: {@code templateSrv.replace},
 * {@code formatRegistry} and {@code PrometheusDatasource.interpolateQueryExpr} of Grafana 10.
 */
record Dashboard(Path file, JsonNode json) {

  /** One query of one panel. */
  record Query(String panel, JsonNode target) {
    String expression() {
      return target.get("expr").asText();
    }

    boolean instant() {
      return target.get("instant").asBoolean();
    }
  }

  /**
   * A variable that has a value.
   *
   * @param all whether the value is "All" of a variable with a value of its own for that
   */
  record Chosen(List<String> values, boolean many, boolean all) {
    static Chosen everything() {
      return new Chosen(List.of(".*"), true, true);
    }

    static Chosen one(String value) {
      return new Chosen(List.of(value), false, false);
    }

    static Chosen of(String... values) {
      return new Chosen(List.of(values), true, false);
    }
  }

  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(\\w+)|\\[\\[(\\w+)(?::(\\w+))?]]|\\$\\{(\\w+)(?:\\.([^:}]+))?(?::([^}]+))?}");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?:(.*),\\s*)?(\\w+)\\)");

  static List<Dashboard> all() {
    return Packaged.files(Packaged.GRAFANA, ".json").stream()
        .map(file -> new Dashboard(file, Packaged.read(file)))
        .toList();
  }

  /** The panels, also those in rows. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    json.get("panels")
        .forEach(
            panel -> {
              panels.add(panel);
              panel.path("panels").forEach(panels::add);
            });
    return panels;
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      panel
          .path("targets")
          .forEach(target -> queries.add(new Query(panel.get("title").asText(), target)));
    }
    return queries;
  }

  Stream<JsonNode> variables() {
    return json.get("templating").get("list").valueStream();
  }

  /** Of a variable {@code label_values(metric, label)}: metric and label. */
  static Map.Entry<String, String> labelValues(JsonNode variable) {
    Matcher query = LABEL_VALUES.matcher(variable.get("query").get("query").asText());
    if (!query.matches()) {
      throw new AssertionError(variable + " is no label_values()");
    }
    return Map.entry(query.group(1), query.group(2));
  }

  /** The names of the variables in a text, without Grafana's own. */
  static List<String> variablesIn(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(Dashboard::name)
        .filter(name -> !name.startsWith("__"))
        .toList();
  }

  /** With all variables put in; one that is not there stays, as it does in Grafana. */
  static String interpolated(String text, Map<String, Chosen> chosen) {
    Map<String, Chosen> all = new TreeMap<>(chosen);
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              Chosen value = all.get(name(found));
              return Matcher.quoteReplacement(
                  value == null ? found.group() : written(value, format(found)));
            });
  }

  private static String name(MatchResult found) {
    return Stream.of(1, 2, 4)
        .map(found::group)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private static String format(MatchResult found) {
    return Stream.of(3, 6)
        .map(found::group)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private static String written(Chosen chosen, String format) {
    if (chosen.all()) {
      return chosen.values().getFirst();
    }
    return switch (format) {
      case "regex" -> joined(chosen, "[\\\\^$*+?.()|\\[\\]{}/]", "\\\\$0");
      case "" ->
          chosen.many()
              ? joined(chosen, "[$^*{}\\[\\]'+?.()|]", "\\\\\\\\$0")
              : chosen.values().getFirst().replace("\\", "\\\\").replace("'", "\\\\'");
      default -> throw new AssertionError("no format " + format + " in a query");
    };
  }

  private static String joined(Chosen chosen, String special, String escaped) {
    String joined =
        chosen.values().stream()
            .map(value -> value.replaceAll(special, escaped))
            .collect(Collectors.joining("|"));
    return chosen.values().size() == 1 ? joined : "(" + joined + ")";
  }
}
