package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.pac;
import static io.roomwatch.agent.check.FixedFacts.via;
import static io.roomwatch.agent.check.RehearsedProbes.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CloudTcpTest {

  private final Bench bench = new Bench();

  private Finding seen(int port, boolean informational) {
    return look(new CloudTcp(bench.context(), new Target("zoom.us", port), informational));
  }

  private Finding seen() {
    return seen(443, false);
  }

  @Test
  void openPort() {
    bench.probes.tcp = spec -> tcp(Reason.OK, 18, "170.114.52.2");
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Measure(0.018), value(finding, "connect_seconds"));
    assertEquals(new Value.Flag(true), value(finding, "open"));
    assertEquals(new Value.Text("170.114.52.2"), value(finding, "address"));
    assertEquals(absent(), value(finding, "detail"));
    assertEquals(1, finding.phases().size());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REFUSED",
        "TIMEOUT",
        "UNREACHABLE",
        "NO_ROUTE",
        "RESET",
        "CLOSED_EARLY",
        "DNS_NXDOMAIN",
        "DNS_SERVFAIL",
        "DNS_TIMEOUT",
        "FIREWALL_BLOCK",
        "ERROR"
      })
  void everyOtherEndFailsWithItsOwnReason(Reason reason) {
    bench.probes.tcp = spec -> tcp(reason, 3);
    Finding finding = seen();
    assertFinding(State.FAILED, reason, finding);
    assertEquals(new Value.Flag(false), value(finding, "open"));
    assertEquals(new Value.Text("the network said " + reason.label()), value(finding, "detail"));
  }

  @Test
  void refusedAndTimedOutAreToldApartInWords() {
    bench.probes.tcp = spec -> tcp(Reason.REFUSED, 3);
    assertSays("the host was reached, but the port is closed", seen());
    bench.probes.tcp = spec -> tcp(Reason.TIMEOUT, 3);
    assertSays("filtered or gone", seen());
  }

  @Test
  void slowConnectIsDegraded() {
    bench.probes.tcp = spec -> tcp(Reason.OK, 1_500);
    assertFinding(State.DEGRADED, Reason.THRESHOLD, seen());
    bench.override("cloud.tcp", "connect_degraded_seconds", 2);
    assertFinding(State.OK, Reason.OK, seen());
  }

  @Test
  void anInformationalPortNeverFails() {
    bench.probes.tcp = spec -> tcp(Reason.TIMEOUT, 3);
    Finding finding = seen(8001, true);
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("For information only", finding);
    assertEquals(new Value.Flag(false), value(finding, "open"));
    bench.probes.tcp = spec -> tcp(Reason.OK, 1_500);
    assertFinding(State.OK, Reason.OK, seen(8001, true));
  }

  @Test
  void closedToTheDirectWayWithAProxyInForceIsDegradedWithWhatWasSeen() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", via("proxy.corp", 8080));
    bench.probes.tcp = spec -> tcp(Reason.REFUSED, 3);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.REFUSED, finding);
    assertSays("proxy.corp:8080 is in force", finding);
    assertFinding(State.FAILED, Reason.REFUSED, seen(5222, false));
  }

  @Test
  void aProxyThatIsKnownToBeDeadIsNoWay() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", via("proxy.corp", 8080));
    bench.probes.tcp = spec -> tcp(Reason.TIMEOUT, 3);
    bench.saw(CheckId.of(CheckKind.CLOUD_PROXY), Finding.failed(Reason.PROXY_DEAD, "Dead."));
    assertFinding(State.FAILED, Reason.TIMEOUT, seen());
  }

  @Test
  void aProxyThatLeavesTheHostOutIsNoWay() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", via("proxy.corp", 8080, "*zoom.us"));
    bench.probes.tcp = spec -> tcp(Reason.TIMEOUT, 3);
    assertFinding(State.FAILED, Reason.TIMEOUT, seen());
  }

  @Test
  void aScriptMaySendItElsewhere() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", pac("http://wpad/p.pac"));
    bench.probes.tcp = spec -> tcp(Reason.TIMEOUT, 3);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.TIMEOUT, finding);
    assertSays("PAC script", finding);
  }
}
