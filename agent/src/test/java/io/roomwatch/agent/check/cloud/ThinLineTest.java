package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Throughput;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.probe.Lab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The check and the probe together, against a real HTTP server that is a thin line or a fat one.
 */
class ThinLineTest {

  private static final int MIB = 1024 * 1024;

  /** 1 Mbit/s, when there is one for every 50 ms. */
  private static final int PIECE = 6_250;

  private final Bench bench = new Bench();
  private final Lab lab = new Lab();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final Semaphore leave = new Semaphore(0);
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    bench.now = Instant.parse("2026-11-20T00:00:00Z");
    bench.proxy = new Cloud.Proxy.None();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(lab.blocking);
    server.createContext("/down", this::down);
    server.createContext("/up", this::up);
    server.start();
    String place = "http://127.0.0.1:" + server.getAddress().getPort();
    bench.throughput =
        Optional.of(
            new Throughput(
                new Throughput.Ends(
                    Optional.of(URI.create(place + "/down")),
                    Optional.of(URI.create(place + "/up"))),
                new Throughput.Quiet(
                    LocalTime.of(2, 30), Duration.ofHours(3), Optional.of(ZoneOffset.UTC), true),
                2L * MIB,
                32_000));
  }

  @AfterEach
  void close() {
    leave.release(1_000_000);
    server.stop(0);
    clock.shutdownNow();
    lab.close();
  }

  private void down(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      exchange.sendResponseHeaders(200, 2L * MIB);
      for (int left = 2 * MIB; left > 0; left -= PIECE) {
        leave.acquireUninterruptibly();
        exchange.getResponseBody().write(new byte[Math.min(left, PIECE)]);
        exchange.getResponseBody().flush();
      }
    }
  }

  private void up(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      byte[] piece = new byte[PIECE];
      while (exchange.getRequestBody().readNBytes(piece, 0, PIECE) > 0) {
        leave.acquireUninterruptibly();
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  /** Looks each minute until something came of it. */
  private Finding measured() {
    CheckContext set = bench.context();
    CloudThroughput check =
        new CloudThroughput(
            new CheckContext(
                set.config(), set.facts(), lab.probes(), set.latest(), set.asked(), set.clock()),
            bench.throughput.orElseThrow(),
            ZoneOffset.UTC);
    Instant end = Instant.parse("2026-11-20T05:30:00Z");
    Finding finding = check.look(Duration.ofSeconds(4)).join();
    while (finding.reason() == Reason.NOT_FOUND && bench.now.isBefore(end)) {
      bench.pass(Duration.ofMinutes(1));
      finding = check.look(Duration.ofSeconds(4)).join();
    }
    return finding;
  }

  @Test
  void aThinLineIsDegraded() {
    var unused = clock.scheduleAtFixedRate(leave::release, 50, 50, TimeUnit.MILLISECONDS);
    Finding finding = measured();
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertSays("download is less than 3.0 Mbit/s", finding);
    assertEquals(4, requests.get(), "each direction twice");
  }

  @Test
  void aFatLineIsGood() {
    leave.release(1_000_000);
    Finding finding = measured();
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(2, requests.get());
  }
}
