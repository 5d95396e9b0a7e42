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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The SNTP probe against chronyd, which serves this machine's own clock and leaves it alone. */
final class ChronyIT {

  @Test
  void thisMachinesOwnClockIsRightAndAShiftedOneIsOffByTheShift() {
    try (Server server = new Server("local stratum 8\nallow 127.0.0.0/8\nallow ::1/128\n")) {
      Duration shift = Duration.ofMillis(-2500);
      SntpProbe right = new SntpProbe(server.bench.network, Clock.systemUTC());
      SntpProbe shifted =
          new SntpProbe(server.bench.network, Clock.offset(Clock.systemUTC(), shift));
      server.chronyd.awaitUntil(() -> server.ask(right, FOUR).outcome().ok());
      for (InetAddress loopback : List.of(FOUR, SIX)) {
        SntpProbe.Clock clock = server.ask(right, loopback).clock().orElseThrow();
        assertEquals(8, clock.stratum());
        assertNear(Duration.ZERO, clock);
        assertNear(shift.negated(), server.ask(shifted, loopback).clock().orElseThrow());
      }
    }
  }

  @Test
  void aServerThatIsNotSynchronisedIsNotBelieved() {
    try (Server server = new Server("allow 127.0.0.0/8\n")) {
      SntpProbe probe = new SntpProbe(server.bench.network, Clock.systemUTC());
      server.chronyd.awaitUntil(() -> server.ask(probe, FOUR).outcome().reason() == Reason.ERROR);
      SntpProbe.Result result = server.ask(probe, FOUR);
      assertTrue(result.clock().isEmpty(), result.toString());
    }
  }

  private static void assertNear(Duration expected, SntpProbe.Clock clock) {
    Duration wrong = clock.offset().minus(expected).abs();
    Duration allowed = clock.roundTrip().dividedBy(2).plusMillis(1);
    assertTrue(wrong.compareTo(allowed) <= 0, "wrong by " + wrong + ": " + clock);
  }

  private static final class Server implements AutoCloseable {
    final DatagramBench bench = new DatagramBench();
    final int port = freePort();
    final DebianServer chronyd = new DebianServer("chronyd", "chrony");

    Server(String directives) {
      chronyd.file(
          "conf",
          directives
              + "bindaddress 127.0.0.1\nbindaddress ::1\ncmdport 0\nbindcmdaddress /\n"
              + "port "
              + port
              + "\npidfile "
              + chronyd.folder().resolve("pid")
              + "\n");
      chronyd.start("-d", "-x", "-U", "-u", System.getProperty("user.name"), "-f", "conf");
    }

    SntpProbe.Result ask(SntpProbe probe, InetAddress loopback) {
      Target target = target(new InetSocketAddress(loopback, port));
      return get(probe.run(new SntpProbe.Spec(target, Duration.ofSeconds(1))));
    }

    @Override
    public void close() {
      chronyd.close();
      bench.close();
    }
  }
}
