package io.roomwatch.agent.fleet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.fleet.Dashboard.Chosen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The packaged configuration, rules, dashboards and inhibition over 200 made-up rooms, with
 * Debian's own Prometheus and Alertmanager. Only times, addresses and files of targets are the
 * test's own.
 */
@Tag("patient")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FleetIT {

  private static final int ROOMS = 200;
  private static final String TROUBLED = "oslo";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static MadeUpFleet fleet;
  private static Watchers watchers;

  @BeforeAll
  static void watch() throws Exception {
    watchers = new Watchers();
    long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
    System.out.println("FleetIT: -Dseed=" + seed);
    fleet = new MadeUpFleet(ROOMS, seed);
    // The uplink of a site: most of its rooms see no gateway, some cannot be reached at all.
    List<MadeUpRoom> rooms = fleet.rooms(TROUBLED);
    for (int i = 0; i < rooms.size(); i++) {
      rooms.get(i).becomes(i % 4 == 0 ? Story.DARK : i % 4 == 3 ? Story.WELL : Story.NO_GATEWAY);
    }
    watchers.watch(fleet);
    long well = fleet.rooms().stream().filter(room -> room.story() != Story.DARK).count();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                watchers.number("count(sum_over_time(up{job=~\"roomwatch.*\"}[2m]) >= 3)") == well
                    && watchers.number("count(room:roomwatch_trouble:rank)") == ROOMS);
  }

  @AfterAll
  static void end() {
    if (watchers != null) {
      watchers.close();
    }
    if (fleet != null) {
      fleet.close();
    }
  }

  @Test
  @Order(1)
  void everyRoomIsScrapedAndCalledBySiteAndName() {
    assertEquals(ROOMS, watchers.number("count(room:roomwatch_trouble:rank)"));
    for (MadeUpRoom room : fleet.rooms()) {
      String instance = room.room().site() + "/" + room.room().name();
      List<JsonNode> found = watchers.ask("up{instance=`" + instance + "`}").valueStream().toList();
      assertEquals(1, found.size(), instance);
      JsonNode labels = found.getFirst().get("metric");
      boolean tls = room.room().site().equals(MadeUpFleet.BEHIND_TLS);
      assertEquals(tls ? "roomwatch-tls" : "roomwatch", labels.get("job").asText());
      assertTrue(
          labels.get("page").asText().startsWith(tls ? "https://127.0.0.1:" : "http://127.0.0.1:"),
          labels.toString());
      assertEquals(
          room.story() == Story.DARK ? "0" : "1", found.getFirst().at("/value/1").asText());
    }
  }

  @Test
  @Order(2)
  void everyQueryOfTheDashboardsHasDataForEveryWayToChoose() {
    String odd = MadeUpFleet.SITES.getFirst() + "/" + MadeUpFleet.ODD;
    Set<String> silent = new TreeSet<>();
    int asked = 0;
    for (Dashboard dashboard : Dashboard.all()) {
      boolean ofFleet = dashboard.json().get("uid").asText().equals("roomwatch-fleet");
      List<Chosen> sites =
          ofFleet
              ? List.of(Chosen.everything(), Chosen.of("st. john's"), Chosen.of(TROUBLED, "berlin"))
              : List.of(Chosen.everything());
      for (Chosen site : sites) {
        Map<String, Chosen> chosen = new HashMap<>(Map.of("site", site));
        if (!ofFleet) {
          chosen.put("instance", Chosen.one(odd));
        }
        options(dashboard, chosen, ofFleet ? MadeUpFleet.SITES : List.of(odd));
        for (Dashboard.Query query : dashboard.queries()) {
          asked++;
          if (!watchers.hasData(query, chosen)) {
            silent.add(query.panel() + " " + site.values() + ": " + query.expression());
          }
        }
      }
    }
    assertEquals(Set.of(), silent);
    assertTrue(asked > 100, "asked " + asked);
  }

  /** What the lists at the top of the dashboard offer; a list that nobody chose from is "All". */
  private static void options(
      Dashboard dashboard, Map<String, Chosen> chosen, List<String> expected) {
    dashboard
        .variables()
        .filter(variable -> variable.get("type").asText().equals("query"))
        .forEach(
            variable -> {
              String name = variable.get("name").asText();
              Map.Entry<String, String> query = Dashboard.labelValues(variable);
              List<String> values =
                  watchers.labelValues(
                      Dashboard.interpolated(query.getKey(), chosen), query.getValue());
              assertFalse(values.isEmpty(), name);
              if (name.equals("site") && expected.size() > 1) {
                assertEquals(new TreeSet<>(expected), new TreeSet<>(values));
              }
              if (name.equals("instance")) {
                assertEquals(ROOMS, values.size());
                assertTrue(values.containsAll(expected), values.toString());
              }
              chosen.putIfAbsent(name, Chosen.everything());
            });
  }

  @Test
  @Order(3)
  void theWorstComesFirstAndIsTheRightRoom() {
    List<JsonNode> rooms =
        watchers.ask("sort_desc(room:roomwatch_trouble:rank)").valueStream().toList();
    assertEquals("4", rooms.getFirst().at("/value/1").asText());
    Map<String, Long> expected =
        fleet.rooms().stream()
            .collect(
                Collectors.groupingBy(
                    room ->
                        switch (room.story()) {
                          case WELL -> "0";
                          case STARTING -> "1";
                          case NO_CONTROLLER, WEAK_WIFI -> "2";
                          case DARK -> "3";
                          case FILTERED, APP_DOWN, NO_GATEWAY, NO_DNS, INCIDENT -> "4";
                        },
                    Collectors.counting()));
    Map<String, Long> found =
        rooms.stream()
            .collect(
                Collectors.groupingBy(room -> room.at("/value/1").asText(), Collectors.counting()));
    assertEquals(expected, found);
  }

  @Test
  @Order(4)
  void aSiteThatIsDownKeepsItsRoomsQuietAndOnlyIts() {
    MadeUpRoom quiet = fleet.rooms(TROUBLED).get(1);
    assertEquals(Story.NO_GATEWAY, quiet.story());
    String own = MadeUpFleet.SITES.getFirst() + "/" + MadeUpFleet.ODD;
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<JsonNode> alerts = watchers.alerts();
              JsonNode site = only(alerts, "RoomwatchSiteDown", "site", TROUBLED);
              assertEquals("active", state(site));
              JsonNode room =
                  only(
                      alerts,
                      "RoomwatchRoomDown",
                      "instance",
                      TROUBLED + "/" + quiet.room().name());
              assertEquals("suppressed", state(room));
              assertEquals(
                  site.get("fingerprint").asText(),
                  room.at("/status/inhibitedBy/0").asText(),
                  room.toString());
              JsonNode dark =
                  only(
                      alerts,
                      "RoomwatchAgentAbsent",
                      "instance",
                      TROUBLED + "/" + fleet.rooms(TROUBLED).getFirst().room().name());
              assertEquals("suppressed", state(dark));
              assertEquals("active", state(only(alerts, "RoomwatchLinkDown", "instance", own)));
              assertEquals(List.of(), named(alerts, "RoomwatchFleetDown"));
            });
    JsonNode link = only(watchers.alerts(), "RoomwatchLinkDown", "instance", own);
    assertTrue(
        link.at("/annotations/summary").asText().endsWith("is down: link.port-filtered"),
        link.toString());
    assertTrue(
        link.at("/annotations/page").asText().matches("http://127\\.0\\.0\\.1:\\d+/"),
        link.toString());
    assertFalse(link.get("labels").has("page"), link.toString());
  }

  @Test
  @Order(5)
  void theAgentsOwnAlertTakesTheWordFromPrometheusAndASiteFromBoth() {
    List<Map<String, String>> told = new ArrayList<>();
    for (MadeUpRoom room : List.of(fleet.rooms().getFirst(), fleet.rooms(TROUBLED).get(1))) {
      told.add(
          Map.of(
              "alertname", "RoomwatchVerdict",
              "room", room.room().name(),
              "site", room.room().site(),
              "verdict", "link.port-filtered",
              "layer", "link",
              "severity", "critical"));
    }
    watchers.tell(told);
    String own = MadeUpFleet.SITES.getFirst() + "/" + MadeUpFleet.ODD;
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<JsonNode> alerts = watchers.alerts();
              assertEquals("suppressed", state(only(alerts, "RoomwatchLinkDown", "instance", own)));
              assertEquals(
                  "active", state(only(alerts, "RoomwatchVerdict", "room", MadeUpFleet.ODD)));
              assertEquals("suppressed", state(only(alerts, "RoomwatchVerdict", "site", TROUBLED)));
            });
  }

  @Test
  @Order(6)
  void manyRoomsOfMostSitesAreOneAlertThatKeepsSitesAndRoomsQuiet() {
    fleet.rooms().stream()
        .filter(room -> room.story() == Story.WELL)
        .limit(ROOMS / 2)
        .forEach(room -> room.becomes(Story.INCIDENT));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<JsonNode> alerts = watchers.alerts();
              JsonNode one = only(alerts, "RoomwatchFleetDown", "scope", "fleet");
              assertEquals("active", state(one));
              assertTrue(
                  one.at("/annotations/description").asText().contains("service.incident in"),
                  one.toString());
              for (String quiet :
                  List.of("RoomwatchSiteDown", "RoomwatchRoomDown", "RoomwatchVerdict")) {
                List<JsonNode> all = named(alerts, quiet);
                assertFalse(all.isEmpty(), quiet);
                all.forEach(alert -> assertEquals("suppressed", state(alert), alert.toString()));
              }
            });
  }

  private static List<JsonNode> named(List<JsonNode> alerts, String name) {
    return alerts.stream()
        .filter(alert -> alert.at("/labels/alertname").asText().equals(name))
        .toList();
  }

  private static JsonNode only(List<JsonNode> alerts, String name, String label, String value) {
    List<JsonNode> found =
        named(alerts, name).stream()
            .filter(alert -> alert.get("labels").path(label).asText().equals(value))
            .toList();
    assertEquals(1, found.size(), name + " of " + value);
    return found.getFirst();
  }

  private static String state(JsonNode alert) {
    return alert.at("/status/state").asText();
  }
}
