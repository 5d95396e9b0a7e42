package io.roomwatch.agent.check.link;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.ip;
import static io.roomwatch.agent.check.FixedFacts.link;
import static io.roomwatch.agent.check.FixedFacts.onLink;
import static io.roomwatch.agent.check.FixedFacts.route;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkSubnetTest {

  private final Bench bench = new Bench();

  private Finding seen(String address) {
    return look(new LinkSubnet(bench.context(), new Peer("panel", address, 9090)));
  }

  @Test
  void peerOnTheSameNetwork() {
    Finding finding = seen("10.4.12.31");
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Text("on-link"), value(finding, "way"));
    assertEquals(new Value.Text("eth0"), value(finding, "interface"));
    assertEquals(absent(), value(finding, "gateway"));
    assertEquals(new Value.Flag(false), value(finding, "vpn"));
  }

  @Test
  void peerBehindARouterNamesTheGateway() {
    Finding finding = seen("10.9.0.1");
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Text("routed"), value(finding, "way"));
    assertEquals(new Value.Text("10.4.12.1"), value(finding, "gateway"));
    assertSays("by the gateway 10.4.12.1, through eth0", finding);
  }

  @Test
  void noRoute() {
    bench.facts.routes = Fact.known(List.of(onLink("10.4.12.0/24", "eth0")));
    Finding finding = seen("10.9.0.1");
    assertFinding(State.FAILED, Reason.NO_ROUTE, finding);
    assertEquals(new Value.Text("none"), value(finding, "way"));
  }

  @Test
  void aConnectedNetworkNeedsNoRouteEntry() {
    bench.facts.routes = Fact.known(List.of());
    assertEquals(new Value.Text("on-link"), value(seen("10.4.12.31"), "way"));
  }

  @Test
  void aTunnelThatTakesTheWayIsNamed() {
    bench.facts.interfaces =
        Fact.known(
            List.of(
                link("eth0", NetInterface.Kind.ETHERNET, true, "10.4.12.20/24"),
                link("utun3", NetInterface.Kind.TUNNEL, true, "172.16.9.2/32")));
    bench.facts.routes =
        Fact.known(
            List.of(
                onLink("10.4.12.0/24", "eth0"),
                onLink("10.0.0.0/8", "utun3"),
                route("0.0.0.0/0", "10.4.12.1", "eth0", 100)));
    assertFinding(State.OK, Reason.OK, seen("10.4.12.31"));
    Finding captured = seen("10.9.0.1");
    assertFinding(State.DEGRADED, Reason.VIA_VPN, captured);
    assertSays("through the VPN utun3", captured);
    assertEquals(new Value.Flag(true), value(captured, "vpn"));
  }

  @Test
  void thisMachineItself() {
    assertEquals(new Value.Text("self"), value(seen("10.4.12.20"), "way"));
    assertEquals(new Value.Text("self"), value(seen("127.0.0.1"), "way"));
  }

  @Test
  void aNameIsNotLookedUpAndTakesTheAddressThatThePeersCheckSaw() {
    Finding before = seen("panel.local");
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, before);
    bench.saw(
        CheckId.of(CheckKind.LINK_PEER, "panel"),
        Finding.ok("Fine.").with(Reading.text("address", "10.4.12.31")));
    Finding after = seen("panel.local");
    assertFinding(State.OK, Reason.OK, after);
    assertSays("panel (10.4.12.31) is on the same network", after);
    assertEquals(List.of(), bench.probes.asked);
  }

  @Test
  void unreadableTablesAreUnknown() {
    bench.facts.routes = Fact.unread(Reason.PERMISSION, "No.");
    assertFinding(State.UNKNOWN, Reason.PERMISSION, seen("10.4.12.31"));
    bench.facts.interfaces = Fact.unread(Reason.TIMEOUT, "Slow.");
    assertFinding(State.UNKNOWN, Reason.TIMEOUT, seen("10.4.12.31"));
  }

  @Test
  void aRuleOfPolicyRoutingThatTakesTheWayIsAVpn() {
    NetInterface tunnel = link("wg0", NetInterface.Kind.TUNNEL, true, "10.99.0.2/32");
    bench.facts.interfaces =
        bench.facts.interfaces.map(
            all ->
                java.util.stream.Stream.concat(all.stream(), java.util.stream.Stream.of(tunnel))
                    .toList());
    bench.facts.sources.put(ip("10.9.0.1"), ip("10.99.0.2"));
    Finding finding = seen("10.9.0.1");
    assertFinding(State.DEGRADED, Reason.VIA_VPN, finding);
    assertEquals(new Value.Text("wg0"), value(finding, "interface"));
  }

  @Test
  void aRouteThatRejectsIsNoWayAlthoughThereIsADefaultRoute() {
    bench.facts.noWay.add(ip("10.9.0.1"));
    assertFinding(State.FAILED, Reason.NO_ROUTE, seen("10.9.0.1"));
  }
}
