package io.roomwatch.agent.image;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.roomwatch.agent.probe.ClosedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built image from a broken port to a webhook, killed in between; and commands beside it. All
 * on loopback.
 */
class AlertIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private record Told(Instant at, JsonNode body) {}

  @TempDir private Path folder;

  private final List<Told> told = new CopyOnWriteArrayList<>();
  private HttpServer receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
          told.add(new Told(Instant.now(), body));
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  /** A port that is asked every second, and whose failure is told at once. */
  private List<String> arguments(int port) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("roomwatch.yaml"),
            """
            room: {name: Boardroom}
            cloud: {hosts: [localhost], profile: custom, ports: [tcp/%d], proxy: none, ntp: 127.0.0.1, resolvers: [127.0.0.1], status: {url: "http://127.0.0.1:1/", fallback_url: "http://127.0.0.1:1/"}}
            checks:
              cloud.tcp: {interval: 1s, timeout: 500ms}
              local.gateway: {enabled: false}
              local.interface: {enabled: false}
              link.listener: {enabled: false}
              room.app: {enabled: false}
              cloud.tls: {enabled: false}
              cloud.https: {enabled: false}
              cloud.dns: {enabled: false}
            alerts: {group_wait: 0s, sinks: [{name: ops, type: webhook, url: "http://127.0.0.1:%d/"}]}
            """
                .formatted(port, receiver.getAddress().getPort()));
    return List.of(
        "--config.file", config.toString(), "--storage.path", folder.resolve("state").toString());
  }

  @Test
  void whatWasToldAsBrokenIsToldAsMendedAlsoAfterKillNine() throws Exception {
    ServerSocket port = open(0);
    int number = port.getLocalPort();
    String[] arguments = arguments(number).toArray(String[]::new);
    try (Daemon daemon = new Daemon(arguments)) {
      await().atMost(PATIENCE).until(() -> state(daemon, number).equals("ok"));
      port.close();
      try (Socket nobody = ClosedPorts.whenFree(() -> ClosedPorts.held(number))) {
        assertTrue(nobody.isBound());
        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        Instant believed = Instant.parse(check(daemon, number).at("/since").asText());
        System.out.println(
            "from the first failing look to the webhook, three looks of 1 s between: "
                + Duration.between(believed, told.get(0).at()).toMillis()
                + " ms");
        daemon.signal("KILL");
      }
    }
    assertEquals("firing", told.get(0).body().at("/status").asText());
    String key = key(told.get(0));
    try (ServerSocket mended = open(number);
        Daemon daemon = new Daemon(arguments)) {
      // The firing may come twice: the first process died before it knew that it was taken.
      await()
          .atMost(PATIENCE)
          .until(() -> told.getLast().body().at("/status").asText().equals("resolved"));
      assertTrue(mended.isBound());
      assertEquals(Set.of(key), told.stream().map(AlertIT::key).collect(Collectors.toSet()));
      assertTrue(
          daemon.get("/metrics").body().contains("roomwatch_alert_firing 0.0"), daemon.log());
      besideIt();
      assertEquals(0, daemon.stop(), daemon.log());
    }
  }

  private static String key(Told told) {
    return told.body().at("/key").asText();
  }

  /** Commands work while the daemon runs; a second daemon does not. */
  private void besideIt() throws Exception {
    String state = folder.resolve("state").toString();
    String second = said(69, "run", "--storage.path", state, "--web.listen-address", "127.0.0.1:0");
    assertTrue(second.contains("is in use by another Roomwatch daemon (process "), second);
    String attested = said(0, "attest", "annual.licensing", "--by", "Ann", "--storage.path", state);
    assertTrue(attested.contains("Ann attests pass for annual.licensing"), attested);
    String schedule = said(0, "schedule", "--format", "json", "--storage.path", state);
    assertTrue(schedule.contains("\"by\" : \"Ann\""), schedule);
    String events = said(0, "events", "--since", "1h", "--storage.path", state);
    assertTrue(events.contains("Ann attests pass"), events);
    assertTrue(events.contains("alert"), events);
  }

  private static String said(int code, String... arguments) throws Exception {
    Process process = Daemon.start(arguments);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), said);
    return said;
  }

  /** Accepts, and closes a moment later, until it is closed itself. */
  private static ServerSocket open(int port) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread unused =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!listener.isClosed()) {
                    try (Socket peer = listener.accept()) {
                      int end = peer.getInputStream().read();
                      assertEquals(-1, end);
                    } catch (IOException e) {
                      // Closed: the test goes on without it.
                    }
                  }
                });
    return listener;
  }

  private static String state(Daemon daemon, int port) throws Exception {
    return check(daemon, port).at("/state").asText();
  }

  private static JsonNode check(Daemon daemon, int port) throws Exception {
    JsonNode status = new ObjectMapper().readTree(daemon.get("/api/v1/status").body());
    for (JsonNode check : status.at("/checks")) {
      if (check.at("/id").asText().equals("cloud.tcp:localhost:" + port)) {
        return check;
      }
    }
    throw new AssertionError("no such check: " + status);
  }
}
