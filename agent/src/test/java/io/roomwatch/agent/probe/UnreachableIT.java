package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.assertPhases;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * What the kernel says of targets that cannot be reached, in a network namespace of the test's own:
 * a thread leaves the machine's network for an empty one, and all that it starts is there too.
 */
final class UnreachableIT {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  /** libc's. */
  interface LibC extends Library {
    int unshare(int flags);
  }

  private interface Scene {
    void play(UdpProbe probe) throws Exception;
  }

  /** Skips when this user may not make a namespace, or the tools are not there. */
  private static void inNamespace(Scene scene) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              assumeTrue(
                  System.getProperty("os.name").equals("Linux")
                      && Native.load("c", LibC.class).unshare(CLONE_NEWNET) == 0,
                  "Skipped: this user may not make a network namespace.");
              run("ip link set lo up");
              try (DatagramBench bench = new DatagramBench()) {
                scene.play(new UdpProbe(bench.network));
              }
              return true;
            });
    Thread.ofPlatform().daemon().name("namespace").start(task);
    try {
      assertTrue(task.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TestAbortedException skipped) {
        throw skipped;
      }
      throw e;
    }
  }

  private static Outcome ask(UdpProbe probe, String host) {
    return get(probe.run(new UdpProbe.Spec(new Target(host, 3478), DEADLINE))).outcome();
  }

  /** A wire with nobody at its other end. */
  private static void wire() throws Exception {
    run(
        "ip link add near type veth peer name far",
        "ip address add 10.77.0.1/24 dev near",
        "ip address add fd77::1/64 dev near nodad",
        "ip link set near up",
        "ip link set far up",
        "echo 100 > /proc/sys/net/ipv4/neigh/near/retrans_time_ms",
        "echo 100 > /proc/sys/net/ipv6/neigh/near/retrans_time_ms");
  }

  @Test
  void aNeighbourThatIsNotThereIsUnreachableNotSilent() throws Exception {
    inNamespace(
        probe -> {
          wire();
          for (String host : List.of("10.77.0.2", "fd77::2")) {
            Outcome outcome = ask(probe, host);
            assertEquals(Reason.UNREACHABLE, outcome.reason(), outcome.toString());
            assertPhases(outcome, Phase.FIRST_BYTE);
            assertTrue(outcome.took().compareTo(DEADLINE) < 0, outcome.toString());
          }
        });
  }

  @Test
  void noRouteIsSaidBeforeAnythingIsSent() throws Exception {
    inNamespace(
        probe -> {
          wire();
          run(
              "ip route add unreachable 10.80.0.0/24",
              "ip route add blackhole 10.81.0.0/24",
              "ip route add prohibit 10.82.0.0/24",
              "ip -6 route add unreachable fd80::/64");
          for (String host :
              List.of("10.99.0.1", "fd99::1", "10.80.0.1", "10.81.0.1", "10.82.0.1", "fd80::1")) {
            Outcome outcome = ask(probe, host);
            assertEquals(Reason.NO_ROUTE, outcome.reason(), host + ": " + outcome);
            assertPhases(outcome);
          }
        });
  }

  @Test
  void whatAFirewallAnswersIsToldApart() throws Exception {
    inNamespace(
        probe -> {
          run(
              "nft add table inet t",
              "nft add chain inet t in '{ type filter hook input priority 0; }'",
              "nft add chain inet t out '{ type filter hook output priority 0; }'",
              "nft add rule inet t in ip daddr 127.0.1.1 udp dport 3478 drop",
              "nft add rule inet t in ip daddr 127.0.1.2 udp dport 3478 reject",
              "nft add rule inet t in ip daddr 127.0.1.3 udp dport 3478"
                  + " reject with icmp type admin-prohibited",
              "nft add rule inet t in ip daddr 127.0.1.4 udp dport 3478"
                  + " reject with icmp type host-unreachable",
              "nft add rule inet t in ip daddr 127.0.1.5 udp dport 3478"
                  + " reject with icmp type net-unreachable",
              "nft add rule inet t out ip daddr 127.0.1.6 udp dport 3478 drop",
              "nft add rule inet t in ip6 daddr ::1 udp dport 3478"
                  + " reject with icmpv6 type admin-prohibited");
          assertReason(Reason.REFUSED, ask(probe, "127.0.1.2"));
          assertReason(Reason.UNREACHABLE, ask(probe, "127.0.1.3"));
          assertReason(Reason.UNREACHABLE, ask(probe, "127.0.1.4"));
          assertReason(Reason.UNREACHABLE, ask(probe, "127.0.1.5"));
          assertReason(Reason.UNREACHABLE, ask(probe, "127.0.1.6"));
          assertReason(Reason.UNREACHABLE, ask(probe, "::1"));
          Target dropped = new Target("127.0.1.1", 3478);
          Duration brief = Duration.ofMillis(300);
          assertReason(
              Reason.NO_ANSWER, get(probe.run(new UdpProbe.Spec(dropped, brief))).outcome());
        });
  }

  @Test
  void aProbeOfThisHostDoesNotAnswerItself() throws Exception {
    inNamespace(
        probe -> {
          run("echo 40000 40001 > /proc/sys/net/ipv4/ip_local_port_range");
          UdpProbe.Spec closed = new UdpProbe.Spec(new Target("127.0.0.1", 40_000), DEADLINE);
          for (int i = 0; i < 30; i++) {
            assertReason(Reason.REFUSED, get(probe.run(closed)).outcome());
          }
        });
  }

  private static void assertReason(Reason expected, Outcome outcome) {
    assertEquals(expected, outcome.reason(), outcome.toString());
  }

  private static void run(String... commands) throws Exception {
    for (String command : commands) {
      Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assumeTrue(
          process.exitValue() == 0, () -> "Skipped: cannot '" + command + "': " + output.strip());
    }
  }
}
