package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.TOLERANCE;
import static io.roomwatch.agent.probe.DatagramBench.address;
import static io.roomwatch.agent.probe.DatagramBench.assertEndsAt;
import static io.roomwatch.agent.probe.DatagramBench.assertLeavesNoFileOpen;
import static io.roomwatch.agent.probe.DatagramBench.closedPort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.dns.DnsBytes.RESPONSE;
import static io.roomwatch.agent.probe.dns.DnsBytes.answering;
import static io.roomwatch.agent.probe.dns.DnsBytes.wire;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.dns.DnsBytes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resolvers that lie, and others who pretend to be one. */
final class DnsHostileTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration BRIEF = Duration.ofMillis(60);
  private static final byte[] POINTER_TO_ITSELF = {(byte) 0xc0, 27};

  private final DatagramBench bench = new DatagramBench();
  private final DnsProbe probe = new DnsProbe(bench.network, new Random(42));

  @AfterEach
  void close() {
    bench.close();
  }

  private DnsProbe.Result ask(DatagramServer server, Duration deadline) {
    return get(
        probe.run(new DnsProbe.Spec(server.address(), "host.test", DnsProbe.Type.A, deadline)));
  }

  private DnsProbe.Result ask(Duration deadline, Function<byte[], byte[]> answer) {
    try (DatagramServer server =
        new DatagramServer(FOUR, (request, n) -> List.of(answer.apply(request)))) {
      return ask(server, deadline);
    }
  }

  /** With a deadline so near that a busy machine may miss it: then again. */
  private DnsProbe.Result askBriefly(Function<byte[], byte[]> answer) {
    DnsProbe.Result result = ask(BRIEF, answer);
    for (int i = 0; i < 10 && result.outcome().reason() == Reason.DNS_TIMEOUT; i++) {
      result = ask(BRIEF.multipliedBy(i + 1), answer);
    }
    return result;
  }

  private static byte[] good(byte[] query) {
    return answering(query, RESPONSE).address("host.test", "192.0.2.1").build();
  }

  @Test
  void answersThatCannotBeUnderstoodAreErrorsAtOnce() {
    List<Function<byte[], DnsBytes>> lies =
        List.of(
            q -> answering(q, RESPONSE).record(POINTER_TO_ITSELF, 1, new byte[4]),
            q ->
                answering(q, RESPONSE)
                    .record(new byte[] {(byte) 0xff, (byte) 0xff}, 1, new byte[4]),
            q ->
                answering(q, RESPONSE).record(new byte[] {1, 'a', (byte) 0xc0, 27}, 1, new byte[4]),
            q -> answering(q, RESPONSE).record(new byte[] {(byte) 0x80, 0}, 1, new byte[4]),
            q -> answering(q, RESPONSE).record(new byte[] {63, 'a'}, 1, new byte[4]),
            q -> answering(q, RESPONSE).record(wire("host.test"), 1, new byte[5]),
            q -> answering(q, RESPONSE).record(wire("host.test"), 28, new byte[4]),
            q -> answering(q, RESPONSE).record(wire("host.test"), 5, new byte[] {1, 'a', 0, 0}),
            q -> answering(q, RESPONSE).record(wire("host.test"), 33, new byte[3]),
            q -> answering(q, RESPONSE).record(longName(), 1, new byte[4]),
            q -> answering(q, RESPONSE).address("host.test", "192.0.2.1").claiming(1, 2, 0, 0),
            q -> answering(q, RESPONSE).claiming(1, 65_535, 65_535, 65_535));
    for (int i = 0; i < lies.size(); i++) {
      Function<byte[], DnsBytes> lie = lies.get(i);
      DnsProbe.Result result = ask(LONG, query -> lie.apply(query).build());
      assertEquals(Reason.ERROR, result.outcome().reason(), i + ": " + result);
      assertTrue(
          result.outcome().detail().startsWith("answer not understood: "), i + ": " + result);
      assertEquals(List.of(), result.addresses());
    }
  }

  private static byte[] longName() {
    byte[] name = new byte[64 * 4 + 1];
    for (int at = 0; at < 256; at += 64) {
      name[at] = 63;
    }
    return name;
  }

  @Test
  void whatComesBehindTheAnswersMayBeBroken() {
    DnsProbe.Result result =
        ask(
            LONG,
            query ->
                answering(query, RESPONSE)
                    .address("host.test", "192.0.2.1")
                    .claiming(1, 1, 700, 65_535)
                    .build());
    assertEquals(Reason.OK, result.outcome().reason(), result.toString());
  }

  @Test
  void everyCutOfAGoodAnswerEndsWithoutAnAddress() {
    int length = 12 + 11 + 4 + 11 + 14;
    for (int cut = 0; cut < length; cut += 3) {
      int end = cut;
      DnsProbe.Result result = ask(Duration.ofMillis(40), query -> Arrays.copyOf(good(query), end));
      assertEquals(Reason.ERROR, result.outcome().reason(), cut + ": " + result);
      assertEquals(List.of(), result.addresses());
    }
  }

  @Test
  void strayPacketsAreNotTheAnswerNorSilence() {
    List<Function<byte[], byte[]>> strays =
        List.of(
            query -> query,
            query -> new byte[0],
            query -> new byte[] {1, 2, 3},
            query -> new byte[4096],
            query -> answering(query, RESPONSE).id(DnsBytes.id(query) ^ 1).build(),
            query -> answering(query, 0x0180).build(),
            query -> answering(query, RESPONSE | 0x0800).build(),
            query -> answering(query, RESPONSE).claiming(2, 0, 0, 0).build(),
            query -> DnsBytes.headerOnly(query, RESPONSE).build(),
            query -> DnsBytes.headerOnly(query, RESPONSE | 3).build(),
            query -> otherQuestion(query, 13, 'H' - 'g'),
            query -> otherQuestion(query, 24, 1),
            query -> otherQuestion(query, 26, 1));
    for (int i = 0; i < strays.size(); i++) {
      DnsProbe.Result result = askBriefly(strays.get(i));
      assertEquals(Reason.ERROR, result.outcome().reason(), i + ": " + result);
      assertEquals("none", result.rcode());
      assertTrue(result.outcome().detail().contains("datagram(s) came back"), i + ": " + result);
      assertTrue(result.outcome().took().compareTo(BRIEF) >= 0, "decided by a stray");
    }
  }

  private static byte[] otherQuestion(byte[] query, int at, int by) {
    byte[] answer = good(query);
    answer[at] += (byte) by;
    return answer;
  }

  @Test
  void anAnswerBehindStraysIsFound() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (query, n) ->
                List.of(
                    new byte[0],
                    query,
                    answering(query, RESPONSE | 3).id(DnsBytes.id(query) ^ 1).build(),
                    otherQuestion(query, 13, 1),
                    good(query)))) {
      DnsProbe.Result result = ask(server, LONG);
      assertEquals(List.of(address("192.0.2.1")), result.addresses());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void anAnswerFromAnotherPortIsIgnored() throws IOException {
    try (DatagramSocket other = new DatagramSocket(0, FOUR);
        DatagramServer server = new DatagramServer(FOUR, (query, n) -> List.of())) {
      CompletableFuture<DnsProbe.Result> result =
          probe.run(new DnsProbe.Spec(server.address(), "host.test", DnsProbe.Type.A, SHORT));
      Awaitility.await().until(() -> !server.requests().isEmpty());
      byte[] forged = good(server.requests().get(0));
      other.send(new DatagramPacket(forged, forged.length, server.clients().get(0)));
      assertEquals(Reason.DNS_TIMEOUT, get(result).outcome().reason());
    }
  }

  /** The port is right, the id is guessed: as fast as two threads can. */
  @Test
  void aFloodOfWrongIdsNeitherAnswersNorDelays() {
    assertEndsAt(
        SHORT,
        () -> {
          try (DatagramServer server =
              new DatagramServer(
                  FOUR,
                  (query, n) -> {
                    byte[] forged = good(query);
                    List<byte[]> flood = new ArrayList<>();
                    for (int i = 0; i < 30_000; i++) {
                      byte[] one = forged.clone();
                      one[0] += (byte) (1 + i % 255);
                      flood.add(one);
                    }
                    return flood;
                  })) {
            CompletableFuture<Duration> lag = timerLag(SHORT.dividedBy(2));
            DnsProbe.Result result = ask(server, SHORT);
            assertEquals(Reason.ERROR, result.outcome().reason(), result.toString());
            assertEquals(List.of(), result.addresses());
            assertTrue(get(lag).compareTo(TOLERANCE.multipliedBy(4)) < 0, "the loop starved");
            return result.outcome();
          }
        });
  }

  /** How late another timer of the same loop is. */
  private CompletableFuture<Duration> timerLag(Duration delay) {
    CompletableFuture<Duration> lag = new CompletableFuture<>();
    long due = System.nanoTime() + delay.toNanos();
    bench
        .network
        .loop()
        .schedule(
            () -> lag.complete(Duration.ofNanos(System.nanoTime() - due)),
            delay.toNanos(),
            TimeUnit.NANOSECONDS)
        .addListener(done -> assertTrue(done.isSuccess()));
    return lag;
  }

  @Test
  void manyAnswersAreBounded() {
    DnsBytes[] many = new DnsBytes[1];
    DnsProbe.Result result =
        ask(
            LONG,
            query -> {
              many[0] = answering(query, RESPONSE);
              for (int i = 0; i < 1000; i++) {
                many[0].record(new byte[] {(byte) 0xc0, 12}, 1, new byte[] {10, 0, 0, 1});
              }
              return many[0].build();
            });
    // Cut at the receiver's 4096 bytes, so its counts lie.
    assertEquals(Reason.ERROR, result.outcome().reason(), result.toString());
  }

  @Test
  void noFileStaysOpenWhateverHappens() {
    Duration brief = Duration.ofMillis(20);
    try (DatagramServer good = new DatagramServer(SIX, (query, n) -> List.of(good(query)));
        DatagramServer silent = DatagramServer.silent(FOUR);
        DatagramServer echo = new DatagramServer(FOUR, (query, n) -> List.of(query, query))) {
      InetSocketAddress closed = closedPort(FOUR);
      assertLeavesNoFileOpen(
          () -> {
            ask(good, LONG);
            ask(silent, brief);
            ask(echo, brief);
            get(probe.run(new DnsProbe.Spec(closed, "a.test", DnsProbe.Type.A, LONG)));
          });
    }
  }
}
