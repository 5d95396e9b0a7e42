package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static io.roomwatch.agent.probe.Lab.phases;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.StatusPageProbe.Component;
import io.roomwatch.agent.probe.StatusPageProbe.Health;
import io.roomwatch.agent.probe.StatusPageProbe.Page;
import io.roomwatch.agent.probe.http.StatusPageReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusPageProbeTest {

  /** The shape of the summary document; names and values are made up. */
  private static final String SUMMARY =
      """
      {"page": {"id": "x", "name": "Zoom", "url": "https://www.zoomstatus.com",
                "time_zone": "Etc/UTC", "updated_at": "2026-11-20T02:00:00.123-08:00"},
       "components": [
         {"id": "1", "name": "Zoom Rooms", "status": "operational", "group": false, "group_id": "9"},
         {"id": "2", "name": "Zoom Phone", "status": "under_maintenance", "group": false},
         {"id": "3", "name": "Meetings", "status": "degraded_performance", "group": false},
         {"id": "4", "name": "Chat", "status": "partial_outage"},
         {"id": "5", "name": "Website", "status": "major_outage", "group": false},
         {"id": "6", "name": "New thing", "status": "on_fire", "group": false},
         {"id": "7", "name": "Odd thing", "status": null},
         {"id": "9", "name": "Rooms group", "status": "major_outage", "group": true}],
       "incidents": [
         {"name": "Slow\\njoins", "status": "monitoring", "impact": "minor",
          "created_at": "2026-11-20T08:00:00Z", "started_at": "2026-11-20T07:30:00.000Z",
          "components": [{"name": "Meetings"}, {"name": "Zoom Rooms"}]},
         {"name": "Bare", "status": "investigating", "impact": "none",
          "created_at": "2026-11-20T08:00:00Z"}],
       "scheduled_maintenances": [],
       "status": {"indicator": "major", "description": "Partial System Outage"}}
      """;

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private StatusPageProbe.Result answered(String answer) throws Exception {
    try (TestServer server = TestServer.answering(answer)) {
      URI uri = URI.create("http://" + server.target() + "/api/v2/summary.json");
      return await(
          lab.probes().statusPage(new StatusPageProbe.Spec(uri, Lab.PATIENT, Optional.empty())));
    }
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body;
  }

  @Test
  void summaryIsRead() throws Exception {
    StatusPageProbe.Result result = answered(ok(SUMMARY));
    assertEquals(Reason.OK, result.outcome().reason(), result.toString());
    assertEquals(
        List.of(Phase.CONNECT, Phase.FIRST_BYTE, Phase.TRANSFER), phases(result.outcome()));
    Page page = result.page().orElseThrow();
    assertEquals("major", page.indicator());
    assertEquals(Optional.of(Instant.parse("2026-11-20T10:00:00.123Z")), page.updated());
    assertEquals(
        List.of(
            new Component("Zoom Rooms", Health.OPERATIONAL),
            new Component("Zoom Phone", Health.UNDER_MAINTENANCE),
            new Component("Meetings", Health.DEGRADED_PERFORMANCE),
            new Component("Chat", Health.PARTIAL_OUTAGE),
            new Component("Website", Health.MAJOR_OUTAGE),
            new Component("New thing", Health.UNKNOWN),
            new Component("Odd thing", Health.UNKNOWN)),
        page.components());
    StatusPageProbe.Incident first = page.incidents().get(0);
    assertEquals("Slow joins", first.name());
    assertEquals("minor", first.impact());
    assertEquals("monitoring", first.status());
    assertEquals(Optional.of(Instant.parse("2026-11-20T07:30:00Z")), first.since());
    assertEquals(List.of("Meetings", "Zoom Rooms"), first.components());
    StatusPageProbe.Incident second = page.incidents().get(1);
    assertEquals(Optional.of(Instant.parse("2026-11-20T08:00:00Z")), second.since());
    assertEquals(List.of(), second.components());
  }

  @Test
  void pageWithoutATimeStampHasNone() {
    assertEquals(
        Optional.empty(),
        read("{'page':{'updated_at':'soon'},'status':{'indicator':'none'},'components':[]}")
            .orElseThrow()
            .updated());
  }

  @Test
  void valuesOfTheWrongShapeAreAsGoodAsAbsent() {
    String json =
        String.join(
            "",
            "{'page':[{'updated_at':'2026-11-20T02:00:00Z'}],",
            "'status':{'x':{'indicator':'major'},'indicator':'none'},",
            "'components':[{'name':{'name':'a'},'status':['operational'],'group':[true]},",
            "7,[{'name':'b'}],null],",
            "'incidents':{'name':'c'}}");
    Page page = read(json).orElseThrow();
    assertEquals("none", page.indicator());
    assertEquals(Optional.empty(), page.updated());
    assertEquals(Collections.nCopies(4, new Component("", Health.UNKNOWN)), page.components());
    assertEquals(List.of(), page.incidents());
  }

  @Test
  void endlessListsAreKeptToABound() {
    String many = "[" + "{},".repeat(600_000) + "{}]";
    String json = "{'components':" + many + ",'incidents':" + many;
    Page page = read(json + ",'status':{'indicator':'none'}}").orElseThrow();
    assertEquals(1000, page.components().size());
    assertEquals(1000, page.incidents().size());
  }

  /** With single quotes for double ones. */
  private static Optional<Page> read(String json) {
    return StatusPageReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anyOtherStatusIsSaid() throws Exception {
    StatusPageProbe.Result moved =
        answered("HTTP/1.1 301 Moved\r\nLocation: https://www.zoomstatus.com/\r\n\r\n");
    assertEquals(Reason.HTTP_STATUS, moved.outcome().reason());
    assertEquals("HTTP 301", moved.outcome().detail());
    assertEquals(Optional.empty(), moved.page());
  }

  @Test
  void halfAPageIsNotAHealthyOne() throws Exception {
    for (String body :
        List.of(
            "",
            "<html>blocked by policy</html>",
            "{}",
            "[]",
            "null",
            "{\"status\":{\"indicator\":\"none\"}}",
            "{\"components\":[]}",
            "{\"components\":{},\"status\":{\"indicator\":\"none\"}}",
            "{\"components\":[],\"status\":{\"indicator\":0}}",
            SUMMARY.substring(0, SUMMARY.length() / 2),
            SUMMARY + "trailing")) {
      StatusPageProbe.Result result = answered(ok(body));
      assertEquals(Reason.ERROR, result.outcome().reason(), body);
      assertEquals(Optional.empty(), result.page(), body);
    }
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() throws Exception {
    for (String open : List.of("[", "{\"a\":")) {
      StatusPageProbe.Result result = answered(ok(open.repeat(100_000)));
      assertEquals(Reason.ERROR, result.outcome().reason());
    }
  }

  @Test
  void pageLongerThanTwoMebibytesIsAnError() throws Exception {
    StatusPageProbe.Result result = answered(ok(" ".repeat(3 * 1024 * 1024) + SUMMARY));
    assertEquals(Reason.ERROR, result.outcome().reason());
    assertTrue(result.outcome().detail().contains("longer than"), result.toString());
  }

  @Test
  void transportFailuresAreThoseOfHttp() throws Exception {
    assertEquals(
        Reason.CLOSED_EARLY,
        answered("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{").outcome().reason());
    URI dead = URI.create("http://" + TestServer.refusing() + "/");
    StatusPageProbe.Spec spec = new StatusPageProbe.Spec(dead, Lab.PATIENT, Optional.empty());
    assertEquals(Reason.REFUSED, await(lab.probes().statusPage(spec)).outcome().reason());
    StatusPageProbe.Spec other =
        new StatusPageProbe.Spec(URI.create("file:/x"), Lab.PATIENT, Optional.empty());
    assertEquals(Reason.ERROR, await(lab.probes().statusPage(other)).outcome().reason());
  }
}
