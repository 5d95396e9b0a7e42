package io.roomwatch.agent.cli.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.roomwatch.agent.evidence.Sight;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.web.StatusJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningDaemonTest {

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void serves(String path, int code, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private URI url(String host) {
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  private static String silent(URI... urls) {
    return assertInstanceOf(RunningDaemon.Answer.Silent.class, RunningDaemon.ask(List.of(urls)))
        .why();
  }

  private static Sight told(URI... urls) {
    return assertInstanceOf(RunningDaemon.Answer.Told.class, RunningDaemon.ask(List.of(urls)))
        .sight();
  }

  @Test
  void itTellsItsStatusAndThePhasesOfItsLooks() {
    serves("/api/v1/status", 200, StatusJson.of(Rooms.room("Boardroom")));
    serves(
        "/metrics",
        200,
        """
        # TYPE roomwatch_phase_seconds gauge
        roomwatch_phase_seconds{check="cloud.https:zoom.us",phase="first-byte"} 1.2E-2
        roomwatch_phase_seconds{check="cloud.https:zoom.us",phase="resolve"} 0.004
        roomwatch_check_last_run_timestamp_seconds{check="cloud.https:zoom.us"} 1.7951652E9
        roomwatch_check_last_run_timestamp_seconds{check="local.host"} 1.7951652E9
        """);
    Sight sight = told(url("127.0.0.1"));
    assertTrue(sight.remembered());
    assertEquals("Boardroom", sight.status().at("/room/name").asText());
    assertEquals(
        List.of(
            new Sight.Phases(
                "cloud.https:zoom.us",
                Optional.of(Instant.ofEpochSecond(1_795_165_200)),
                Map.of("resolve", 0.004, "first-byte", 0.012))),
        sight.phases());
    assertEquals(
        List.of("resolve", "first-byte"),
        List.copyOf(sight.phases().getFirst().seconds().keySet()),
        "in the order in which they happen");
    assertEquals(Optional.of(Rooms.AT), sight.troubleSince());
    // One that listens on every address is asked on this machine's own.
    assertEquals("by the daemon at " + url("127.0.0.1"), told(url("0.0.0.0")).from());
  }

  @Test
  void whoeverIsNoDaemonIsNotBelieved() throws IOException {
    serves("/api/v1/status", 200, "{\"verdict\": 1}");
    assertEquals(
        "what answers at " + url("127.0.0.1") + " is no daemon of Roomwatch",
        silent(url("127.0.0.1")));
    URI closed;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = URI.create("http://127.0.0.1:" + gone.getLocalPort());
    }
    assertTrue(silent(closed).startsWith("no daemon answers at " + closed + " ("), silent(closed));
    assertTrue(
        silent(URI.create("https://127.0.0.1:1")).contains("serves by https"),
        silent(URI.create("https://127.0.0.1:1")));
    assertEquals("no daemon has kept anything here", silent());
  }

  @Test
  void aDaemonThatWantsALoginOrHangsIsSaidToDoSo() throws IOException {
    serves("/api/v1/status", 401, "");
    assertTrue(silent(url("127.0.0.1")).contains("status 401"), silent(url("127.0.0.1")));
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      URI hanging = URI.create("http://127.0.0.1:" + mute.getLocalPort());
      assertTrue(silent(hanging).contains("Read timed out"), "it waits");
    }
  }

  @Test
  void theNextAddressIsAskedWhenTheFirstIsSilent() {
    serves("/api/v1/status", 200, StatusJson.of(Rooms.room("Boardroom")));
    serves("/metrics", 200, "");
    assertEquals(
        "by the daemon at " + url("127.0.0.1"),
        told(URI.create("http://127.0.0.1:1"), url("127.0.0.1")).from());
  }

  @Test
  void labelsAreUnescaped() {
    assertEquals(
        "a\"b\\n",
        RunningDaemon.phases(
                Stream.of("roomwatch_phase_seconds{check=\"a\\\"b\\\\n\",phase=\"tls\"} 1"))
            .getFirst()
            .check());
  }
}
