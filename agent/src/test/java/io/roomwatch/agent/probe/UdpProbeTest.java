package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.assertEndsAt;
import static io.roomwatch.agent.probe.DatagramBench.assertLeavesNoFileOpen;
import static io.roomwatch.agent.probe.DatagramBench.assertPhases;
import static io.roomwatch.agent.probe.DatagramBench.closedPort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.DatagramBench.target;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UdpProbeTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final DatagramBench bench = new DatagramBench();
  private final UdpProbe probe = new UdpProbe(bench.network);

  @AfterEach
  void close() {
    bench.close();
  }

  private Outcome outcome(Target target, Duration deadline) {
    return get(probe.run(new UdpProbe.Spec(target, deadline))).outcome();
  }

  @Test
  void anyAnswerIsAnAnswer() {
    for (InetAddress address : List.of(FOUR, SIX)) {
      try (DatagramServer server =
          new DatagramServer(address, (request, n) -> List.of(new byte[] {1, 2, 3}))) {
        Outcome outcome = outcome(server.target(), LONG);
        assertEquals(Reason.OK, outcome.reason(), outcome.toString());
        assertEquals("answered with 3 bytes", outcome.detail());
        assertPhases(outcome, Phase.FIRST_BYTE);
        assertTrue(outcome.took().compareTo(LONG) < 0);
      }
    }
  }

  @Test
  void anAnswerOfNoBytesIsAnAnswer() {
    for (InetAddress address : List.of(FOUR, SIX)) {
      try (DatagramServer server =
          new DatagramServer(address, (request, n) -> List.of(new byte[0]))) {
        assertEquals(Reason.OK, outcome(server.target(), LONG).reason());
      }
    }
  }

  @Test
  void aHugeAnswerIsAnAnswer() {
    try (DatagramServer server =
        new DatagramServer(FOUR, (request, n) -> List.of(new byte[60_000]))) {
      assertEquals(Reason.OK, outcome(server.target(), LONG).reason());
    }
  }

  @Test
  void closedPortIsRefusedAtOnce() {
    for (InetAddress address : List.of(FOUR, SIX)) {
      Outcome outcome = outcome(target(closedPort(address)), LONG);
      assertEquals(Reason.REFUSED, outcome.reason(), outcome.toString());
      assertEquals("ICMP port unreachable", outcome.detail());
      assertPhases(outcome, Phase.FIRST_BYTE);
      assertTrue(outcome.took().compareTo(Duration.ofSeconds(5)) < 0, outcome.toString());
    }
  }

  @Test
  void silenceIsNoAnswerAtTheDeadline() {
    for (InetAddress address : List.of(FOUR, SIX)) {
      try (DatagramServer server = DatagramServer.silent(address)) {
        assertEndsAt(
            SHORT,
            () -> {
              Outcome outcome = outcome(server.target(), SHORT);
              assertEquals(Reason.NO_ANSWER, outcome.reason(), outcome.toString());
              assertEquals("no answer within 300 ms", outcome.detail());
              assertPhases(outcome, Phase.FIRST_BYTE);
              return outcome;
            });
      }
    }
  }

  @Test
  void threeHarmlessDatagramsAreSentFromOneFreshPort() {
    try (DatagramServer server = DatagramServer.silent(FOUR)) {
      Outcome first = outcome(server.target(), SHORT);
      Outcome second = outcome(server.target(), SHORT);
      assertEquals(Reason.NO_ANSWER, first.reason());
      assertEquals(Reason.NO_ANSWER, second.reason());
      assertEquals(6, server.requests().size());
      for (byte[] request : server.requests()) {
        assertArrayEquals("\nroomwatch\n".getBytes(StandardCharsets.US_ASCII), request);
      }
      assertEquals(2, new HashSet<>(server.clients()).size());
    }
  }

  @Test
  void aLostFirstDatagramIsRepeated() {
    try (DatagramServer server =
        new DatagramServer(FOUR, (request, n) -> n == 2 ? List.of(request) : List.of())) {
      Outcome outcome = outcome(server.target(), Duration.ofSeconds(2));
      assertEquals(Reason.OK, outcome.reason());
      assertTrue(outcome.took().compareTo(Duration.ofMillis(900)) > 0, outcome.toString());
    }
  }

  @Test
  void aPortThatClosesMeanwhileIsRefusedByALaterDatagram() {
    DatagramServer server = DatagramServer.silent(FOUR);
    CompletableFuture<UdpProbe.Result> result =
        probe.run(new UdpProbe.Spec(server.target(), Duration.ofSeconds(3)));
    Awaitility.await().until(() -> !server.requests().isEmpty());
    server.close();
    assertEquals(Reason.REFUSED, get(result).outcome().reason());
  }

  @Test
  void aNameIsResolvedInAPhaseOfItsOwn() {
    try (DatagramServer server = new DatagramServer(FOUR, (request, n) -> List.of(request))) {
      Outcome outcome = outcome(new Target("localhost", server.address().getPort()), LONG);
      assertEquals(Reason.OK, outcome.reason(), outcome.toString());
      assertPhases(outcome, Phase.RESOLVE, Phase.FIRST_BYTE);
    }
  }

  @Test
  void aNameThatDoesNotExistIsNotReportedAsSilence() {
    // RFC 6761 section 6.4: resolvers answer for "invalid." themselves. Without any resolver it is
    // a temporary failure, or silence.
    Outcome outcome = outcome(new Target("no.such.host.invalid", 9), LONG);
    assertTrue(
        List.of(Reason.DNS_NXDOMAIN, Reason.DNS_SERVFAIL, Reason.DNS_TIMEOUT)
            .contains(outcome.reason()),
        outcome.toString());
    assertPhases(outcome, Phase.RESOLVE);
  }

  @Test
  void aResolverThatHangsEndsTheProbeAtItsDeadline() {
    try (Network stuck = new Network(System::nanoTime, new HangingExecutor())) {
      UdpProbe hung = new UdpProbe(stuck);
      assertEndsAt(
          SHORT,
          () -> {
            Outcome outcome =
                get(hung.run(new UdpProbe.Spec(new Target("localhost", 9), SHORT))).outcome();
            assertEquals(Reason.DNS_TIMEOUT, outcome.reason());
            assertPhases(outcome, Phase.RESOLVE);
            return outcome;
          });
    }
  }

  @Test
  void aScopeThatDoesNotExistIsNoRoute() {
    Outcome outcome = outcome(new Target("fe80::1%nosuchif0", 9), LONG);
    assertEquals(Reason.NO_ROUTE, outcome.reason(), outcome.toString());
  }

  @Test
  void noDeadlineIsTooLongOrTooShort() {
    try (DatagramServer echo = new DatagramServer(FOUR, (request, n) -> List.of(request));
        DatagramServer silent = DatagramServer.silent(FOUR)) {
      Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
      assertEquals(Reason.OK, outcome(echo.target(), forEver).reason());
      assertEquals(Reason.NO_ANSWER, outcome(silent.target(), Duration.ZERO).reason());
      assertEquals(Reason.NO_ANSWER, outcome(silent.target(), Duration.ofSeconds(-5)).reason());
    }
  }

  @Test
  void completesOnceAndOnTheEventLoop() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR, (request, n) -> n == 1 ? List.of(request, request, request) : List.of())) {
      CompletableFuture<UdpProbe.Result> result = new CompletableFuture<>();
      CompletableFuture<Boolean> onLoop =
          result.thenApply(any -> bench.network.loop().inEventLoop());
      UdpProbe.Spec spec = new UdpProbe.Spec(server.target(), Duration.ofSeconds(2));
      // Passed on from the loop: attached here it might come after the end, and run on this thread.
      bench.network.loop().execute(() -> probe.run(spec).thenAccept(result::complete));
      assertTrue(get(onLoop), "completed off the event loop");
      assertEquals(Reason.OK, result.join().outcome().reason());
    }
  }

  @Test
  void aClosedNetworkIsOurFaultAndSaidAtOnce() {
    Network closed = new Network(System::nanoTime, new HangingExecutor());
    closed.close();
    CompletableFuture<UdpProbe.Result> result =
        new UdpProbe(closed).run(new UdpProbe.Spec(new Target("127.0.0.1", 9), LONG));
    assertTrue(result.isCompletedExceptionally());
  }

  @Test
  void noFileStaysOpenWhateverHappens() {
    InetSocketAddress closed = closedPort(FOUR);
    Duration brief = Duration.ofMillis(20);
    try (DatagramServer echo = new DatagramServer(FOUR, (request, n) -> List.of(request));
        DatagramServer silent = DatagramServer.silent(SIX)) {
      assertLeavesNoFileOpen(
          () -> {
            outcome(echo.target(), LONG);
            outcome(silent.target(), brief);
            outcome(target(closed), LONG);
            outcome(new Target("localhost", echo.address().getPort()), LONG);
            outcome(new Target("fe80::1%nosuchif0", 9), LONG);
          });
    }
  }
}
