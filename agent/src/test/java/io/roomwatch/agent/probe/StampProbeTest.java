package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.assertLeavesNoFileOpen;
import static io.roomwatch.agent.probe.DatagramBench.assertPhases;
import static io.roomwatch.agent.probe.DatagramBench.closedPort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.DatagramBench.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.stamp.Reflection;
import io.roomwatch.agent.probe.stamp.Reflector;
import io.roomwatch.agent.probe.stamp.StampPacket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sender and reflector on real sockets, with a relay as the network between them. */
final class StampProbeTest {
  private static final StampMode OPEN = StampMode.unauthenticated();
  private static final StampMode KEYED = StampMode.authenticated("roomwatch-test-key");
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(600);

  /** Long after the last answer, also on a busy machine. */
  private static final Duration LOSSY = Duration.ofMillis(1_500);

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration AT_ONCE = Duration.ZERO;

  private final DatagramBench bench = new DatagramBench();
  private final StampProbe probe = new StampProbe(bench.network, InstantSource.system());
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    bench.close();
  }

  private Reflector reflector(InetAddress address, StampMode mode, boolean stateful)
      throws IOException {
    Reflection.Rules rules = new Reflection.Rules(address::equals, mode, stateful);
    Reflector reflector =
        Reflector.open(
            bench.network,
            new InetSocketAddress(address, 0),
            new Reflection(rules, InstantSource.system(), System::nanoTime));
    open.add(reflector);
    return reflector;
  }

  private Target relay(Reflector reflector, UdpRelay.Fate fate) throws IOException {
    UdpRelay relay = new UdpRelay(FOUR, 0, reflector.address(), fate);
    open.add(relay);
    return target(relay.address());
  }

  private StampProbe.Result sends(Target target, StampMode mode, int packets, Duration deadline) {
    return get(probe.run(new StampProbe.Spec(target, mode, packets, PAUSE, deadline)));
  }

  private static Optional<StampProbe.Directions> ways(int forward, int backward) {
    return Optional.of(new StampProbe.Directions(forward, backward));
  }

  @Test
  void everyPacketComesBackInBothModesAndFamilies() throws IOException {
    for (InetAddress address : List.of(FOUR, SIX)) {
      for (StampMode mode : List.of(OPEN, KEYED)) {
        Reflector reflector = reflector(address, mode, true);
        StampProbe.Result result = sends(target(reflector.address()), mode, 20, LONG);
        assertEquals(Reason.OK, result.outcome().reason(), result.toString());
        assertPhases(result.outcome(), Phase.FIRST_BYTE);
        StampProbe.Burst burst = result.burst().orElseThrow();
        assertEquals(20, burst.sent());
        assertEquals(20, burst.answered());
        assertEquals(20, burst.roundTrips().size());
        assertEquals(ways(0, 0), burst.directions());
        assertTrue(burst.roundTrips().stream().allMatch(trip -> trip.compareTo(LONG) < 0));
        assertTrue(result.outcome().took().compareTo(PAUSE.multipliedBy(19)) >= 0, "paced");
        assertEquals(20, reflector.reflection().counts().reflected());
      }
    }
  }

  @Test
  void lossIsMeasuredInTheDirectionWhereItWas() throws IOException {
    Reflector reflector = reflector(FOUR, KEYED, true);
    // There 3, 4, 9 are lost; of the seventeen that arrive, the answers to the second and fifth.
    Target target =
        relay(
            reflector,
            (there, n) ->
                (there ? List.of(3, 4, 9) : List.of(1, 4)).contains(n)
                    ? List.of()
                    : List.of(AT_ONCE));
    StampProbe.Burst burst = sends(target, KEYED, 20, LOSSY).burst().orElseThrow();
    assertEquals(20, burst.sent());
    assertEquals(15, burst.answered());
    assertEquals(5, burst.lost());
    assertEquals(ways(3, 2), burst.directions());
  }

  @Test
  void doubledAndOvertakenPacketsAreNoLoss() throws IOException {
    Reflector reflector = reflector(FOUR, OPEN, true);
    Target target =
        relay(
            reflector,
            (there, n) -> {
              if (there && n == 2) {
                return List.of(AT_ONCE, AT_ONCE);
              }
              return !there && n == 5 ? List.of(Duration.ofMillis(40)) : List.of(AT_ONCE);
            });
    StampProbe.Burst burst = sends(target, OPEN, 20, LOSSY).burst().orElseThrow();
    assertEquals(20, burst.answered());
    assertEquals(0, burst.lost());
    assertTrue(burst.repeated() <= 1, burst.toString());
    assertTrue(
        burst.roundTrips().stream().anyMatch(trip -> trip.compareTo(Duration.ofMillis(40)) >= 0));
  }

  @Test
  void theDelayOfBothWaysIsTheRoundTrip() throws IOException {
    Reflector reflector = reflector(FOUR, OPEN, true);
    Target target = relay(reflector, (there, n) -> List.of(Duration.ofMillis(there ? 20 : 30)));
    StampProbe.Burst burst = sends(target, OPEN, 20, LONG).burst().orElseThrow();
    List<Duration> sorted = burst.roundTrips().stream().sorted().toList();
    assertTrue(sorted.getFirst().compareTo(Duration.ofMillis(50)) >= 0, sorted.toString());
    // A busy machine adds; half of the packets are not held up by it.
    assertTrue(sorted.get(10).compareTo(Duration.ofMillis(200)) < 0, sorted.toString());
  }

  @Test
  void silenceIsNoAnswerAtTheDeadline() throws IOException {
    Target target = relay(reflector(FOUR, OPEN, true), (there, n) -> List.of());
    StampProbe.Result result = sends(target, OPEN, 10, SHORT);
    assertEquals(Reason.NO_ANSWER, result.outcome().reason());
    assertEquals(Optional.empty(), result.burst());
    assertTrue(result.outcome().took().compareTo(SHORT) >= 0);
  }

  @Test
  void aClosedPortIsRefused() {
    StampProbe.Result result = sends(target(closedPort(FOUR)), OPEN, 10, LONG);
    assertEquals(Reason.REFUSED, result.outcome().reason());
    assertEquals(Optional.empty(), result.burst());
  }

  @Test
  void anotherKeyIsNotAnsweredByTheReflectorAndNotBelievedByTheSender() throws IOException {
    StampMode other = StampMode.authenticated("another-test-key-x");
    Reflector reflector = reflector(FOUR, KEYED, true);
    StampProbe.Result result = sends(target(reflector.address()), other, 5, SHORT);
    assertEquals(Reason.NO_ANSWER, result.outcome().reason());
    assertEquals(5, reflector.reflection().counts().dropped().get(Reflection.Dropped.FORGED));
    try (DatagramServer liar =
        new DatagramServer(FOUR, (request, n) -> List.of(answer(request, 0, other)))) {
      StampProbe.Result believed = sends(liar.target(), KEYED, 5, SHORT);
      assertEquals(Reason.ERROR, believed.outcome().reason());
      assertEquals("5 answer(s) bear another key", believed.outcome().detail());
    }
  }

  private static byte[] answer(byte[] request, int shift, StampMode mode) {
    StampMode asked = request.length == 44 ? OPEN : KEYED;
    if (!(StampPacket.readTest(request, asked)
        instanceof StampPacket.Good<StampPacket.Stamp>(StampPacket.Stamp test))) {
      throw new AssertionError("not a test packet");
    }
    StampPacket.Stamp echoed =
        new StampPacket.Stamp(test.sequence() + shift, test.time(), test.errorEstimate());
    return StampPacket.reflected(
        new StampPacket.Reflected(test, test.time() + 1, echoed, 255), request, mode);
  }

  @Test
  void answersToWhatWasNotAskedAreStrays() {
    List<DatagramServer.Answers> hostile =
        List.of(
            (request, n) -> List.of(answer(request, 1_000, OPEN)),
            (request, n) -> List.of(answer(request, 1, OPEN)),
            (request, n) -> List.of(new byte[0]),
            (request, n) -> List.of(new byte[44]),
            (request, n) -> List.of(request),
            (request, n) -> List.of(new byte[3_000]));
    for (DatagramServer.Answers answers : hostile) {
      try (DatagramServer server = new DatagramServer(FOUR, answers)) {
        StampProbe.Result result = sends(server.target(), OPEN, 5, SHORT);
        assertEquals(Reason.ERROR, result.outcome().reason(), result.toString());
        assertEquals(Optional.empty(), result.burst());
      }
    }
  }

  @Test
  void strangersGetNothingBack() throws IOException {
    Reflection.Rules nobody = new Reflection.Rules(address -> false, OPEN, true);
    Reflector reflector =
        Reflector.open(
            bench.network,
            new InetSocketAddress(FOUR, 0),
            new Reflection(nobody, InstantSource.system(), System::nanoTime));
    open.add(reflector);
    StampProbe.Result result = sends(target(reflector.address()), OPEN, 5, SHORT);
    assertEquals(Reason.NO_ANSWER, result.outcome().reason());
    assertEquals(5, reflector.reflection().counts().dropped().get(Reflection.Dropped.NOT_ALLOWED));
  }

  @Test
  void noiseDoesNotStopTheReflector() throws IOException {
    Reflector reflector = reflector(FOUR, OPEN, true);
    long seed = new Random().nextLong();
    System.out.println("noise at the reflector, seed " + seed);
    Random random = new Random(seed);
    try (DatagramSocket socket = new DatagramSocket(0, FOUR)) {
      for (int length : new int[] {0, 1, 43, 44, 112, 1_500, 1_501, 2_048, 4_096, 60_000}) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        socket.send(new DatagramPacket(noise, length, reflector.address()));
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> {
                Reflection.Counts counts = reflector.reflection().counts();
                long all =
                    counts.reflected()
                        + counts.dropped().values().stream().mapToLong(each -> each).sum();
                // Those of 44, 112 and 1,500 bytes are test packets with odd padding.
                assertEquals(10, all, counts.toString());
                assertEquals(3, counts.reflected(), counts.toString());
              });
    }
    StampProbe.Result result = sends(target(reflector.address()), OPEN, 10, LONG);
    assertEquals(10, result.burst().orElseThrow().answered());
  }

  @Test
  void aDeadlineTooShortForTheBurstShortensIt() throws IOException {
    Reflector reflector = reflector(FOUR, OPEN, true);
    Duration pause = Duration.ofMillis(100);
    StampProbe.Spec spec = new StampProbe.Spec(target(reflector.address()), OPEN, 20, pause, SHORT);
    // 600 ms, of which 300 wait for the last answer: at 0, 100, 200, 300 ms.
    StampProbe.Burst burst = get(probe.run(spec)).burst().orElseThrow();
    assertEquals(4, burst.sent());
    assertEquals(4, burst.answered());
  }

  @Test
  void aPortThatIsTakenIsSaidWithItsKey() throws IOException {
    Reflector first = reflector(FOUR, OPEN, true);
    IOException refused =
        assertThrows(
            IOException.class,
            () -> Reflector.open(bench.network, first.address(), first.reflection()));
    assertTrue(
        refused
            .toString()
            .startsWith("java.io.IOException: stamp.listen: cannot listen on UDP 127.0.0.1 port "),
        refused.toString());
    first.close();
    // NIO frees a closed port when its selector comes round again.
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(
            () -> {
              Reflector.open(bench.network, first.address(), first.reflection()).close();
              return true;
            });
  }

  @Test
  void nothingStaysOpen() throws IOException {
    Reflector reflector = reflector(FOUR, KEYED, true);
    assertLeavesNoFileOpen(() -> sends(target(reflector.address()), KEYED, 3, SHORT));
  }
}
