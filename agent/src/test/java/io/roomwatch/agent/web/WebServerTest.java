package io.roomwatch.agent.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.metrics.CheckMeters;
import io.roomwatch.agent.metrics.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class WebServerTest {

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<Optional<String>> unready = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<String>> faults = new AtomicReference<>(Optional.empty());
  private final CheckMeters looks = new CheckMeters();
  private final Metrics metrics = new Metrics(() -> Rooms.scene("Boardroom <4.12>"), looks);
  private final HttpClient client = HttpClient.newHttpClient();
  private WebServer server;

  /** Tells what it is asked for. */
  private final Showroom showroom =
      new Showroom(() -> Rooms.room("Boardroom <4.12>"), unready::get, faults::get) {
        @Override
        public List<Event> events(Duration since, int most) throws IOException {
          if (since.equals(Duration.ofDays(13))) {
            throw new IOException("the disk is gone");
          }
          return List.of(
              new Event(
                  Rooms.AT,
                  Event.Kind.CHANGE,
                  "address eth0",
                  since + " " + most,
                  Optional.of("10.0.0.1"),
                  Optional.empty()));
        }
      };

  @BeforeEach
  void start() throws IOException {
    looks.observed(Rooms.refused());
    server =
        new WebServer(
            List.of(new ListenAddress(new InetSocketAddress("127.0.0.1", 0))),
            showroom.site(metrics),
            Showroom.open(),
            Showroom.probe(),
            Showroom.ground(workers));
  }

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
    workers.close();
    client.close();
  }

  @Test
  void theEventsAreThoseOfTheTimeAskedFor() throws Exception {
    HttpResponse<String> answer = get("/api/v1/events");
    assertEquals(200, answer.statusCode());
    JsonNode event = new ObjectMapper().readTree(answer.body()).get(0);
    assertEquals("change", event.at("/kind").asText());
    assertEquals("PT168H 1000", event.at("/text").asText());
    assertEquals("10.0.0.1", event.at("/from").asText());
    assertTrue(event.at("/to").isNull());
    assertTrue(get("/api/v1/events?since=2h&limit=7").body().contains("PT2H 7"));
    for (String bad : List.of("since=yesterday", "since=", "limit=0", "limit=10001", "limit=x")) {
      HttpResponse<String> refused = get("/api/v1/events?" + bad);
      assertEquals(400, refused.statusCode(), bad);
      assertTrue(refused.body().startsWith(bad.substring(0, 5)), refused.body());
    }
    HttpResponse<String> gone = get("/api/v1/events?since=13d");
    assertEquals(503, gone.statusCode());
    assertTrue(gone.body().contains("the disk is gone"), gone.body());
  }

  @Test
  void theScheduleIsAnArray() throws Exception {
    HttpResponse<String> answer = get("/api/v1/schedule");
    assertEquals(200, answer.statusCode());
    assertTrue(new ObjectMapper().readTree(answer.body()).isArray());
  }

  @Test
  void theStatusIsTheDocumentOfTheContract() throws Exception {
    HttpResponse<String> answer = get("/api/v1/status");
    assertEquals(200, answer.statusCode());
    assertEquals("application/json", answer.headers().firstValue("content-type").orElseThrow());
    JsonNode status = new ObjectMapper().readTree(answer.body());
    assertEquals("Boardroom <4.12>", status.at("/room/name").asText());
    assertEquals("link.port-closed", status.at("/verdict/id").asText());
    assertEquals("link", status.at("/verdict/layer").asText());
    assertEquals("2002", status.at("/verdict/codes/0").asText());
    assertEquals("link.peer:boardroom-pc", status.at("/checks/0/id").asText());
    assertEquals("refused", status.at("/checks/0/reason").asText());
    assertTrue(status.at("/checks/0/values/connect_seconds").isNull());
    assertEquals(9090, status.at("/checks/0/values/port").asInt());
    assertTrue(status.at("/checks/1/at").isNull(), "a check that never ran has no time");
  }

  @Test
  void aPlainClientGetsTextAndPrometheusGetsOpenMetrics() throws Exception {
    HttpResponse<String> text = get("/metrics");
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        text.headers().firstValue("content-type").orElseThrow());
    assertTrue(
        text.body()
            .contains(
                "roomwatch_check_state{check=\"link.peer:boardroom-pc\",group=\"link\",state=\"failed\"}"
                    + " 1.0\n"),
        text.body());
    assertFalse(text.body().contains("# EOF"));
    // The header that Prometheus 2.42 and 3.x send.
    for (String accept :
        List.of(
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2")) {
      HttpResponse<String> open = send(request("/metrics").header("Accept", accept).GET().build());
      assertTrue(
          open.headers()
              .firstValue("content-type")
              .orElseThrow()
              .startsWith("application/openmetrics-text; version=1.0.0"));
      assertTrue(open.body().endsWith("# EOF\n"));
    }
    for (String not :
        List.of("application/openmetrics-text;q=0", "application/openmetrics-text; Q=0.00, */*")) {
      HttpResponse<String> plain = send(request("/metrics").header("Accept", not).GET().build());
      assertFalse(plain.body().contains("# EOF"), not);
    }
  }

  @Test
  void gzipIsSentOnlyWhenAsked() throws Exception {
    HttpRequest asked = request("/metrics").header("Accept-Encoding", "gzip").GET().build();
    HttpResponse<byte[]> zipped = client.send(asked, BodyHandlers.ofByteArray());
    assertEquals("gzip", zipped.headers().firstValue("content-encoding").orElseThrow());
    byte[] body = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
    assertTrue(new String(body, StandardCharsets.UTF_8).contains("roomwatch_build_info"));
    HttpRequest refused =
        request("/metrics").header("Accept-Encoding", "gzip;q=0, identity").GET().build();
    assertTrue(
        client
            .send(refused, BodyHandlers.ofByteArray())
            .headers()
            .firstValue("content-encoding")
            .isEmpty());
  }

  @Test
  void readinessFollowsTheAgentAndHealthDoesNot() throws Exception {
    assertEquals(200, get("/-/ready").statusCode());
    unready.set(Optional.of("the scheduler has made no progress for 40 s"));
    assertEquals(503, get("/-/ready").statusCode());
    assertEquals("the scheduler has made no progress for 40 s\n", get("/-/ready").body());
    assertEquals(200, get("/-/healthy").statusCode());
  }

  @Test
  void reloadIsAPostFromThisMachineAndSaysEveryFault() throws Exception {
    assertEquals(405, get("/-/reload").statusCode());
    assertEquals(200, post("/-/reload").statusCode());
    faults.set(Optional.of("roomwatch.yaml:3:1: rom: unknown key"));
    HttpResponse<String> bad = post("/-/reload");
    assertEquals(500, bad.statusCode());
    assertTrue(bad.body().contains("roomwatch.yaml:3:1: rom: unknown key"));
    HttpRequest fromPage =
        request("/-/reload")
            .header("Origin", "http://evil.example")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertEquals(403, send(fromPage).statusCode());
  }

  @Test
  void thePageEscapesNamesAndLinksEverything() throws Exception {
    HttpResponse<String> page = get("/");
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("<h1>Boardroom &lt;4.12&gt;</h1>"), page.body());
    assertTrue(page.body().contains("port 9090 is closed on &lt;boardroom-pc&gt;"));
    for (String link :
        List.of(
            "/api/v1/status",
            "/api/v1/events",
            "/api/v1/schedule",
            "/api/v1/alerts",
            "/metrics",
            "/-/healthy",
            "/-/ready")) {
      assertTrue(page.body().contains("href=\"" + link + "\""));
      assertEquals(200, get(link).statusCode());
    }
  }

  @Test
  void strangersMakeNoSeries() throws Exception {
    assertEquals(404, get("/wp-login.php").statusCode());
    assertEquals(405, post("/metrics").statusCode());
    String page = get("/metrics").body();
    assertTrue(
        page.contains("roomwatch_http_requests_total{code=\"404\",path=\"other\"} 1.0"), page);
    assertFalse(page.contains("wp-login"));
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderAndNonsenseEndsOnlyItsConnection() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.addresses().getFirst().getPort())) {
      String two =
          "GET /-/healthy HTTP/1.1\r\n"
              + "Host: localhost\r\n\r\n"
              + "GET /nothing HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(two.getBytes(StandardCharsets.US_ASCII));
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(
          answers.indexOf("200 OK") >= 0
              && answers.indexOf("200 OK") < answers.indexOf("404 Not Found"),
          answers);
    }
    try (Socket socket = new Socket("127.0.0.1", server.addresses().getFirst().getPort())) {
      socket
          .getOutputStream()
          .write("\u0016\u0003\u0001 not http\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
    assertEquals(200, get("/-/healthy").statusCode());
  }

  @Test
  void aPathThatCannotBeDecodedIsABadRequestAfterTheAnswersBeforeIt() throws Exception {
    String answers =
        raw(
            "GET /-/healthy HTTP/1.1\r\n"
                + "Host: localhost\r\n\r\n"
                + "GET /%zz HTTP/1.1\r\n"
                + "Host: localhost\r\n\r\n");
    assertTrue(answers.startsWith("HTTP/1.1 200 OK"), answers);
    assertTrue(
        answers.contains("\r\nHTTP/1.1 400 ") || answers.contains(".\nHTTP/1.1 400 "), answers);
  }

  @Test
  void theAbsoluteFormOfATargetIsItsPath() throws Exception {
    for (String target : List.of("http://roomwatch.example/-/ready", "HTTP://x:1/-/ready?a=b")) {
      String answer =
          raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
    }
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws Exception {
    assertEquals("GET, HEAD", post("/metrics").headers().firstValue("allow").orElseThrow());
    assertEquals("POST, PUT", get("/-/reload").headers().firstValue("allow").orElseThrow());
    assertEquals("only POST and PUT are allowed here\n", get("/-/reload").body());
  }

  /** What comes back for these bytes until the server closes. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.addresses().getFirst().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** A page that listens must hear that its agent has gone. */
  @RepeatedTest(20)
  void closingEndsEveryConnection() throws Exception {
    try (Socket listening = new Socket("127.0.0.1", server.addresses().getFirst().getPort())) {
      listening.setSoTimeout(20_000);
      listening
          .getOutputStream()
          .write(
              "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', listening.getInputStream().read());
      server.close();
      String rest =
          new String(listening.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(rest.startsWith("TTP/1.1 200 OK"), rest);
    }
  }

  @Test
  void aPortInUseIsNamed() {
    InetSocketAddress taken = server.addresses().getFirst();
    IOException fault =
        assertThrows(
            IOException.class,
            () ->
                new WebServer(
                    List.of(new ListenAddress(taken)),
                    showroom.site(metrics),
                    Showroom.open(),
                    Showroom.probe(),
                    Showroom.ground(workers)));
    assertTrue(
        fault.toString().contains("cannot listen on 127.0.0.1:" + taken.getPort() + ": "),
        fault.toString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.addresses().getFirst().getPort() + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET().build());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }
}
