package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static io.roomwatch.agent.probe.Lab.phases;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Every behaviour on both transports, for they throw different things. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class TcpProbeTest {

  private static final Duration LINGER = Duration.ofMillis(150);

  private static final InetAddress IPV6 = Lab.address("::1");

  private final boolean epoll;
  private final Lab lab;
  private final TcpProbe probe;

  TcpProbeTest(boolean epoll) {
    Assumptions.assumeTrue(!epoll || Epoll.isAvailable(), "no epoll on this system");
    this.epoll = epoll;
    lab = new Lab(epoll);
    probe = new TcpProbe(lab.network);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private TcpProbe.Result endingAt(Duration deadline, TcpProbe.Spec spec) throws Exception {
    return Lab.endingAt(deadline, TcpProbe.Result::outcome, () -> probe.run(spec));
  }

  private static TcpProbe.Spec spec(Target target, Duration deadline, Duration linger) {
    return new TcpProbe.Spec(target, deadline, linger);
  }

  @Test
  void whereNoAddressMayBeConnectedToNothingIsSent() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      List<InetSocketAddress> asked = new ArrayList<>();
      TcpProbe.Spec spec =
          new TcpProbe.Spec(
              new Target(TestNames.name("127.0.0.2", "127.0.0.1"), server.port()),
              Lab.PATIENT,
              LINGER,
              remote -> !asked.add(remote));
      TcpProbe.Result result = await(probe.run(spec));
      assertEquals(Reason.ERROR, result.outcome().reason());
      assertEquals(2, asked.size(), "each address is asked about");
      assertEquals(0, server.connections());
    }
  }

  @Test
  void anAddressThatMayNotBeConnectedToIsPassedOver() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TcpProbe.Spec spec =
          new TcpProbe.Spec(
              new Target(TestNames.name("127.0.0.2", "127.0.0.1"), server.port()),
              Lab.PATIENT,
              LINGER,
              remote -> remote.getAddress().getHostAddress().equals("127.0.0.1"));
      TcpProbe.Result result = await(probe.run(spec));
      assertEquals(Reason.OK, result.outcome().reason());
      assertEquals(
          List.of(Phase.RESOLVE, Phase.CONNECT), phases(result.outcome()), "one connect is timed");
    }
  }

  @Test
  void openPortIsOkWithBothAddresses() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TcpProbe.Result result = await(probe.run(spec(server.target(), Lab.PATIENT, Duration.ZERO)));
      assertEquals(Reason.OK, result.outcome().reason());
      assertEquals(List.of(Phase.CONNECT), phases(result.outcome()));
      assertEquals(Optional.of(server.address()), result.remote());
      assertTrue(result.local().orElseThrow().getAddress().isLoopbackAddress());
      assertTrue(Lab.took(result.outcome(), Phase.CONNECT).toNanos() > 0);
    }
  }

  @Test
  void ipv6LiteralConnects() throws Exception {
    try (TestServer server = TestServer.start(IPV6, TestServer.SILENT)) {
      TcpProbe.Result result =
          await(probe.run(spec(new Target("::1", server.port()), Lab.PATIENT, LINGER)));
      assertEquals(Reason.OK, result.outcome().reason());
      assertEquals(IPV6, result.remote().orElseThrow().getAddress());
    }
  }

  @Test
  void refusedConnectionIsNotReportedAsTimeout() throws Exception {
    Target target = TestServer.refusing();
    TcpProbe.Result result = await(probe.run(spec(target, Lab.PATIENT, LINGER)));
    assertEquals(Reason.REFUSED, result.outcome().reason());
    assertEquals(List.of(Phase.CONNECT), phases(result.outcome()));
    assertEquals(Optional.empty(), result.remote());
    assertEquals(target + ": the connection was refused", result.outcome().detail());
    assertTrue(result.outcome().took().toMillis() < 1000);
  }

  @Test
  void filteredPortEndsAtTheDeadline() throws Exception {
    try (TestServer.Full full = new TestServer.Full()) {
      TcpProbe.Result result = endingAt(Lab.SHORT, spec(full.target(), Lab.SHORT, LINGER));
      assertEquals(Reason.TIMEOUT, result.outcome().reason());
      assertEquals(List.of(Phase.CONNECT), phases(result.outcome()));
    }
  }

  @Test
  void silentListenerIsOkAfterTheLinger() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TcpProbe.Result result = endingAt(LINGER, spec(server.target(), Lab.PATIENT, LINGER));
      assertEquals(Reason.OK, result.outcome().reason());
      assertTrue(Lab.took(result.outcome(), Phase.CONNECT).compareTo(LINGER) < 0);
      Awaitility.await().untilAsserted(() -> assertEquals(0, server.connections()));
      assertEquals(List.of(), server.faults(), "the close was a FIN");
    }
  }

  @Test
  void lingerNeverOutlivesTheDeadline() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TcpProbe.Spec spec = spec(server.target(), Lab.SHORT, Duration.ofSeconds(60));
      assertEquals(Reason.OK, endingAt(Lab.SHORT, spec).outcome().reason());
    }
  }

  @Test
  void closeByTheOtherEndIsClosedEarly() throws Exception {
    try (TestServer server = TestServer.start(TestServer.CLOSING)) {
      TcpProbe.Result result = await(probe.run(spec(server.target(), Lab.PATIENT, Lab.PATIENT)));
      assertEquals(Reason.CLOSED_EARLY, result.outcome().reason());
      assertEquals(List.of(Phase.CONNECT), phases(result.outcome()));
      assertEquals(Optional.of(server.address()), result.remote());
    }
  }

  @Test
  void halfCloseByTheOtherEndIsClosedEarly() throws Exception {
    TestServer.Script half =
        socket -> {
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        };
    try (TestServer server = TestServer.start(half)) {
      TcpProbe.Result result = await(probe.run(spec(server.target(), Lab.PATIENT, Lab.PATIENT)));
      assertEquals(Reason.CLOSED_EARLY, result.outcome().reason());
      Awaitility.await().untilAsserted(() -> assertEquals(0, server.connections()));
    }
  }

  @Test
  void resetAfterAcceptIsToldFromAClose() throws Exception {
    try (TestServer server = TestServer.start(TestServer.RESETTING)) {
      TcpProbe.Result result = await(probe.run(spec(server.target(), Lab.PATIENT, Lab.PATIENT)));
      assertEquals(Reason.RESET, result.outcome().reason());
      assertEquals(List.of(Phase.CONNECT), phases(result.outcome()));
    }
  }

  @Test
  void talkativeListenerIsOkAndItsDataIsDropped() throws Exception {
    TestServer.Script flood =
        socket -> {
          byte[] much = new byte[64 * 1024];
          while (true) {
            socket.getOutputStream().write(much);
          }
        };
    try (TestServer server = TestServer.start(flood)) {
      TcpProbe.Result result = await(probe.run(spec(server.target(), Lab.PATIENT, LINGER)));
      assertEquals(Reason.OK, result.outcome().reason());
    }
  }

  @Test
  void nameIsResolvedInAPhaseOfItsOwn() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TcpProbe.Result result =
          await(probe.run(spec(server.target("localhost"), Lab.PATIENT, Duration.ZERO)));
      assertEquals(Reason.OK, result.outcome().reason());
      assertEquals(List.of(Phase.RESOLVE, Phase.CONNECT), phases(result.outcome()));
    }
  }

  @Test
  void refusingAddressIsFollowedByTheNext() throws Exception {
    String name = TestNames.name("127.0.0.2", "127.0.0.1");
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TcpProbe.Result result =
          await(probe.run(spec(server.target(name), Lab.PATIENT, Duration.ZERO)));
      assertEquals(Reason.OK, result.outcome().reason());
      assertEquals(List.of(Phase.RESOLVE, Phase.CONNECT), phases(result.outcome()));
      assertEquals(Optional.of(server.address()), result.remote());
    }
  }

  @Test
  void silentAddressGetsItsShareOfTheTimeOnly() throws Exception {
    try (TestServer.Full full = new TestServer.Full("127.0.0.2")) {
      String name = TestNames.name("127.0.0.2", "127.0.0.1");
      Target target = new Target(name, full.port());
      // Nothing listens on that port of 127.0.0.1.
      Duration deadline = Duration.ofSeconds(2);
      long began = System.nanoTime();
      TcpProbe.Result result = await(probe.run(spec(target, deadline, Duration.ZERO)));
      Duration whole = Duration.ofNanos(System.nanoTime() - began);
      assertEquals(Reason.TIMEOUT, result.outcome().reason(), "the first failure of equals");
      assertTrue(result.outcome().detail().contains("127.0.0.2"), result.toString());
      Duration took = Lab.took(result.outcome(), Phase.CONNECT);
      // Half of what was left when it began: the rest of the whole may have gone before.
      Duration share = deadline.minus(whole.minus(took)).dividedBy(2);
      assertTrue(
          took.toMillis() >= share.toMillis() - 2 && took.toMillis() < 1900,
          () -> took + " of " + share);
    }
  }

  @Test
  void unknownNameFailsInTheResolvePhase() throws Exception {
    String name = TestNames.failing("host.test: Name or service not known");
    TcpProbe.Result result = await(probe.run(spec(new Target(name, 1), Lab.PATIENT, LINGER)));
    assertEquals(Reason.DNS_NXDOMAIN, result.outcome().reason());
    assertEquals(List.of(Phase.RESOLVE), phases(result.outcome()));
  }

  @Test
  void lookupThatHangsIsCutOffAndLeavesTimeToSaySo() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    String name =
        TestNames.name(
            () -> {
              try {
                assertTrue(hang.await(20, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Stream.of(InetAddress.getLoopbackAddress());
            });
    try {
      Duration share = Lab.SHORT.multipliedBy(3).dividedBy(4);
      TcpProbe.Result result = endingAt(share, spec(new Target(name, 1), Lab.SHORT, LINGER));
      assertEquals(Reason.DNS_TIMEOUT, result.outcome().reason());
      assertEquals(List.of(Phase.RESOLVE), phases(result.outcome()));
    } finally {
      hang.countDown();
    }
  }

  @Test
  void nameIsLookedUpOnceForAllWhoWaitForIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger lookups = new AtomicInteger();
    String name =
        TestNames.name(
            () -> {
              lookups.incrementAndGet();
              asked.countDown();
              try {
                assertTrue(answer.await(20, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Stream.of(Lab.address("127.0.0.1"));
            });
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TcpProbe.Spec spec = spec(server.target(name), Lab.PATIENT, Duration.ZERO);
      var first = probe.run(spec);
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      var second = probe.run(spec);
      // The second has joined once the loop has taken it up.
      lab.network.loop().submit(() -> {}).sync();
      assertEquals(1, ((ThreadPoolExecutor) lab.blocking).getActiveCount());
      answer.countDown();
      assertEquals(Reason.OK, await(first).outcome().reason());
      assertEquals(Reason.OK, await(second).outcome().reason());
      assertEquals(1, lookups.get());
    }
  }

  @Test
  void lookupThatCannotEvenBeginIsAnErrorOfOurs() throws Exception {
    lab.blocking.shutdown();
    String name = TestNames.name("127.0.0.1");
    TcpProbe.Result result = await(probe.run(spec(new Target(name, 1), Lab.PATIENT, LINGER)));
    assertEquals(Reason.ERROR, result.outcome().reason());
    assertEquals(List.of(Phase.RESOLVE), phases(result.outcome()));
  }

  @Test
  void networkWithoutRouteIsNotATimeout() throws Exception {
    // TCP has no broadcast: the call itself fails, and nothing is sent.
    TcpProbe.Result result =
        await(probe.run(spec(new Target("255.255.255.255", 9), Lab.PATIENT, LINGER)));
    assertEquals(Reason.NO_ROUTE, result.outcome().reason(), result.toString());
    assertEquals(List.of(Phase.CONNECT), phases(result.outcome()));
  }

  @Test
  void zoneThatIsNoInterfaceIsNoRoute() throws Exception {
    TcpProbe.Result result =
        await(probe.run(spec(new Target("fe80::1%nosuch0", 9), Lab.PATIENT, LINGER)));
    assertEquals(Reason.NO_ROUTE, result.outcome().reason());
    assertEquals(List.of(Phase.CONNECT), phases(result.outcome()));
  }

  @Test
  void futuresCompleteOnTheEventLoop() throws Exception {
    try (TestServer.Full full = new TestServer.Full()) {
      boolean onLoop =
          await(
              probe
                  .run(spec(full.target(), Duration.ofMillis(100), LINGER))
                  .thenApply(result -> lab.network.loop().inEventLoop()));
      assertTrue(onLoop);
    }
    assertFalse(lab.network.loop().inEventLoop());
  }

  @Test
  void closingTheNetworkEndsWhatIsUnderWay() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      var running = probe.run(spec(server.target(), Lab.PATIENT, Lab.PATIENT));
      Awaitility.await().untilAsserted(() -> assertEquals(1, server.connections()));
      lab.network.close();
      assertEquals(Reason.ERROR, await(running).outcome().reason());
      var late = probe.run(spec(server.target(), Lab.PATIENT, Lab.PATIENT));
      assertTrue(late.isCompletedExceptionally());
    }
  }

  @Test
  void connectTimeIsTrueToAMillisecond() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      InetSocketAddress address = server.address();
      for (int warm = 0; warm < 300; warm++) {
        await(probe.run(spec(server.target(), Lab.PATIENT, Duration.ZERO)));
      }
      long[] ours = new long[101];
      long[] truth = new long[101];
      for (int i = 0; i < ours.length; i++) {
        TcpProbe.Result result =
            await(probe.run(spec(server.target(), Lab.PATIENT, Duration.ZERO)));
        ours[i] = Lab.took(result.outcome(), Phase.CONNECT).toNanos();
        long before = System.nanoTime();
        try (var socket = java.nio.channels.SocketChannel.open(address)) {
          truth[i] = System.nanoTime() - before;
          assertTrue(socket.isConnected());
        }
      }
      java.util.Arrays.sort(ours);
      java.util.Arrays.sort(truth);
      long apart = Math.abs(ours[50] - truth[50]);
      System.out.printf(
          "median connect: probe %d µs, plain socket %d µs (%s)%n",
          ours[50] / 1000, truth[50] / 1000, epoll ? "epoll" : "nio");
      assertTrue(apart < 1_000_000, "apart by " + apart + " ns");
    }
  }
}
