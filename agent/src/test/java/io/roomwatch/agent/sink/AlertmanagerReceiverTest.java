package io.roomwatch.agent.sink;

import static io.roomwatch.agent.sink.HttpServerOfFaults.answering;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertmanagerReceiverTest {

  @Test
  void labelsAreStableAndWhatChangesIsInAnnotations() throws Exception {
    JsonNode firing = sent(Notices.firing());
    JsonNode resolved = sent(Notices.resolved());
    assertEquals(
        """
        {"alertname":"RoomwatchVerdict","room":"Boardroom 4.12","site":"berlin","layer":"link",\
        "verdict":"link.port-filtered","severity":"critical"}\
        """,
        firing.get("labels").toString());
    assertEquals(firing.get("labels"), resolved.get("labels"));
    JsonNode annotations = firing.get("annotations");
    assertEquals(Notices.CAUSE.summary(), annotations.get("summary").asText());
    assertEquals(Notices.CAUSE.next(), annotations.get("next").asText());
    assertEquals("2026-11-20 11:00 Europe/Berlin (10:00 UTC)", annotations.get("since").asText());
    assertEquals("2002,2001", annotations.get("codes").asText());
    assertTrue(annotations.get("changes").asText().contains("was removed"));
    assertEquals(Notices.KEY, annotations.get("key").asText());
    assertEquals("https://room.example:10909/", firing.get("generatorURL").asText());
  }

  @Test
  void firingEndsInAnHourUnlessToldAgainAndResolvedWhenItEnded() throws Exception {
    JsonNode firing = sent(Notices.firing());
    assertEquals("2026-11-20T10:00:00Z", firing.get("startsAt").asText());
    assertEquals("2026-11-20T11:40:00Z", firing.get("endsAt").asText());
    assertEquals(firing.get("endsAt"), sent(Notices.of(Notice.Status.REMINDER)).get("endsAt"));
    JsonNode resolved = sent(Notices.resolved());
    assertEquals("2026-11-20T10:00:00Z", resolved.get("startsAt").asText());
    assertEquals("2026-11-20T10:37:20Z", resolved.get("endsAt").asText());
  }

  @Test
  void testAlertEndsByItself() throws Exception {
    JsonNode test = sent(Notices.of(Notice.Status.TEST));
    assertEquals("RoomwatchTest", test.get("labels").get("alertname").asText());
    assertEquals("info", test.get("labels").get("severity").asText());
    assertEquals("2026-11-20T10:45:00Z", test.get("endsAt").asText());
  }

  @Test
  void maintenanceHasANameOfItsOwn() throws Exception {
    Notice.Cause cause = Notices.CAUSE;
    Notice overdue =
        Notices.of(
            Notice.Status.FIRING,
            new Notice.Cause(
                "weekly.room-link",
                "schedule",
                "failed",
                cause.certainty(),
                "Overdue.",
                "Do it.",
                cause.evidence()),
            Notices.CONTEXT);
    JsonNode labels = sent(overdue).get("labels");
    assertEquals("RoomwatchMaintenance", labels.get("alertname").asText());
    assertEquals("weekly.room-link", labels.get("verdict").asText());
    assertEquals("warning", labels.get("severity").asText());
  }

  @Test
  void itIsToldAgainEveryMinuteAndOfAnEndForFive() throws Exception {
    try (Ground ground = new Ground(Ground.PATIENT)) {
      assertEquals(
          Optional.of(new Receiver.Resend(Duration.ofMinutes(1), Duration.ofMinutes(5))),
          ground.receivers().of(sink("http://127.0.0.1:1")).orElseThrow().resend());
    }
  }

  @Test
  void everyMemberIsToldAndOneThatTookItIsEnough() throws Exception {
    try (HttpServerOfFaults well = new HttpServerOfFaults(answering(200));
        HttpServerOfFaults ill = new HttpServerOfFaults(answering(503, "Retry-After: 30"));
        HttpServerOfFaults wrong = new HttpServerOfFaults(answering(404));
        Ground ground = new Ground(Ground.PATIENT)) {
      Delivery taken = deliver(ground, ill, well, wrong);
      assertInstanceOf(Delivery.Taken.class, taken);
      assertTrue(taken.said().contains(ill.port() + " answered 503"), taken.said());
      assertTrue(taken.said().contains(well.port() + " answered 200"), taken.said());
      assertEquals(1, wrong.requests().size());
      Delivery later = deliver(ground, wrong, ill);
      assertEquals(
          Optional.of(Duration.ofSeconds(30)),
          assertInstanceOf(Delivery.Later.class, later).notBefore());
      Delivery rejected = deliver(ground, wrong, wrong);
      assertInstanceOf(Delivery.Rejected.class, rejected);
      assertTrue(rejected.said().contains("without /api/v2"), rejected.said());
    }
  }

  @Test
  void pathBehindAProxyAndTrailingSlashAreKept() throws Exception {
    try (HttpServerOfFaults server = new HttpServerOfFaults(answering(200));
        Ground ground = new Ground(Ground.PATIENT)) {
      for (String path : List.of("", "/", "/am", "/am/")) {
        String url = "http://127.0.0.1:" + server.port() + path;
        ground.receivers().of(sink(url)).orElseThrow().deliver(Notices.firing(), Notices.FIRST);
      }
      assertEquals(
          List.of(
              "POST /api/v2/alerts HTTP/1.1",
              "POST /api/v2/alerts HTTP/1.1",
              "POST /am/api/v2/alerts HTTP/1.1",
              "POST /am/api/v2/alerts HTTP/1.1"),
          server.requests().stream().map(HttpServerOfFaults.Request::line).toList());
      assertFalse(server.last().headers().containsKey("authorization"));
    }
  }

  private static Delivery deliver(Ground ground, HttpServerOfFaults... members) {
    List<URI> urls =
        java.util.Arrays.stream(members)
            .map(member -> URI.create("http://127.0.0.1:" + member.port()))
            .toList();
    return ground
        .receivers()
        .of(new Sink.Alertmanager("am", urls, Optional.empty()))
        .orElseThrow()
        .deliver(Notices.firing(), Notices.FIRST);
  }

  private static JsonNode sent(Notice notice) throws Exception {
    JsonNode alerts = Sent.one(AlertmanagerReceiverTest::sink, notice);
    assertEquals(1, alerts.size());
    return alerts.get(0);
  }

  private static Sink sink(String base) {
    return new Sink.Alertmanager("am", List.of(URI.create(base)), Optional.empty());
  }
}
