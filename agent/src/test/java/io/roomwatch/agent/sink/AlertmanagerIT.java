package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.DebianServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Debian's Alertmanager shows, groups and resolves what it is sent. */
class AlertmanagerIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void alertIsShownGroupedAndResolved() throws Exception {
    try (HttpServerOfFaults pager = new HttpServerOfFaults(HttpServerOfFaults.answering(200));
        DebianServer server =
            new DebianServer("prometheus-alertmanager", "prometheus-alertmanager");
        Ground ground = new Ground(Ground.PATIENT)) {
      String base = started(server, pager.port());
      Receiver receiver =
          ground
              .receivers()
              .of(new Sink.Alertmanager("am", List.of(URI.create(base)), Optional.empty()))
              .orElseThrow();

      assertTaken(receiver.deliver(since(Notice.Status.FIRING), Notices.FIRST));
      JsonNode shown = get(base + "/api/v2/alerts").get(0);
      assertEquals("active", shown.get("status").get("state").asText());
      assertEquals("RoomwatchVerdict", shown.get("labels").get("alertname").asText());
      assertEquals(Notices.CAUSE.next(), shown.get("annotations").get("next").asText());
      JsonNode group = get(base + "/api/v2/alerts/groups").get(0);
      assertEquals("Boardroom 4.12", group.get("labels").get("room").asText());
      assertEquals(1, group.get("alerts").size());
      awaitTold(pager, "firing");

      // Told again it stays the same alert.
      assertTaken(receiver.deliver(since(Notice.Status.REMINDER), Notices.FIRST));
      assertEquals(1, get(base + "/api/v2/alerts").size());

      assertTaken(receiver.deliver(since(Notice.Status.RESOLVED), Notices.FIRST));
      awaitTold(pager, "resolved");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(base + "/api/v2/alerts").isEmpty());
    }
  }

  private static String started(DebianServer server, int pagerPort) throws IOException {
    server.file(
        "alertmanager.yml",
        """
        route: {receiver: pager, group_by: [room], group_wait: 0s, group_interval: 1s}
        receivers:
          - name: pager
            webhook_configs: [{url: "http://127.0.0.1:%d/"}]
        """
            .formatted(pagerPort));
    String base = "http://127.0.0.1:" + DatagramBench.freePort();
    server
        .start(
            "--config.file=alertmanager.yml",
            "--storage.path=data",
            "--cluster.listen-address=",
            "--web.listen-address=" + base.substring("http://".length()))
        .awaitUntil(() -> ready(base));
    return base;
  }

  private static boolean ready(String base) {
    try {
      return get(base + "/api/v2/status").has("uptime");
    } catch (Exception e) {
      return false;
    }
  }

  /** The alert of now: one of long ago would be over at once. */
  private static Notice since(Notice.Status status) {
    Notice notice = Notices.of(status);
    Instant now = Instant.now();
    return new Notice(
        status,
        notice.key(),
        notice.room(),
        notice.cause(),
        now.minus(Duration.ofMinutes(5)),
        notice.ended().map(end -> now.minusMillis(1)),
        notice.context());
  }

  private static void assertTaken(Delivery delivery) {
    assertInstanceOf(Delivery.Taken.class, delivery, delivery.said());
  }

  private static void awaitTold(HttpServerOfFaults pager, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertTrue(
                    pager.requests().stream()
                        .anyMatch(
                            told ->
                                told.body().contains("\"status\":\"" + status + "\"")
                                    && told.body().contains(Notices.KEY)),
                    pager.requests().toString()));
  }

  private static JsonNode get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }
}
