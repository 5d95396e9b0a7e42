package io.roomwatch.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.roomwatch.agent.probe.ClosedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertTestCommandTest {

  @TempDir Path folder;
  private Terminal terminal;
  private HttpServer server;

  /** Bodies by path. */
  private final Map<String, String> received = new ConcurrentHashMap<>();

  private int port;

  @BeforeEach
  void serve() throws IOException {
    terminal = new Terminal(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    port = server.getAddress().getPort();
    server.createContext("/ok/", exchange -> answer(exchange, 202));
    server.createContext("/gone/", exchange -> answer(exchange, 404));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    received.put(exchange.getRequestURI().getPath(), new String(body, StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static String sink(String name, String type, int port, String path) {
    return "    - {name: %s, type: %s, url: 'http://127.0.0.1:%d%s'}%n"
        .formatted(name, type, port, path);
  }

  private void configure(String... sinks) throws IOException {
    terminal.configure(
        "room: {name: Boardroom 4.12, site: berlin}\nalerts:\n  sinks:\n" + String.join("", sinks));
  }

  @Test
  void everySinkGetsOneTestAndSaysWhatItAnswered() throws IOException {
    configure(
        sink("ops", "webhook", port, "/ok/hook-secret"),
        "    - {name: fleet, type: alertmanager, urls: ['http://127.0.0.1:%d/ok']}%n"
            .formatted(port),
        sink("alive", "heartbeat", port, "/ok/beat-secret"));
    assertEquals(0, terminal.run("alert", "test"), terminal.out);
    assertEquals(
        """
        ops (webhook): took it: 127.0.0.1:%1$d answered 202
        fleet (alertmanager): took it: 127.0.0.1:%1$d answered 202
        alive (heartbeat): took it: 127.0.0.1:%1$d answered 202
        """
            .formatted(port),
        terminal.out);
    JsonNode hook = new ObjectMapper().readTree(received.get("/ok/hook-secret"));
    assertEquals("test", hook.get("status").asText());
    assertEquals("berlin/Boardroom_4.12/test", hook.get("key").asText());
    assertEquals("Boardroom 4.12", hook.get("room").get("name").asText());
    assertEquals("2026-11-18T10:00:00Z", hook.get("started").asText());
    assertEquals(
        "This is a test alert: nothing is broken.", hook.get("verdict").get("summary").asText());
    JsonNode fleet = new ObjectMapper().readTree(received.get("/ok/api/v2/alerts"));
    assertEquals("RoomwatchTest", fleet.get(0).get("labels").get("alertname").asText());
    assertEquals("", received.get("/ok/beat-secret"));
    assertFalse(Files.exists(terminal.state));
  }

  @Test
  void oneThatDoesNotTakeItIsExit2WithTheWayToTheFixAndWithoutSecrets() throws IOException {
    int nobody = ClosedPorts.tcp();
    configure(
        sink("ops", "webhook", port, "/gone/hook-secret"),
        sink("down", "webhook", nobody, "/down-secret"),
        sink("good", "webhook", port, "/ok/"));
    assertEquals(2, terminal.run("alert", "test"));
    List<String> lines = terminal.out.lines().toList();
    assertEquals(
        "ops (webhook): refused it, an alert would be parked: 127.0.0.1:"
            + port
            + " answered 404: there is nothing at this address; check the URL",
        lines.get(0));
    assertTrue(
        lines.get(1).startsWith("down (webhook): did not take it, an alert would be tried again: "),
        lines.get(1));
    assertTrue(lines.get(1).contains("refuses the connection"), lines.get(1));
    assertTrue(lines.get(2).startsWith("good (webhook): took it"), lines.get(2));
    assertFalse((terminal.out + terminal.err).contains("secret"), terminal.out);
  }

  @Test
  void sinksAreTriedAtTheSameTime() throws IOException {
    // Neither is answered before both have come.
    CyclicBarrier both = new CyclicBarrier(2);
    server.createContext(
        "/both/",
        exchange -> {
          try {
            both.await(15, TimeUnit.SECONDS);
            answer(exchange, 200);
          } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            answer(exchange, 500);
          }
        });
    configure(sink("one", "webhook", port, "/both/1"), sink("two", "webhook", port, "/both/2"));
    assertEquals(0, terminal.run("alert", "test"), terminal.out);
  }

  @Test
  void onlyTheNamedOnesAreTried() throws IOException {
    configure(sink("ops", "webhook", port, "/ok/1"), sink("chat", "webhook", port, "/gone/2"));
    assertEquals(0, terminal.run("alert", "test", "ops"));
    assertEquals(1, terminal.out.lines().count());
    assertEquals(1, received.size());
  }

  @Test
  void anUnknownSinkIsRefusedWithASuggestionAndNothingIsSent() throws IOException {
    configure(sink("ops", "webhook", port, "/ok/"), sink("chat", "webhook", port, "/ok/"));
    assertEquals(64, terminal.run("alert", "test", "ops", "chatt"));
    assertEquals(
        """
        roomwatch: no sink is named 'chatt'; did you mean 'chat'?
        Try 'roomwatch alert test --help'.
        """,
        terminal.err);
    assertEquals(64, terminal.run("alert", "test", "pagerduty-emea"));
    assertTrue(
        terminal.err.startsWith(
            "roomwatch: no sink is named 'pagerduty-emea'; there are ops, chat\n"),
        terminal.err);
    assertEquals(Map.of(), received);
  }

  @Test
  void withoutSinksThatIsSaid() {
    assertEquals(2, terminal.run("alert", "test"));
    assertEquals(
        "No sinks are configured (alerts.sinks): nobody is told of anything.\n", terminal.out);
    assertEquals(64, terminal.run("alert", "test", "ops"));
    assertTrue(
        terminal.err.startsWith(
            "roomwatch: no sink is named 'ops': none is configured (alerts.sinks)\n"),
        terminal.err);
  }

  @Test
  void aBadConfigurationIsExit78() throws IOException {
    terminal.configure("alerts: {sinks: [{name: x, type: pidgeon}]}");
    assertEquals(78, terminal.run("alert", "test"));
    assertEquals("", terminal.out);
  }
}
