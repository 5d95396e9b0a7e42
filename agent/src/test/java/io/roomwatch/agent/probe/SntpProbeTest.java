package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.assertEndsAt;
import static io.roomwatch.agent.probe.DatagramBench.assertLeavesNoFileOpen;
import static io.roomwatch.agent.probe.DatagramBench.assertPhases;
import static io.roomwatch.agent.probe.DatagramBench.closedPort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.DatagramBench.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.SntpBytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SntpProbeTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** This machine's own clock, here the truth that both ends start from. */
  private static final InstantSource TRUTH = Clock.systemUTC();

  private final DatagramBench bench = new DatagramBench();
  private final SntpProbe probe = new SntpProbe(bench.network, TRUTH);

  @AfterEach
  void close() {
    bench.close();
  }

  private SntpProbe.Result ask(SntpProbe asking, Target target, Duration deadline) {
    return get(asking.run(new SntpProbe.Spec(target, deadline)));
  }

  /** A server whose clock differs from the truth by so much. */
  private static DatagramServer server(InetAddress loopback, Duration ahead) {
    return new DatagramServer(
        loopback,
        (request, n) -> {
          Instant received = TRUTH.instant().plus(ahead);
          return List.of(
              SntpBytes.answering(request, received).sent(TRUTH.instant().plus(ahead)).build());
        });
  }

  private static void assertOffset(Duration expected, SntpProbe.Result result) {
    assertEquals(Reason.OK, result.outcome().reason(), result.toString());
    SntpProbe.Clock clock = result.clock().orElseThrow();
    // Half the way there and back is what nobody can know.
    Duration wrong = clock.offset().minus(expected).abs();
    Duration allowed = clock.roundTrip().dividedBy(2).plus(Duration.ofNanos(10_000));
    assertTrue(wrong.compareTo(allowed) <= 0, "wrong by " + wrong + ": " + result);
    assertTrue(clock.roundTrip().compareTo(result.outcome().took()) <= 0, result.toString());
  }

  @Test
  void theOffsetIsThatOfTheServersClock() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      for (Duration ahead :
          List.of(
              Duration.ZERO,
              Duration.ofNanos(12_345_678_901L),
              Duration.ofMillis(-750),
              Duration.ofDays(-4000))) {
        try (DatagramServer server = server(loopback, ahead)) {
          SntpProbe.Result result = ask(probe, server.target(), LONG);
          assertOffset(ahead, result);
          assertEquals(2, result.clock().orElseThrow().stratum());
          assertPhases(result.outcome(), Phase.FIRST_BYTE);
        }
      }
    }
  }

  @Test
  void theOffsetIsGoodToATenthOfAMillisecondOnLoopback() {
    try (DatagramServer server = server(FOUR, Duration.ofSeconds(3))) {
      Duration best = Duration.ofDays(1);
      for (int i = 0; i < 50; i++) {
        SntpProbe.Clock clock = ask(probe, server.target(), LONG).clock().orElseThrow();
        Duration wrong = clock.offset().minusSeconds(3).abs();
        best = wrong.compareTo(best) < 0 ? wrong : best;
      }
      assertTrue(best.compareTo(Duration.ofNanos(100_000)) < 0, "never better than " + best);
    }
  }

  @Test
  void aServerInTheNextEraIsFarAheadNotFarBehind() {
    Instant now = TRUTH.instant();
    Duration ahead = Duration.between(now, Instant.parse("2040-01-01T00:00:00Z"));
    try (DatagramServer server = server(FOUR, ahead)) {
      assertOffset(ahead, ask(probe, server.target(), LONG));
    }
  }

  @Test
  void aHostWithoutAClockBatteryLearnsHowFarBehindItIs() {
    Duration behind = Duration.between(Instant.EPOCH, Instant.parse("2041-06-01T00:00:00Z"));
    Duration host = Duration.between(TRUTH.instant(), Instant.EPOCH);
    SntpProbe asking = new SntpProbe(bench.network, () -> TRUTH.instant().plus(host));
    try (DatagramServer server = server(FOUR, host.plus(behind))) {
      assertOffset(behind, ask(asking, server.target(), LONG));
    }
  }

  @Test
  void aClockThatIsSetMeanwhileIsNoRoundTrip() {
    AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);
    SntpProbe asking = new SntpProbe(bench.network, () -> TRUTH.instant().plus(step.get()));
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) -> {
              step.set(Duration.ofHours(1));
              return List.of(SntpBytes.answering(request, TRUTH.instant()).build());
            })) {
      assertOffset(Duration.ZERO, ask(asking, server.target(), LONG));
    }
  }

  @Test
  void theServersOwnDelayIsNotPartOfTheRoundTrip() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) -> {
              Instant received = TRUTH.instant();
              pause(Duration.ofMillis(200));
              return List.of(SntpBytes.answering(request, received).sent(TRUTH.instant()).build());
            })) {
      SntpProbe.Result result = ask(probe, server.target(), LONG);
      assertOffset(Duration.ZERO, result);
      assertTrue(result.outcome().took().toMillis() >= 200);
      assertTrue(result.clock().orElseThrow().roundTrip().toMillis() < 150, result.toString());
    }
  }

  private static void pause(Duration pause) {
    try {
      assertFalse(new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aServerThatLiesAboutItsDelayIsNotBelieved() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) -> {
              Instant now = TRUTH.instant();
              return List.of(SntpBytes.answering(request, now).sent(now.plusSeconds(60)).build());
            })) {
      SntpProbe.Result result = ask(probe, server.target(), LONG);
      assertEquals(Reason.ERROR, result.outcome().reason(), result.toString());
      assertEquals(Optional.empty(), result.clock());
    }
  }

  @Test
  void aCoarseServerClockIsForgiven() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) -> {
              Instant now = TRUTH.instant();
              return List.of(SntpBytes.answering(request, now).sent(now.plusMillis(16)).build());
            })) {
      Duration best = Duration.ofDays(1);
      for (int i = 0; i < 20; i++) {
        SntpProbe.Result result = ask(probe, server.target(), LONG);
        assertEquals(Reason.OK, result.outcome().reason(), result.toString());
        Duration roundTrip = result.clock().orElseThrow().roundTrip();
        best = roundTrip.compareTo(best) < 0 ? roundTrip : best;
      }
      assertEquals(Duration.ZERO, best);
    }
  }

  @Test
  void aKissOfDeathEndsTheQuestionAtOnce() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) ->
                List.of(
                    SntpBytes.answering(request, Instant.EPOCH)
                        .stratum(0)
                        .reference("RATE")
                        .build()))) {
      SntpProbe.Result result = ask(probe, server.target(), LONG);
      assertEquals(Reason.ERROR, result.outcome().reason());
      assertEquals("kiss-o'-death RATE: asked too often", result.outcome().detail());
      assertEquals(Optional.empty(), result.clock());
      assertEquals(1, server.requests().size());
      assertTrue(result.outcome().took().compareTo(Duration.ofSeconds(2)) < 0);
    }
  }

  @Test
  void aForgedKissOfDeathDoesNotSilenceTheServer() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) ->
                List.of(
                    SntpBytes.answering(7L, Instant.EPOCH).stratum(0).reference("DENY").build(),
                    request,
                    new byte[0],
                    SntpBytes.answering(request, TRUTH.instant()).build()))) {
      assertOffset(Duration.ZERO, ask(probe, server.target(), LONG));
    }
  }

  @Test
  void onlyForgedAndShortAnswersAreAnErrorAtTheDeadline() {
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) ->
                List.of(new byte[47], SntpBytes.answering(7L, TRUTH.instant()).build()))) {
      SntpProbe.Result result = ask(probe, server.target(), SHORT);
      assertEquals(Reason.ERROR, result.outcome().reason(), result.toString());
      assertTrue(result.outcome().took().compareTo(SHORT) >= 0);
    }
  }

  @Test
  void everyRequestHasItsOwnCookieAndALateAnswerIsMeasuredFromItsOwn() {
    byte[][] first = new byte[1][];
    try (DatagramServer server =
        new DatagramServer(
            FOUR,
            (request, n) -> {
              if (n == 0) {
                first[0] = request;
                return List.of();
              }
              Instant now = TRUTH.instant();
              return List.of(SntpBytes.answering(first[0], now.minusMillis(400)).sent(now).build());
            })) {
      SntpProbe.Result result = ask(probe, server.target(), Duration.ofSeconds(1));
      assertEquals(Reason.OK, result.outcome().reason(), result.toString());
      assertEquals(2, server.requests().size());
      long distinct =
          server.requests().stream().map(r -> ByteBuffer.wrap(r).getLong(40)).distinct().count();
      assertEquals(2, distinct);
      long roundTrip = result.clock().orElseThrow().roundTrip().toMillis();
      assertTrue(roundTrip >= 90 && roundTrip < 300, result.toString());
    }
  }

  @Test
  void silenceIsNoAnswerAtTheDeadline() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      try (DatagramServer server = DatagramServer.silent(loopback)) {
        assertEndsAt(
            SHORT,
            () -> {
              SntpProbe.Result result = ask(probe, server.target(), SHORT);
              assertEquals(Reason.NO_ANSWER, result.outcome().reason(), result.toString());
              assertPhases(result.outcome(), Phase.FIRST_BYTE);
              return result.outcome();
            });
      }
    }
  }

  @Test
  void closedPortIsNotReportedAsSilence() {
    for (InetAddress loopback : List.of(FOUR, SIX)) {
      SntpProbe.Result result = ask(probe, target(closedPort(loopback)), LONG);
      assertEquals(Reason.REFUSED, result.outcome().reason(), result.toString());
    }
  }

  @Test
  void aNameIsResolvedInAPhaseOfItsOwn() {
    try (DatagramServer server = server(FOUR, Duration.ZERO)) {
      Target target = new Target("localhost", server.address().getPort());
      SntpProbe.Result result = ask(probe, target, LONG);
      assertOffset(Duration.ZERO, result);
      assertPhases(result.outcome(), Phase.RESOLVE, Phase.FIRST_BYTE);
    }
  }

  @Test
  void noFileStaysOpenWhateverHappens() {
    Duration brief = Duration.ofMillis(20);
    InetSocketAddress closed = closedPort(FOUR);
    try (DatagramServer good = server(SIX, Duration.ZERO);
        DatagramServer silent = DatagramServer.silent(FOUR)) {
      assertLeavesNoFileOpen(
          () -> {
            ask(probe, good.target(), LONG);
            ask(probe, silent.target(), brief);
            ask(probe, target(closed), LONG);
          });
    }
  }
}
