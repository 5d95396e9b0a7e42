package io.roomwatch.agent.web.door;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.metrics.CheckMeters;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.ListenAddress;
import io.roomwatch.agent.web.Rooms;
import io.roomwatch.agent.web.Showroom;
import io.roomwatch.agent.web.Situations;
import io.roomwatch.agent.web.WebServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that mean no good, or do not know better. */
class LimitsTest {

  private static final String LAST =
      "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  /** Its status takes a few hundred kilobytes. */
  private static final RoomStatus CROWDED = Situations.crowded(1500);

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Metrics metrics = new Metrics(() -> Rooms.scene("x"), new CheckMeters());
  private final List<Socket> sockets = new ArrayList<>();
  private WebServer server;

  @BeforeEach
  void serve() throws Exception {
    server =
        new WebServer(
            List.of(new ListenAddress(new InetSocketAddress("127.0.0.1", 0))),
            new Showroom(() -> CROWDED).site(metrics),
            Showroom.open(),
            Showroom.probe(),
            Showroom.ground(workers, () -> 0));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
    metrics.close();
    workers.close();
  }

  private String send(String text) throws IOException {
    return Raw.send(server.addresses().getFirst(), text);
  }

  private Socket open() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.addresses().getFirst().getPort());
    sockets.add(socket);
    return socket;
  }

  private void isStillServed() throws IOException {
    String answer = send(LAST);
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  @Test
  void whatIsTooLargeIsRefusedByItsName() throws Exception {
    String line = send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertTrue(line.startsWith("HTTP/1.1 414 "), line);
    String head =
        send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(17_000) + "\r\n\r\n");
    assertTrue(head.startsWith("HTTP/1.1 431 "), head);
    String many = send("GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(5_000) + "\r\n");
    assertTrue(many.startsWith("HTTP/1.1 431 "), many);
    String body =
        send("POST /silence HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n");
    assertTrue(body.startsWith("HTTP/1.1 413 "), body);
    isStillServed();
  }

  @Test
  void whatIsNotHttpIsRefused() throws Exception {
    for (String text :
        List.of(
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/9.x\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n",
            "POST /silence HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            "POST /silence HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5, 6\r\n\r\n",
            "POST /silence HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      String answer = send(text);
      assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.isEmpty(), text + " " + answer);
      assertFalse(answer.contains("200 OK"), answer);
    }
    isStillServed();
  }

  @Test
  void aBodyThatSmugglesARequestIsOneRequest() throws Exception {
    String answer =
        send(
            "POST /silence HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Length: 52\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "0\r\n\r\n"
                + "GET /api/v1/status HTTP/1.1\r\n"
                + "Host: localhost\r\n\r\n");
    assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
  }

  @Test
  void pipelinedRequestsAreAnsweredOneByOne() throws Exception {
    String one = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answers = send(one.repeat(49) + LAST);
    assertEquals(50, answers.split("HTTP/1.1 200 OK", -1).length - 1);
  }

  @Test
  void whoPipelinesAndReadsNothingIsAnsweredNoFurtherThanTheKernelsBuffersGo() throws Exception {
    Socket socket = open();
    String one = "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(one.repeat(120).getBytes(StandardCharsets.US_ASCII));
    AtomicReference<String> last = new AtomicReference<>("");
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              String now = statusAnswers();
              return now.equals(last.getAndSet(now)) && !now.isEmpty();
            });
    assertTrue(Double.parseDouble(last.get()) < 120, last.get());
    isStillServed();
  }

  /** How many times the status was answered, of our own meters. */
  private String statusAnswers() throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    metrics.scrape(Metrics.Format.TEXT, page);
    return page.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("roomwatch_http_requests_total{code=\"200\""))
        .filter(line -> line.contains("/api/v1/status"))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .findFirst()
        .orElse("");
  }

  @Test
  void whoAsksTooOftenIsToldToWait() throws Exception {
    String one = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answers = send(one.repeat(99) + LAST) + send(one.repeat(99) + LAST);
    assertEquals(0, answers.split("HTTP/1.1 429 ", -1).length - 1);
    answers = send(one.repeat(9) + LAST);
    assertEquals(10, answers.split("HTTP/1.1 429 ", -1).length - 1);
    assertTrue(answers.contains("retry-after: 1"), answers);
  }

  @Test
  void aCrowdOfSilentConnectionsKeepsNobodyOut() throws Exception {
    for (int i = 0; i < Entrance.MOST_CONNECTIONS + 40; i++) {
      Socket socket = open();
      if (i % 2 == 0) {
        socket.getOutputStream().write('G');
      }
      if (i % 100 == 0) {
        isStillServed();
      }
    }
    for (int i = 0; i < 20; i++) {
      isStillServed();
    }
  }

  @Test
  void aBucketFillsWithTimeAndEachAddressHasItsOwn() throws Exception {
    AtomicLong nanos = new AtomicLong(5);
    Paces paces = new Paces(3, 2, nanos::get);
    InetAddress one = InetAddress.getByName("10.0.0.1");
    InetAddress other = InetAddress.getByName("10.0.0.2");
    for (int i = 0; i < 3; i++) {
      assertTrue(paces.take(one));
    }
    assertFalse(paces.take(one));
    assertFalse(paces.has(one));
    assertTrue(paces.take(other));
    nanos.addAndGet(500_000_000);
    assertTrue(paces.take(one));
    assertFalse(paces.take(one));
    InetAddress six = InetAddress.getByName("2001:db8:0:1::1");
    InetAddress neighbour = InetAddress.getByName("2001:db8:0:1::2");
    for (int i = 0; i < 3; i++) {
      assertTrue(paces.take(i % 2 == 0 ? six : neighbour));
    }
    assertFalse(paces.take(neighbour), "one client has a whole network for itself");
  }
}
