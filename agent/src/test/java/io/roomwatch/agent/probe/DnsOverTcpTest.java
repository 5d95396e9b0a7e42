package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.address;
import static io.roomwatch.agent.probe.DatagramBench.assertEndsAt;
import static io.roomwatch.agent.probe.DatagramBench.assertLeavesNoFileOpen;
import static io.roomwatch.agent.probe.DatagramBench.assertPhases;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.dns.DnsBytes.RESPONSE;
import static io.roomwatch.agent.probe.dns.DnsBytes.TRUNCATED;
import static io.roomwatch.agent.probe.dns.DnsBytes.answering;
import static io.roomwatch.agent.probe.dns.DnsBytes.framed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.dns.DnsBytes;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows a truncated answer. */
final class DnsOverTcpTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final DatagramBench bench = new DatagramBench();
  private final DnsProbe probe = new DnsProbe(bench.network, new Random(42));
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void close() {
    done.countDown();
    bench.close();
  }

  private static byte[] query(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    return in.readNBytes(in.readUnsignedShort());
  }

  /** Truncates over UDP, and on TCP at the same port does what the test says. */
  private DnsProbe.Result ask(InetAddress loopback, Duration deadline, StreamServer.Serve serve) {
    try (DatagramServer server = truncating(loopback);
        StreamServer stream = new StreamServer(server.address(), serve)) {
      assertEquals(server.address(), stream.address());
      return get(
          probe.run(new DnsProbe.Spec(server.address(), "host.test", DnsProbe.Type.A, deadline)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DatagramServer truncating(InetAddress loopback) {
    return new DatagramServer(
        DatagramServer.open(loopback, DatagramBench.freePort()),
        (request, n) -> {
          byte[] cut = answering(request, RESPONSE | TRUNCATED).build();
          return List.of(cut, cut, cut);
        });
  }

  private void waitForEnd() {
    try {
      assertTrue(done.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theWholeAnswerComesOverTcp() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      AtomicInteger connections = new AtomicInteger();
      DnsProbe.Result result =
          ask(
              loopback,
              LONG,
              socket -> {
                connections.incrementAndGet();
                DnsBytes answer = answering(query(socket), RESPONSE);
                for (int i = 0; i < 400; i++) {
                  answer.address("host.test", "192.0.2." + i % 250);
                }
                socket.getOutputStream().write(framed(answer.build()));
              });
      assertEquals(Reason.OK, result.outcome().reason(), result.toString());
      assertTrue(result.overTcp());
      assertEquals(400, result.addresses().size());
      assertPhases(result.outcome(), Phase.FIRST_BYTE);
      assertEquals(1, connections.get(), "a repeated truncated answer asked again");
    }
  }

  @Test
  void codesCountOverTcpToo() {
    DnsProbe.Result result =
        ask(
            FOUR,
            LONG,
            socket ->
                socket
                    .getOutputStream()
                    .write(framed(answering(query(socket), RESPONSE | 3).build())));
    assertEquals(Reason.DNS_NXDOMAIN, result.outcome().reason());
    assertTrue(result.overTcp());
  }

  @Test
  void anAnswerInSingleBytesIsPutTogether() {
    DnsProbe.Result result =
        ask(
            FOUR,
            LONG,
            socket -> {
              socket.setTcpNoDelay(true);
              byte[] query = query(socket);
              byte[] whole =
                  framed(answering(query, RESPONSE).address("host.test", "192.0.2.9").build());
              for (byte b : whole) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
              }
            });
    assertEquals(List.of(address("192.0.2.9")), result.addresses());
  }

  @Test
  void refusedTcpIsSaid() {
    try (DatagramServer server = truncating(FOUR)) {
      DnsProbe.Result result =
          get(probe.run(new DnsProbe.Spec(server.address(), "host.test", DnsProbe.Type.A, LONG)));
      assertEquals(Reason.REFUSED, result.outcome().reason(), result.toString());
      assertEquals("NOERROR", result.rcode());
      assertFalse(result.overTcp());
      assertTrue(result.outcome().detail().startsWith("truncated over UDP, then over TCP: "));
    }
  }

  @Test
  void silenceOverTcpEndsAtTheSameDeadline() {
    assertEndsAt(
        SHORT,
        () -> {
          DnsProbe.Result result = ask(FOUR, SHORT, socket -> waitForEnd());
          assertEquals(Reason.DNS_TIMEOUT, result.outcome().reason(), result.toString());
          assertEquals(
              "no answer over TCP after a truncated one over UDP within 300 ms",
              result.outcome().detail());
          return result.outcome();
        });
  }

  @Test
  void theConnectionIsClosedAtTheDeadline() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (DatagramServer server = truncating(FOUR);
        StreamServer stream =
            new StreamServer(
                server.address(),
                socket -> {
                  query(socket);
                  socket.getInputStream().readAllBytes();
                  closed.countDown();
                })) {
      DnsProbe.Spec spec = new DnsProbe.Spec(stream.address(), "host.test", DnsProbe.Type.A, SHORT);
      assertEquals(Reason.DNS_TIMEOUT, get(probe.run(spec)).outcome().reason());
      assertTrue(closed.await(5, TimeUnit.SECONDS), "the server waits for our end");
    }
  }

  @Test
  void slowBytesEndAtTheDeadline() {
    assertEndsAt(
        SHORT,
        () -> {
          DnsProbe.Result result =
              ask(
                  FOUR,
                  SHORT,
                  socket -> {
                    byte[] whole = framed(answering(query(socket), RESPONSE).build());
                    for (int i = 0; i < whole.length - 1; i++) {
                      socket.getOutputStream().write(whole[i]);
                    }
                    waitForEnd();
                  });
          assertEquals(Reason.DNS_TIMEOUT, result.outcome().reason());
          return result.outcome();
        });
  }

  @Test
  void anEndlessAnswerIsNotRead() {
    DnsProbe.Result result =
        ask(
            FOUR,
            LONG,
            socket -> {
              byte[] many = new byte[64 * 1024];
              Arrays.fill(many, (byte) 0xff);
              for (int i = 0; i < 16 * 1024; i++) {
                socket.getOutputStream().write(many);
              }
            });
    assertEquals(Reason.ERROR, result.outcome().reason(), result.toString());
    assertTrue(result.outcome().took().compareTo(Duration.ofSeconds(5)) < 0);
  }

  @Test
  void closingResettingAndNonsenseAreErrors() {
    List<StreamServer.Serve> faults =
        List.of(
            socket -> {},
            socket -> query(socket),
            socket -> {
              query(socket);
              socket.setSoLinger(true, 0);
            },
            socket -> socket.getOutputStream().write(new byte[] {0, 0}),
            socket -> socket.getOutputStream().write(new byte[] {0, 3, 1, 2, 3}),
            socket -> socket.getOutputStream().write(framed(query(socket))),
            socket ->
                socket
                    .getOutputStream()
                    .write(framed(answering(query(socket), RESPONSE).id(7).build())),
            socket ->
                socket
                    .getOutputStream()
                    .write(
                        framed(answering(query(socket), RESPONSE).claiming(1, 9, 0, 0).build())));
    for (int i = 0; i < faults.size(); i++) {
      DnsProbe.Result result = ask(FOUR, LONG, faults.get(i));
      assertEquals(Reason.ERROR, result.outcome().reason(), i + ": " + result);
      assertTrue(result.outcome().took().compareTo(Duration.ofSeconds(5)) < 0, i + ": " + result);
    }
  }

  @Test
  void noFileStaysOpenWhateverHappens() {
    try (DatagramServer refusing = truncating(FOUR)) {
      assertLeavesNoFileOpen(
          () -> {
            ask(FOUR, LONG, socket -> query(socket));
            ask(FOUR, Duration.ofMillis(20), DnsOverTcpTest::query);
            get(
                probe.run(
                    new DnsProbe.Spec(refusing.address(), "host.test", DnsProbe.Type.A, LONG)));
          });
    }
  }
}
