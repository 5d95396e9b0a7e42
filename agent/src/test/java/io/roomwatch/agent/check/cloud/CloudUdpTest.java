package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.ip;
import static io.roomwatch.agent.check.RehearsedProbes.ended;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.StunProbe;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.UdpProbe;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CloudUdpTest {

  private final Bench bench = new Bench();

  private Finding seen(int port, boolean informational) {
    return look(new CloudUdp(bench.context(), new Target("media.zoom.us", port), informational));
  }

  private Finding ends(Reason reason) {
    bench.probes.udp = spec -> new UdpProbe.Result(ended(reason, Phase.FIRST_BYTE, 9));
    return seen(8801, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {3478, 3479})
  void stunPortsAreAskedByStunAndTellTheMappedAddress(int port) {
    bench.probes.stun =
        spec ->
            new StunProbe.Result(
                ended(Reason.OK, Phase.FIRST_BYTE, 21),
                Optional.of(new InetSocketAddress(ip("198.51.100.4"), 40001)));
    Finding finding = seen(port, false);
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Measure(0.021), value(finding, "rtt_seconds"));
    assertEquals(new Value.Text("198.51.100.4"), value(finding, "mapped_address"));
    assertEquals(1, bench.probes.asked(StunProbe.Spec.class).size());
    assertEquals(1, bench.probes.asked.size());
  }

  @Test
  void otherPortsAreAskedByPlainDatagrams() {
    assertFinding(State.OK, Reason.OK, ends(Reason.OK));
    assertEquals(1, bench.probes.asked(UdpProbe.Spec.class).size());
    assertEquals(1, bench.probes.asked.size());
  }

  @Test
  void silenceIsInconclusiveAndNeverCalledBlocked() {
    Finding finding = ends(Reason.NO_ANSWER);
    assertFinding(State.UNKNOWN, Reason.NO_ANSWER, finding);
    assertSays("does not mean that it is blocked", finding);
    assertEquals(absent(), value(finding, "rtt_seconds"));
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, DEGRADED",
    "UNREACHABLE, DEGRADED",
    "NO_ROUTE, DEGRADED",
    "ERROR, DEGRADED",
    "DNS_NXDOMAIN, UNKNOWN",
    "DNS_SERVFAIL, UNKNOWN",
    "DNS_TIMEOUT, UNKNOWN"
  })
  void nothingAboutUdpFailsTheRoom(Reason reason, State state) {
    assertFinding(state, reason, ends(reason));
  }

  @Test
  void anInformationalPortIsNoFinding() {
    bench.probes.udp = spec -> new UdpProbe.Result(ended(Reason.REFUSED, 9));
    Finding finding = seen(8801, true);
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("For information only", finding);
    assertEquals(absent(), value(finding, "rtt_seconds"));
  }

  @Test
  void aClosedPortIsToldApartFromOneThatCannotBeReached() {
    assertSays("reported closed for UDP: media cannot use it", ends(Reason.REFUSED));
    assertSays("over UDP cannot be reached", ends(Reason.UNREACHABLE));
  }
}
