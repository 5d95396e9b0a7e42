package io.roomwatch.agent.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.fleet.Dashboard.Chosen;
import io.roomwatch.agent.probe.DatagramBench;
import io.roomwatch.agent.probe.DebianServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Debian's Prometheus and Alertmanager with the packaged files, in a hurry. */
final class Watchers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCRAPE_SECONDS = 4;

  /** What a dashboard shows in this test. */
  private static final int RANGE_SECONDS = 120;

  private final HttpClient client = HttpClient.newHttpClient();
  private final DebianServer prometheus = new DebianServer("prometheus", "prometheus");
  private final DebianServer alertmanager =
      new DebianServer("prometheus-alertmanager", "prometheus-alertmanager");
  private final String prometheusUrl = "http://127.0.0.1:" + DatagramBench.freePort();
  private final String alertmanagerUrl = "http://127.0.0.1:" + DatagramBench.freePort();

  void watch(MadeUpFleet fleet) throws IOException {
    alertmanager.file(
        "alertmanager.yml",
        changed("alertmanager.yml", Map.of("group_wait: 1m", "group_wait: 1s")));
    alertmanager
        .start(
            "--config.file=alertmanager.yml",
            "--storage.path=data",
            "--cluster.listen-address=",
            "--web.listen-address=" + alertmanagerUrl.substring("http://".length()))
        .awaitUntil(() -> ready(alertmanagerUrl));
    fleet.write(prometheus.folder());
    prometheus.file(
        "prometheus.yml",
        changed(
            "prometheus.yml",
            Map.of(
                "scrape_interval: 30s",
                "scrape_interval: " + SCRAPE_SECONDS + "s",
                "scrape_timeout: 10s",
                "scrape_timeout: " + SCRAPE_SECONDS + "s",
                "evaluation_interval: 30s",
                "evaluation_interval: 1s",
                "127.0.0.1:9093",
                alertmanagerUrl.substring("http://".length()))));
    prometheus.file("roomwatch.records.yml", packaged("roomwatch.records.yml"));
    prometheus.file(
        "roomwatch.alerts.yml",
        packaged("roomwatch.alerts.yml")
            .replaceAll("(?m)^( +)for: \\w+$", "$1for: 1s")
            .replaceAll("(?m)^( +)keep_firing_for: \\w+$", "$1keep_firing_for: 1s"));
    prometheus
        .start(
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--web.listen-address=" + prometheusUrl.substring("http://".length()))
        .awaitUntil(() -> ready(prometheusUrl));
  }

  private static String packaged(String name) throws IOException {
    return Files.readString(Packaged.PROMETHEUS.resolve(name));
  }

  private static String changed(String name, Map<String, String> changes) throws IOException {
    String text = packaged(name);
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertTrue(text.contains(change.getKey()), change.getKey());
      text = text.replace(change.getKey(), change.getValue());
    }
    return text;
  }

  /** The result of an instant query. */
  JsonNode ask(String query) {
    return data(prometheusUrl + "/api/v1/query?query=" + encoded(query)).get("result");
  }

  /** The one number of a query; NaN without one. */
  double number(String query) {
    return ask(query).at("/0/value/1").asDouble(Double.NaN);
  }

  List<String> labelValues(String metric, String label) {
    return data(prometheusUrl + "/api/v1/label/" + label + "/values?match[]=" + encoded(metric))
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  /** Whether a query of a dashboard has a number to show. */
  boolean hasData(Dashboard.Query query, Map<String, Chosen> chosen) {
    Map<String, Chosen> all = new HashMap<>(chosen);
    // As Grafana reckons them: four scrapes and what the graph's width gives.
    all.put("__rate_interval", Chosen.one(4 * SCRAPE_SECONDS + "s"));
    all.put("__interval", Chosen.one(SCRAPE_SECONDS + "s"));
    all.put("__range", Chosen.one(RANGE_SECONDS + "s"));
    String expression = encoded(Dashboard.interpolated(query.expression(), all));
    long now = Instant.now().getEpochSecond();
    String url =
        query.instant()
            ? "/api/v1/query?query=" + expression
            : "/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                .formatted(expression, now - RANGE_SECONDS, now, SCRAPE_SECONDS);
    return data(prometheusUrl + url)
        .get("result")
        .valueStream()
        .flatMap(
            series ->
                query.instant()
                    ? java.util.stream.Stream.of(series.get("value"))
                    : series.get("values").valueStream())
        .anyMatch(value -> Double.isFinite(parsed(value.get(1).asText())));
  }

  private static double parsed(String text) {
    return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  /** Everything that Alertmanager has, also what it keeps back. */
  List<JsonNode> alerts() {
    return get(alertmanagerUrl + "/api/v2/alerts").valueStream().toList();
  }

  /** Tells Alertmanager of firing alerts, as an agent does. */
  void tell(List<Map<String, String>> labels) {
    try {
      String body =
          JSON.writeValueAsString(
              labels.stream()
                  .map(
                      each ->
                          Map.of(
                              "labels", each,
                              "startsAt", Instant.now().toString(),
                              "endsAt", Instant.now().plusSeconds(3600).toString()))
                  .toList());
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(alertmanagerUrl + "/api/v2/alerts"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode data(String url) {
    JsonNode answer = get(url);
    assertEquals("success", answer.path("status").asText(), () -> url + "\n" + answer);
    return answer.get("data");
  }

  private JsonNode get(String url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean ready(String url) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/-/ready")).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    prometheus.close();
    alertmanager.close();
    client.close();
  }
}
