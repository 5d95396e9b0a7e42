package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.ThroughputProbe.Direction;
import io.roomwatch.agent.probe.ThroughputProbe.Guard;
import io.roomwatch.agent.probe.ThroughputProbe.Result;
import io.roomwatch.agent.probe.ThroughputProbe.Spec;
import io.roomwatch.agent.probe.tls.TestPki;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against real HTTP servers, some of which are as slow as a thin line. */
class ThroughputProbeTest {

  private static final long MIB = 1024 * 1024;
  private static final Guard NOBODY_MINDS = (bytes, since) -> Optional.empty();

  /** 4 Mbit/s: 25 kB every 50 ms. */
  private static final int PIECE = 25_000;

  private static final Duration BEAT = Duration.ofMillis(50);
  private static final double LINE = PIECE * 8 / 0.05;

  private final Lab lab = new Lab();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);

  @AfterEach
  void close() {
    clock.shutdownNow();
    lab.close();
  }

  /** Gives leave for one piece at each beat. */
  private Semaphore line() {
    Semaphore leave = new Semaphore(0);
    var unused =
        clock.scheduleAtFixedRate(
            leave::release, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    return leave;
  }

  private static Spec spec(TestServer server, Direction way, long most, Duration deadline) {
    return new Spec(
        URI.create("http://" + server.target() + "/file"),
        way,
        most,
        deadline,
        Optional.empty(),
        NOBODY_MINDS);
  }

  private Result run(Spec spec) throws Exception {
    return await(lab.probes().throughput(spec));
  }

  private static double bitsPerSecond(Result result) {
    return result.bytes() * 8e9 / result.took().toNanos();
  }

  private static void head(Socket socket, String status, long length) throws IOException {
    String request = TestServer.readHead(socket.getInputStream());
    assertFalse(request.isEmpty());
    TestServer.write(socket, "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n");
  }

  @Test
  void aThinLineIsMeasuredWhenTheTimeIsOver() throws Exception {
    Semaphore leave = line();
    try (TestServer server =
        TestServer.start(
            socket -> {
              socket.setSendBufferSize(16 * 1024);
              head(socket, "200 OK", 100 * MIB);
              for (long left = 100 * MIB; left > 0; left -= PIECE) {
                leave.acquireUninterruptibly();
                socket.getOutputStream().write(new byte[PIECE]);
              }
            })) {
      Result result = run(spec(server, Direction.DOWNLOAD, 100 * MIB, Duration.ofMillis(2_200)));
      assertEquals(Reason.OK, result.outcome().reason(), result::toString);
      assertEquals("its time was over", result.outcome().detail());
      assertTrue(result.bytes() >= PIECE, result::toString);
      // Beats that fell together may add a piece; slower is the machine's own.
      assertTrue(bitsPerSecond(result) < LINE * 1.3, result::toString);
      assertEquals(OptionalInt.of(200), result.status());
    }
  }

  /** What waits in the buffers of this machine has not gone over the line. */
  @Test
  void anUploadCountsWhatLeftAndNotWhatWasHandedOver() throws Exception {
    Semaphore leave = line();
    AtomicLong arrived = new AtomicLong();
    try (ServerSocket listener = new ServerSocket()) {
      listener.setReceiveBufferSize(16 * 1024);
      listener.bind(new InetSocketAddress("127.0.0.1", 0));
      CompletableFuture<Void> serving =
          CompletableFuture.runAsync(() -> take(listener, leave, arrived), lab.blocking);
      Result result =
          run(
              new Spec(
                  URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/"),
                  Direction.UPLOAD,
                  100 * MIB,
                  Duration.ofMillis(2_200),
                  Optional.empty(),
                  NOBODY_MINDS));
      assertEquals(Reason.OK, result.outcome().reason(), result::toString);
      assertTrue(result.bytes() > 0, result::toString);
      assertEquals(OptionalInt.empty(), result.status());
      serving.get(10, TimeUnit.SECONDS);
      // Whatever was counted had arrived, but for the receiver's own small buffer.
      assertTrue(
          result.bytes() <= arrived.get() + 256 * 1024, result + ", arrived " + arrived.get());
    }
  }

  private static void take(ServerSocket listener, Semaphore leave, AtomicLong arrived) {
    try (Socket socket = listener.accept()) {
      InputStream in = socket.getInputStream();
      TestServer.readHead(in);
      byte[] piece = new byte[PIECE];
      int got = 0;
      while (got >= 0) {
        leave.acquireUninterruptibly();
        got = in.readNBytes(piece, 0, PIECE);
        arrived.addAndGet(Math.max(0, got));
        got = got == 0 ? -1 : got;
      }
    } catch (IOException e) {
      // The probe is gone.
    }
  }

  @Test
  void anUploadEndsWithTheAnswer() throws Exception {
    List<Long> arrived = new CopyOnWriteArrayList<>();
    try (TestServer server =
        TestServer.start(
            socket -> {
              String request = TestServer.readHead(socket.getInputStream());
              arrived.add((long) socket.getInputStream().readNBytes((int) MIB).length);
              TestServer.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
              assertTrue(request.startsWith("POST /file HTTP/1.1"), request);
            })) {
      Result result = run(spec(server, Direction.UPLOAD, MIB, Lab.PATIENT));
      assertEquals(Reason.OK, result.outcome().reason(), result::toString);
      assertEquals(MIB, result.bytes());
      assertEquals(List.of(MIB), arrived);
      assertEquals(OptionalInt.of(204), result.status());
      assertFalse(result.took().isZero());
    }
  }

  @Test
  void aDownloadIsCutAtTheMostBytesAndAsksForNoMore() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    AtomicLong sent = new AtomicLong();
    try (TestServer server =
        TestServer.start(
            socket -> {
              requests.add(TestServer.readHead(socket.getInputStream()));
              TestServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
              while (true) {
                socket.getOutputStream().write(new byte[PIECE]);
                sent.addAndGet(PIECE);
              }
            })) {
      Result result = run(spec(server, Direction.DOWNLOAD, MIB, Lab.PATIENT));
      assertEquals("enough", result.outcome().detail());
      assertTrue(result.bytes() >= MIB && result.bytes() < MIB + 256 * 1024, result::toString);
      assertTrue(
          requests.getFirst().toLowerCase(java.util.Locale.ROOT).contains("range: bytes=0-1048575"),
          requests::toString);
    }
  }

  @Test
  void aSmallFileEndsTheDownload() throws Exception {
    try (TestServer server =
        TestServer.answering("HTTP/1.1 206 Partial\r\nContent-Length: 5\r\n\r\nhello")) {
      Result result = run(spec(server, Direction.DOWNLOAD, MIB, Lab.PATIENT));
      assertEquals("the whole file", result.outcome().detail());
      assertEquals(5, result.bytes());
    }
  }

  @Test
  void whoMindsStopsIt() throws Exception {
    Semaphore leave = line();
    AtomicLong heard = new AtomicLong(-1);
    try (TestServer server =
        TestServer.start(
            socket -> {
              head(socket, "200 OK", 100 * MIB);
              while (true) {
                leave.acquireUninterruptibly();
                socket.getOutputStream().write(new byte[PIECE]);
              }
            })) {
      Result result =
          run(
              new Spec(
                  URI.create("http://" + server.target() + "/"),
                  Direction.DOWNLOAD,
                  100 * MIB,
                  Lab.PATIENT,
                  Optional.empty(),
                  (bytes, since) -> {
                    heard.set(bytes);
                    return Optional.of("a meeting began");
                  }));
      assertEquals(Optional.of("a meeting began"), result.stopped());
      assertTrue(heard.get() > 0 && heard.get() <= result.bytes(), result::toString);
      assertTrue(
          result.outcome().took().compareTo(Duration.ofSeconds(8)) < 0, "long before its time");
    }
  }

  @Test
  void anAnswerThatIsNoSuccessMeasuresNothing() throws Exception {
    for (Direction way : Direction.values()) {
      try (TestServer server =
          TestServer.start(
              socket -> {
                head(socket, "404 Not Found", 2 * MIB);
                socket.getOutputStream().write(new byte[(int) (2 * MIB)]);
                // Closed with an upload unread, the connection would be reset before it is heard.
                long unused = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
              })) {
        Result result = run(spec(server, way, 50 * MIB, Lab.PATIENT));
        assertEquals(Reason.HTTP_STATUS, result.outcome().reason(), result::toString);
        assertEquals(OptionalInt.of(404), result.status());
      }
    }
  }

  @Test
  void anUploadThatIsAnsweredTooSoonMeasuresNothing() throws Exception {
    try (TestServer server =
        TestServer.start(
            socket -> {
              head(socket, "200 OK", 0);
              long unused = socket.getInputStream().skip(Long.MAX_VALUE);
            })) {
      Result result = run(spec(server, Direction.UPLOAD, 50 * MIB, Lab.PATIENT));
      assertEquals(Reason.CLOSED_EARLY, result.outcome().reason(), result::toString);
    }
  }

  @Test
  void whatIsCutShortMeasuresNothing() throws Exception {
    try (TestServer server =
        TestServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\nhello")) {
      Result result = run(spec(server, Direction.DOWNLOAD, MIB, Lab.PATIENT));
      assertEquals(Reason.CLOSED_EARLY, result.outcome().reason(), result::toString);
    }
    try (TestServer server = TestServer.answering("SMTP ready\r\n\r\n")) {
      Result result = run(spec(server, Direction.DOWNLOAD, MIB, Lab.PATIENT));
      assertEquals(Reason.ERROR, result.outcome().reason(), result::toString);
    }
  }

  @Test
  void silenceIsATimeoutAndAClosedPortARefusal() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      for (Direction way : Direction.values()) {
        // An upload into silence is taken by buffers until they are full: a small one is not
        // answered, and says nothing.
        Result result = run(spec(server, way, 1000, Lab.SHORT));
        assertEquals(Reason.TIMEOUT, result.outcome().reason(), result::toString);
      }
    }
    Result refused =
        run(
            new Spec(
                URI.create("http://" + TestServer.refusing() + "/"),
                Direction.DOWNLOAD,
                MIB,
                Lab.PATIENT,
                Optional.empty(),
                NOBODY_MINDS));
    assertEquals(Reason.REFUSED, refused.outcome().reason());
  }

  @Test
  void tlsIsTrustedBeforeAnythingIsSent() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    try (TestServer server =
        TestServer.tls(
            TestPki.context(TestPki.server().buildIssuedBy(root)),
            socket -> {
              head(socket, "200 OK", MIB);
              socket.getOutputStream().write(new byte[(int) MIB]);
            })) {
      Spec spec =
          new Spec(
              URI.create("https://" + server.target() + "/"),
              Direction.DOWNLOAD,
              2 * MIB,
              Lab.PATIENT,
              Optional.empty(),
              NOBODY_MINDS);
      TrustAnchors trusting = TestPki.trusting(root);
      assertEquals(MIB, await(lab.probes(trusting).throughput(spec)).bytes());
      assertEquals(
          Reason.TLS_UNTRUSTED,
          await(lab.probes(TestPki.trusting()).throughput(spec)).outcome().reason());
    }
  }

  @Test
  void whatIsNoHttpUrlIsAnError() throws Exception {
    Result result =
        run(
            new Spec(
                URI.create("ftp://example.com/"),
                Direction.DOWNLOAD,
                MIB,
                Lab.SHORT,
                Optional.empty(),
                NOBODY_MINDS));
    assertEquals(Reason.ERROR, result.outcome().reason());
  }
}
