package io.roomwatch.agent.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpMethod;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.web.Answer;
import io.roomwatch.agent.web.Request;
import io.roomwatch.agent.web.Situations;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbePageTest {

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connected = new AtomicInteger();
  private ServerSocket server;
  private String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0);
    workers.execute(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    workers.close();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        connected.incrementAndGet();
        workers.execute(() -> speak(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void speak(Socket socket) {
    try (socket) {
      socket.setSoTimeout(5_000);
      int unused = socket.getInputStream().read(new byte[1000]);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      if (answer.isEmpty()) {
        unused = socket.getInputStream().read();
      }
    } catch (IOException e) {
      // The probe has gone.
    }
  }

  private Answer ask(String timeout, String... query) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.put(query[i], List.of(query[i + 1]));
    }
    CheckId peer = CheckId.of(CheckKind.LINK_PEER, "boardroom-pc");
    ProbePage page =
        new ProbePage(
            new ProbePage.Ground(
                () ->
                    new Targets(
                        Set.of("127.0.0.1:" + server.getLocalPort(), "zoom.test:443"),
                        Map.of("boardroom-pc", peer, "10.4.12.20:9090", peer),
                        Set.of(),
                        "zoom.us"),
                Situations::failed,
                () -> {
                  try {
                    return SSLContext.getDefault();
                  } catch (java.security.NoSuchAlgorithmException e) {
                    throw new IllegalStateException(e);
                  }
                },
                workers,
                System::nanoTime,
                new SplittableRandom(1),
                "roomwatch/test"));
    return page.answer(
        new Request(
            HttpMethod.GET,
            new Request.Target("/probe", parameters),
            Map.of(),
            new Request.Wishes("", false, timeout),
            new Request.Client(true, Optional.empty(), false)));
  }

  private static String body(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private String here() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Test
  void whatTheConfigurationDoesNotNameIsNotProbed() {
    for (String[] query :
        new String[][] {
          {"module", "tcp_connect", "target", "127.0.0.1:22"},
          {"module", "tcp_connect", "target", "127.0.0.1"},
          {"module", "tcp_connect", "target", "localhost:" + server.getLocalPort()},
          {"module", "tls", "target", "169.254.169.254"},
          {"module", "tcp_connect", "target", "10.4.12.20:9090"},
          {"module", "http_2xx", "target", "http://169.254.169.254/latest"},
          {"module", "http_2xx", "target", "http://user@" + here() + "/"},
          {"module", "http_2xx", "target", "file:///etc/passwd"},
          {"module", "http_2xx", "target", "http://zoom.test:443@169.254.169.254/"},
          {"module", "dns", "target", "8.8.8.8"},
          {"module", "zoom_room", "target", "127.0.0.1:9090"}
        }) {
      assertEquals(403, ask("5", query).status().code(), query[1] + " " + query[3]);
    }
    assertEquals(0, connected.get());
  }

  @Test
  void aWrongQuestionIsABadRequest() {
    assertEquals("Unknown module \"x\"\n", body(ask("5", "module", "x", "target", here())));
    assertEquals("Target parameter is missing\n", body(ask("5", "module", "tcp_connect")));
    assertEquals(400, ask("soon", "module", "tcp_connect", "target", here()).status().code());
    assertEquals(400, ask("-1", "module", "tcp_connect", "target", here()).status().code());
  }

  @Test
  void aSilentServerTakesNoLongerThanPrometheusWaits() {
    answer = "";
    String page = body(ask("1.5", "module", "http_2xx", "target", "http://" + here() + "/"));
    assertTrue(page.contains("probe_success 0\n"), page);
    double took =
        page.lines()
            .filter(line -> line.startsWith("probe_duration_seconds "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
            .findFirst()
            .orElseThrow();
    assertTrue(took >= 0.9, "it waits " + took);
  }

  @Test
  void aRedirectElsewhereIsNotFollowed() {
    answer = "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n";
    String page =
        body(ask("5", "module", "http_2xx", "target", "http://" + here() + "/", "debug", "true"));
    assertTrue(page.contains("the redirect is not followed"), page);
    assertTrue(page.contains("probe_success 0\n"), page);
    assertTrue(page.contains("probe_http_status_code 302\n"), page);
  }

  @Test
  void nonsenseIsNoSuccess() {
    for (String nonsense :
        List.of(
            "SSH-2.0-OpenSSH\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nX: " + "y".repeat(40_000) + "\r\n\r\n")) {
      answer = nonsense;
      String page = body(ask("5", "module", "http_2xx", "target", "http://" + here() + "/"));
      assertTrue(page.contains("probe_success 0\n"), nonsense.substring(0, 15) + page);
    }
  }

  @Test
  void answersOfEveryShapeAreRead() {
    String head = "HTTP/1.1 200 OK\r\n";
    Map<String, String> shapes =
        Map.of(
            head + "Content-Length: 2\r\n\r\nok",
            "1 200 2 2",
            head + "\r\nuntil it closes",
            "1 200 -1 15",
            head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "1 200 -1 3",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + head + "Content-Length: 1\r\n\r\nx",
            "1 200 1 1",
            head + "Content-Length: 1\r\n\r\nxHTTP/1.1 500 Unasked\r\n\r\n",
            "1 200 1 1",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "1 204 0 0",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "0 404 0 0",
            // As blackbox_exporter: what was said before it was cut short is told.
            head + "Content-Length: 10\r\n\r\nshort",
            "0 200 10 5");
    shapes.forEach(
        (shape, expected) -> {
          answer = shape;
          String page = body(ask("5", "module", "http_2xx", "target", "http://" + here() + "/"));
          String got =
              Stream.of(
                      "probe_success",
                      "probe_http_status_code",
                      "probe_http_content_length",
                      "probe_http_uncompressed_body_length")
                  .map(name -> page.split("\n" + name + " ", 2)[1].split("\n", 2)[0])
                  .collect(Collectors.joining(" "));
          assertEquals(expected, got, shape);
        });
  }

  @Test
  void debugShowsLogMetricsAndModule() {
    String page = body(ask("5", "module", "tcp_connect", "target", here(), "debug", "true"));
    assertTrue(page.startsWith("Logs for the probe:\n"), page);
    assertTrue(page.contains("\n\nMetrics that would have been returned:\n# HELP probe_"), page);
    assertTrue(page.contains("probe_success 1\n"), page);
    assertTrue(page.endsWith("\n\nModule configuration:\nprober: tcp\n"), page);
  }

  @Test
  void aRoomIsToldFromWhatTheCheckSawAndNothingIsSent() {
    String page = body(ask("5", "module", "zoom_room", "target", "boardroom-pc"));
    assertTrue(page.contains("probe_success 0\n"), page);
    assertTrue(page.contains("probe_zoom_room_state{state=\"failed\"} 1\n"), page);
    assertTrue(page.contains("probe_zoom_room_reason_info{reason=\"timeout\"} 1\n"), page);
    assertTrue(page.contains("probe_zoom_room_age_seconds 7\n"), page);
    assertEquals(200, ask("5", "module", "zoom_room", "target", "10.4.12.20:9090").status().code());
    assertFalse(page.contains("probe_ip_addr_hash"), page);
    assertEquals(0, connected.get());
  }

  @Test
  void theHashOfAnAddressIsBlackboxExporters() {
    assertEquals(3_668_918_509L, Sheet.hash(new byte[] {127, 0, 0, 1}));
  }
}
