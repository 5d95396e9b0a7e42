package io.roomwatch.agent.image;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.probe.DatagramBench;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's own Prometheus and promtool against the image. */
class PrometheusIT {

  @TempDir private Path folder;

  @BeforeAll
  static void needsPrometheus() {
    boolean there =
        Files.isExecutable(Path.of("/usr/bin/prometheus"))
            && Files.isExecutable(Path.of("/usr/bin/promtool"));
    if (!there) {
      System.out.println("skipped: prometheus is not installed");
    }
    assumeTrue(there, "prometheus is not installed");
  }

  @Test
  void promtoolHasNothingToSay() throws Exception {
    try (Daemon daemon =
        new Daemon(
            "--config.file",
            Files.writeString(folder.resolve("quiet.yaml"), Daemon.quiet("Scraped")).toString())) {
      Path page = Files.writeString(folder.resolve("metrics.txt"), daemon.get("/metrics").body());
      Process lint =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectInput(page.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("", said);
      assertEquals(0, lint.waitFor());
    }
  }

  @Test
  void aRealPrometheusScrapesItAndAnswersQueries() throws Exception {
    int port = DatagramBench.freePort();
    try (Daemon daemon =
            new Daemon(
                "--config.file",
                Files.writeString(folder.resolve("quiet.yaml"), Daemon.quiet("Scraped"))
                    .toString());
        HttpClient client = HttpClient.newHttpClient()) {
      Path config = folder.resolve("prometheus.yml");
      Files.writeString(
          config,
          """
          global: {scrape_interval: 1s}
          scrape_configs:
            - job_name: roomwatch
              static_configs: [{targets: ["%s"]}]
          """
              .formatted(URI.create(daemon.url()).getAuthority()));
      Process prometheus =
          new ProcessBuilder(
                  "prometheus",
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("prometheus.log").toFile())
              .start();
      try {
        await()
            .atMost(Duration.ofSeconds(40))
            .ignoreExceptions()
            .until(() -> value(client, port, "up{job=\"roomwatch\"}") == 1);
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> value(client, port, "roomwatch_build_info") == 1);
        assertEquals(1.0, value(client, port, "sum(roomwatch_verdict)"));
        assertTrue(value(client, port, "count(roomwatch_check_state)") >= 4 * 10);
        assertEquals(
            1.0,
            value(client, port, "max(sum by (check) (roomwatch_check_state))"),
            "one state is set per check");
        assertTrue(value(client, port, "count(jvm_memory_used_bytes)") > 0);
      } finally {
        prometheus.destroy();
        prometheus.waitFor();
      }
    }
  }

  private static double value(HttpClient client, int port, String query)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/query?query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8));
    JsonNode answer =
        new ObjectMapper()
            .readTree(
                client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
    return answer.at("/data/result/0/value/1").asDouble(Double.NaN);
  }
}
