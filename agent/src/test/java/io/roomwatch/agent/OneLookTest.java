package io.roomwatch.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckKind.Manner;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One look at everything, on a machine that the test made up; its packets stay on loopback. */
class OneLookTest {

  private Ground ground;

  @BeforeEach
  void lay() {
    FixedFacts facts = new FixedFacts();
    facts.sockets = Fact.known(List.of());
    facts.resolvers = Fact.known(List.of());
    ground = new Ground(new Program.Build("1.2.3", "abc1234"), facts, "/bin:/usr/bin");
  }

  @AfterEach
  void clear() {
    ground.close();
  }

  private static Config config(int resolver, String more) {
    String text =
        """
        cloud:
          hosts: [localhost]
          proxy: none
          ntp: 127.0.0.1:1
          resolvers: ["127.0.0.1:%d"]
          status: {url: "http://127.0.0.1:1/", fallback_url: "http://127.0.0.1:1/"}
        checks: {local.gateway: {enabled: false}}
        %s
        """
            .formatted(resolver, more);
    return parsed(text);
  }

  private static Config parsed(String text) {
    return switch (new ConfigFile("room-pc", Map.of()).parse("test", text)) {
      case Outcome.Good<Config> good -> good.value();
      case Outcome.Bad<Config> bad -> throw new AssertionError(bad.faults());
    };
  }

  private static RoomStatus done(OneLook look) throws InterruptedException {
    return switch (look.unless(configured -> Optional.empty())) {
      case Program.Checked.Done done -> done.seen().status();
      case Program.Checked.Refused refused -> throw new AssertionError(refused);
      case Program.Checked.BadConfig bad -> throw new AssertionError(bad);
    };
  }

  private static CheckStatus status(RoomStatus room, String id) {
    return room.checks().stream()
        .filter(each -> each.check().toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Answers every question with SERVFAIL and counts those for addresses of IPv4. */
  private static final class BrokenResolver implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final AtomicInteger questions = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().daemon().start(this::serve);

    BrokenResolver() throws IOException {}

    private void serve() {
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      try {
        while (true) {
          packet.setLength(512);
          socket.receive(packet);
          byte[] message = packet.getData();
          int end = 12;
          while (message[end] != 0) {
            end += message[end] + 1;
          }
          if (message[end + 2] == 1) {
            questions.incrementAndGet();
          }
          // A response, recursion available, SERVFAIL; nothing but the question (RFC 1035, 4.1.1).
          message[2] = (byte) 0x81;
          message[3] = (byte) 0x82;
          for (int i = 6; i < 12; i++) {
            message[i] = 0;
          }
          packet.setLength(end + 5);
          socket.send(packet);
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }

    @Override
    public void close() {
      socket.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void aFailingLookIsRepeatedTwiceAndAPeersPortIsAskedOnce() throws Exception {
    AtomicInteger connects = new AtomicInteger();
    try (BrokenResolver resolver = new BrokenResolver();
        ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread unused =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      while (true) {
                        try (Socket socket = rude.accept()) {
                          socket.setSoLinger(true, 0);
                          connects.incrementAndGet();
                        }
                      }
                    } catch (IOException e) {
                      // Closed: the test is over.
                    }
                  });
      String peer = "peers: [{name: rude, address: 127.0.0.1, port: " + rude.getLocalPort() + "}]";
      RoomStatus room =
          done(
              new OneLook(ground, config(resolver.socket.getLocalPort(), peer), Baseline.NONE_YET));
      assertEquals(Reason.DNS_SERVFAIL, status(room, "cloud.dns:localhost").reason());
      assertEquals(State.FAILED, status(room, "link.peer:rude").state());
      assertEquals(3, resolver.questions.get());
      assertEquals(1, connects.get());
    }
  }

  @Test
  void aSlowConnectToTheCloudIsRepeatedForOneLostPacketMakesIt() throws Exception {
    AtomicInteger connects = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread unused =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      while (true) {
                        server.accept().close();
                        connects.incrementAndGet();
                      }
                    } catch (IOException e) {
                      // Closed: the test is over.
                    }
                  });
      int port = server.getLocalPort();
      Config config =
          parsed(
              """
              cloud:
                hosts: [127.0.0.1]
                profile: custom
                ports: [tcp/%d]
                proxy: none
                ntp: 127.0.0.1:1
                status: {url: "http://127.0.0.1:1/", fallback_url: "http://127.0.0.1:1/"}
              checks:
                local.gateway: {enabled: false}
                cloud.tcp: {thresholds: {connect_degraded_seconds: 0.000001}}
              """
                  .formatted(port));
      RoomStatus room = done(new OneLook(ground, config, Baseline.NONE_YET));
      assertEquals(Reason.THRESHOLD, status(room, "cloud.tcp:127.0.0.1:" + port).reason());
      await().atMost(Duration.ofSeconds(5)).until(() -> connects.get() == 3);
    }
  }

  @Test
  void withoutTimeNothingIsSentAndNothingIsCalledFailed() throws Exception {
    try (BrokenResolver resolver = new BrokenResolver()) {
      Config config = config(resolver.socket.getLocalPort(), "");
      RoomStatus room = done(new OneLook(ground, config, Baseline.NONE_YET, Duration.ZERO));
      List<CheckStatus> active =
          room.checks().stream()
              .filter(each -> each.check().kind().manner() == Manner.ACTIVE)
              .toList();
      assertTrue(active.size() >= 6, active::toString);
      for (CheckStatus each : active) {
        assertEquals(
            "unknown timeout No time was left to look.",
            each.state().label()
                + " "
                + each.reason().label()
                + " "
                + each.latest().orElseThrow().finding().text(),
            each.check().toString());
      }
      assertEquals(0, resolver.questions.get());
      assertEquals(
          List.of(),
          room.checks().stream()
              .filter(each -> each.check().kind().manner() != Manner.ACTIVE)
              .filter(each -> each.latest().isEmpty() || each.reason() == Reason.TIMEOUT)
              .map(CheckStatus::check)
              .toList(),
          "what only reads and concludes has its look");
    }
  }

  @Test
  void anObjectionIsHeardBeforeAnythingIsLookedAt() throws Exception {
    try (BrokenResolver resolver = new BrokenResolver()) {
      List<String> configured = new ArrayList<>();
      Program.Checked checked =
          new OneLook(ground, config(resolver.socket.getLocalPort(), ""), Baseline.NONE_YET)
              .unless(
                  checks -> {
                    checks.forEach(each -> configured.add(each.toString()));
                    return Optional.of("no");
                  });
      assertEquals(new Program.Checked.Refused("no"), checked);
      assertTrue(configured.contains("cloud.dns:localhost"), configured::toString);
      assertEquals(0, resolver.questions.get());
    }
  }

  /** A full queue of connections is what a silent port is on loopback: the kernel drops the SYN. */
  @Test
  void manySilentPeersEndWithinTheBudgetAndNoneOfThemIsCalledFailedUnasked() throws Exception {
    List<Socket> queue = new ArrayList<>();
    try (BrokenResolver resolver = new BrokenResolver();
        ServerSocket silent = new ServerSocket()) {
      silent.bind(new InetSocketAddress(0), 1);
      assumeTrue(fill(silent.getLocalPort(), queue), "skipped: this system's queue never fills");
      String peers =
          IntStream.range(0, 2_500)
              .mapToObj(
                  i ->
                      "{name: p%d, address: 127.1.%d.%d, port: %d}"
                          .formatted(i, i / 250, i % 250 + 1, silent.getLocalPort()))
              .collect(Collectors.joining(", ", "peers: [", "]"));
      Config config = config(resolver.socket.getLocalPort(), peers);
      long began = System.nanoTime();
      RoomStatus room = done(new OneLook(ground, config, Baseline.NONE_YET));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      System.out.println("2,500 silent peers: " + took.toMillis() + " ms");
      assertTrue(took.toMillis() < 14_000, took.toString());
      Map<State, Long> states =
          room.checks().stream()
              .filter(each -> each.check().toString().startsWith("link.peer:"))
              .collect(Collectors.groupingBy(CheckStatus::state, Collectors.counting()));
      assertTrue(states.getOrDefault(State.FAILED, 0L) >= 256, states::toString);
      assertTrue(states.getOrDefault(State.UNKNOWN, 0L) >= 1, states::toString);
      assertEquals(0L, states.getOrDefault(State.OK, 0L), states::toString);
      assertEquals(Reason.DNS_SERVFAIL, status(room, "cloud.dns:localhost").reason());
    } finally {
      for (Socket each : queue) {
        each.close();
      }
    }
  }

  /** Connects until a connect gets no answer. */
  private static boolean fill(int port, List<Socket> queue) throws IOException {
    for (int i = 0; i < 50; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 300);
      } catch (SocketTimeoutException e) {
        return true;
      }
    }
    return false;
  }
}
