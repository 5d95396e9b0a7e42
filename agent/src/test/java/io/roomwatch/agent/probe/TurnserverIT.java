package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.DatagramBench.FOUR;
import static io.roomwatch.agent.probe.DatagramBench.SIX;
import static io.roomwatch.agent.probe.DatagramBench.freePort;
import static io.roomwatch.agent.probe.DatagramBench.get;
import static io.roomwatch.agent.probe.DatagramBench.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The STUN probe against coturn's turnserver. */
final class TurnserverIT {

  @Test
  void itTellsThisEndsAddressOverBothProtocols() {
    int port = freePort();
    try (DatagramBench bench = new DatagramBench();
        DebianServer turnserver = new DebianServer("turnserver", "coturn")) {
      StunProbe probe = new StunProbe(bench.network, new SecureRandom());
      turnserver
          .start(
              "-n",
              "--stun-only",
              "--no-tls",
              "--no-dtls",
              "--no-tcp",
              "--no-cli",
              "--listening-ip=127.0.0.1",
              "--listening-ip=::1",
              "--listening-port=" + port,
              "--log-file=stdout",
              "--simple-log",
              "--pidfile=" + turnserver.folder().resolve("pid"),
              "--userdb=" + turnserver.folder().resolve("db"))
          .awaitUntil(() -> ask(probe, FOUR, port).outcome().ok());
      for (InetAddress loopback : List.of(FOUR, SIX)) {
        StunProbe.Result result = ask(probe, loopback, port);
        assertEquals(Reason.OK, result.outcome().reason(), result.toString());
        InetSocketAddress mapped = result.mapped().orElseThrow();
        assertEquals(loopback, mapped.getAddress());
        assertTrue(mapped.getPort() > 1023, result.toString());
      }
    }
  }

  private static StunProbe.Result ask(StunProbe probe, InetAddress loopback, int port) {
    Target server = target(new InetSocketAddress(loopback, port));
    return get(probe.run(new StunProbe.Spec(server, Duration.ofSeconds(1))));
  }
}
