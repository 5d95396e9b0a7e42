package io.roomwatch.agent.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged dashboards as documents: what Grafana would complain of, or show nothing for. */
class DashboardsTest {

  /** Of Grafana 10.1; newer ones migrate it. Documented in docs/prometheus.md. */
  private static final int SCHEMA = 39;

  private static final Set<String> PANELS =
      Set.of("row", "stat", "table", "timeseries", "state-timeline", "heatmap");
  private static final Set<String> GRAFANAS_OWN =
      Set.of("__rate_interval", "__range", "__interval");
  private static final Pattern LINK = Pattern.compile("/d/([\\w-]+)/");
  private static final Pattern GIVEN = Pattern.compile("var-(\\w+)=");
  private static final Pattern OWN_VARIABLE = Pattern.compile("\\$\\{?(__\\w+)");

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @Test
  void thereIsOneOfTheFleetAndOneOfARoom() {
    assertEquals(
        List.of("roomwatch-fleet", "roomwatch-room"),
        dashboards().stream().map(each -> each.json().get("uid").asText()).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsArePlainAndOneOfAKind(Dashboard dashboard) {
    assertEquals(SCHEMA, dashboard.json().get("schemaVersion").asInt());
    assertFalse(dashboard.json().has("id"), "the id is Grafana's to give");
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      assertTrue(ids.add(panel.get("id").asInt()), "twice: " + panel.get("id"));
      assertTrue(PANELS.contains(panel.get("type").asText()), panel.get("type").asText());
      assertFalse(panel.get("title").asText().isBlank());
      assertEquals(
          panel.get("type").asText().equals("row"),
          panel.path("targets").isEmpty(),
          panel.get("title").asText());
      Set<String> references = new HashSet<>();
      panel
          .path("targets")
          .forEach(target -> assertTrue(references.add(target.get("refId").asText())));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsDoNotOverlapAndFillTheirGrid(Dashboard dashboard) {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      JsonNode at = panel.get("gridPos");
      assertTrue(at.get("x").asInt() + at.get("w").asInt() <= 24, panel.get("title").asText());
      for (int x = 0; x < at.get("w").asInt(); x++) {
        for (int y = 0; y < at.get("h").asInt(); y++) {
          String cell = (at.get("x").asInt() + x) + "," + (at.get("y").asInt() + y);
          assertTrue(taken.add(cell), panel.get("title").asText() + " overlaps at " + cell);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyDatasourceIsTheVariable(Dashboard dashboard) {
    List<JsonNode> sources = dashboard.json().findValues("datasource");
    assertFalse(sources.isEmpty());
    for (JsonNode source : sources) {
      assertEquals("prometheus", source.get("type").asText());
      assertEquals("${datasource}", source.get("uid").asText());
    }
    JsonNode first = dashboard.variables().findFirst().orElseThrow();
    assertEquals("datasource", first.get("name").asText());
    assertEquals("datasource", first.get("type").asText());
    assertEquals("prometheus", first.get("query").asText());
    dashboard.queries().forEach(query -> assertTrue(query.target().has("datasource")));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyMetricIsOneOfTheAgents(Dashboard dashboard) throws Exception {
    String page;
    try (MadeUpRoom room = new MadeUpRoom("berlin", "A", Story.WELL, 1)) {
      page = new String(room.page().orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
    }
    List<String> expressions = new ArrayList<>();
    dashboard.queries().forEach(query -> expressions.add(query.expression()));
    queried(dashboard).forEach(each -> expressions.add(each.getKey()));
    for (String expression : expressions) {
      Set<String> names = Names.in(expression);
      assertFalse(names.isEmpty(), expression);
      for (String name : names) {
        assertTrue(Names.isKnown(name, page), name + " of " + expression);
        assertFalse(Names.isDispensable(name), name + " is said to be needed by none");
      }
    }
  }

  private static Stream<Map.Entry<String, String>> queried(Dashboard dashboard) {
    return dashboard
        .variables()
        .filter(each -> each.get("type").asText().equals("query"))
        .map(Dashboard::labelValues);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableIsThereBeforeItIsUsed(Dashboard dashboard) {
    Set<String> known = new TreeSet<>();
    dashboard
        .variables()
        .forEach(
            variable -> {
              if (variable.get("type").asText().equals("query")) {
                Dashboard.variablesIn(Dashboard.labelValues(variable).getKey())
                    .forEach(name -> assertTrue(known.contains(name), name));
              }
              assertTrue(known.add(variable.get("name").asText()));
            });
    for (JsonNode panel : dashboard.panels()) {
      Dashboard.variablesIn(panel.toString())
          .forEach(name -> assertTrue(known.contains(name), name + " in " + panel));
      if (panel.has("repeat")) {
        assertTrue(known.contains(panel.get("repeat").asText()));
      }
    }
    for (Dashboard.Query query : dashboard.queries()) {
      OWN_VARIABLE
          .matcher(query.expression())
          .results()
          .forEach(found -> assertTrue(GRAFANAS_OWN.contains(found.group(1)), found.group()));
    }
  }

  @Test
  void everyLinkLeadsToADashboardWithTheseVariables() {
    Map<String, Set<String>> variables =
        dashboards().stream()
            .collect(
                Collectors.toMap(
                    each -> each.json().get("uid").asText(),
                    each ->
                        each.variables()
                            .map(one -> one.get("name").asText())
                            .collect(Collectors.toSet())));
    Set<String> reached = new TreeSet<>();
    for (Dashboard dashboard : dashboards()) {
      for (String url : dashboard.json().findValuesAsText("url")) {
        MatchResult link = LINK.matcher(url).results().findFirst().orElse(null);
        if (link == null) {
          assertTrue(url.contains("page:raw}"), url + " leads out of Grafana and not to an agent");
          continue;
        }
        assertTrue(variables.containsKey(link.group(1)), url);
        reached.add(dashboard.json().get("uid").asText() + " to " + link.group(1));
        GIVEN
            .matcher(url)
            .results()
            .forEach(
                given -> assertTrue(variables.get(link.group(1)).contains(given.group(1)), url));
      }
    }
    assertEquals(
        Set.of(
            "roomwatch-fleet to roomwatch-fleet",
            "roomwatch-fleet to roomwatch-room",
            "roomwatch-room to roomwatch-fleet"),
        reached);
  }
}
