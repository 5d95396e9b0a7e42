package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.FixedFacts.ip;
import static io.roomwatch.agent.check.FixedFacts.link;
import static io.roomwatch.agent.check.FixedFacts.onLink;
import static io.roomwatch.agent.check.FixedFacts.route;
import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.TcpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LocalGatewayTest {

  private final HostScene scene = new HostScene();
  private final Check check = new LocalGateway(scene.context(), Runnable::run);

  private void tcp(String gateway, Reason reason) {
    for (int port : List.of(80, 443, 7)) {
      scene.probes.connects.put(gateway + ":" + port, reason);
    }
  }

  private void neighbours(Neighbour... all) {
    scene.facts.neighbours = Fact.known(List.of(all));
  }

  private static Neighbour neighbour(String address, String name, boolean answered) {
    return new Neighbour(ip(address), name, answered, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(names = {"OK", "REFUSED", "RESET", "CLOSED_EARLY"})
  void anyAnswerOfItsOwnIsAnAnswerAndOnePacketIsEnough(Reason reason) {
    scene.facts.wired();
    tcp("10.4.12.1", reason);
    Finding finding = look(check);
    assertFinding(State.OK, Reason.OK, "Next hop 10.4.12.1 on eth0 answers in 2 ms.", finding);
    assertEquals(List.of("10.4.12.1:80"), scene.probes.connected());
    assertEquals(Duration.ZERO, scene.probes.asked(TcpProbe.Spec.class).get(0).linger());
    assertEquals(new Value.Measure(0.002), value(finding, "connect_seconds"));
    assertEquals(new Value.Text("10.4.12.1"), value(finding, "gateway"));
  }

  @Test
  void silentOnTcpButAnsweringArpIsThere() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.TIMEOUT);
    neighbours(neighbour("10.4.12.1", "eth0", true));
    Finding finding = look(check);
    assertFinding(
        State.OK,
        Reason.OK,
        "Next hop 10.4.12.1 on eth0 drops TCP but answers ARP, so it is there.",
        finding);
    assertEquals(new Value.Absent(), value(finding, "connect_seconds"));
  }

  @Test
  void unresolvedNeighbourFailsAtOnce() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.TIMEOUT);
    neighbours(neighbour("10.4.12.1", "eth0", false), neighbour("10.4.12.9", "eth0", true));
    assertFinding(
        State.FAILED,
        Reason.UNREACHABLE,
        "Next hop 10.4.12.1 on eth0 answers neither TCP nor ARP.",
        look(check));
    assertEquals(List.of("10.4.12.1:80"), scene.probes.connected());
  }

  @Test
  void noEntryAtAllFailsAfterTheLastPort() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.TIMEOUT);
    assertEquals(State.FAILED, look(check).state());
    assertEquals(List.of("10.4.12.1:80", "10.4.12.1:443", "10.4.12.1:7"), scene.probes.connected());
    assertEquals(
        List.of(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2)),
        scene.probes.asked(TcpProbe.Spec.class).stream().map(spec -> spec.deadline()).toList());
  }

  @Test
  void answerOnALaterPortCounts() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.TIMEOUT);
    scene.probes.connects.put("10.4.12.1:443", Reason.OK);
    assertEquals(State.OK, look(check).state());
    assertEquals(List.of("10.4.12.1:80", "10.4.12.1:443"), scene.probes.connected());
  }

  @Test
  void unreachableByIcmpFromALivingGatewayIsAnAnswer() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.UNREACHABLE);
    neighbours(neighbour("10.4.12.1", "eth0", true));
    assertEquals(State.OK, look(check).state());
    neighbours();
    assertEquals(Reason.UNREACHABLE, look(check).reason());
  }

  @Test
  void silenceWithAnUnreadableTableIsUnknown() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.TIMEOUT);
    scene.facts.neighbours = Fact.unread(Reason.PERMISSION, "The ARP table is not readable.");
    assertFinding(
        State.UNKNOWN,
        Reason.NO_ANSWER,
        "Next hop 10.4.12.1 on eth0 is silent on TCP and the neighbour table cannot tell more.",
        look(check));
    tcp("10.4.12.1", Reason.UNREACHABLE);
    assertEquals(State.FAILED, look(check).state());
  }

  @Test
  void ownFirewallIsNotTheGatewaysFault() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.FIREWALL_BLOCK);
    assertFinding(
        State.UNKNOWN,
        Reason.FIREWALL_BLOCK,
        "Next hop 10.4.12.1 on eth0 could not be asked: this machine's own firewall forbids it.",
        look(check));
    neighbours(neighbour("10.4.12.1", "eth0", true));
    assertEquals(State.OK, look(check).state());
  }

  @Test
  void probeThatErredProvesNothing() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.ERROR);
    assertEquals(Reason.NO_ANSWER, look(check).reason());
  }

  @Test
  void noDefaultRouteFails() {
    scene.facts.wired().routes(onLink("10.4.12.0/24", "eth0"));
    assertFinding(
        State.FAILED,
        Reason.NO_ROUTE,
        "There is no default route, neither IPv4 nor IPv6: nothing beyond the local network can be"
            + " reached.",
        look(check));
    assertEquals(List.of(), scene.probes.connected());
  }

  @Test
  void unreadableRoutesAreUnknown() {
    scene.facts.routes = Fact.unread(Reason.TIMEOUT, "The routes took too long.");
    assertFinding(State.UNKNOWN, Reason.TIMEOUT, "The routes took too long.", look(check));
  }

  @Test
  void linkLocalIpv6NextHopIsAskedWithItsInterface() {
    scene.facts.wired().routes(route("::/0", "fe80::1", "eth0", 100));
    assertFinding(State.OK, Reason.OK, "Next hop fe80::1 on eth0 answers in 2 ms.", look(check));
    assertEquals(List.of("[fe80::1%eth0]:80"), scene.probes.connected());
  }

  @Test
  void ipv6NeighbourOfAnotherLinkIsNotTheNextHop() {
    scene.facts.wired().routes(route("::/0", "fe80::1", "eth0", 100));
    tcp("[fe80::1%eth0]", Reason.TIMEOUT);
    neighbours(neighbour("fe80::1", "wlan0", true), neighbour("fe80::1", "eth0", false));
    assertFinding(
        State.FAILED,
        Reason.UNREACHABLE,
        "Next hop fe80::1 on eth0 answers neither TCP nor NDP.",
        look(check));
  }

  @Test
  void ipv6SilenceIsUnknownWhereTheTableShowsNoIpv6() {
    scene.facts.wired().routes(route("::/0", "fe80::1", "eth0", 100));
    tcp("[fe80::1%eth0]", Reason.TIMEOUT);
    neighbours(neighbour("10.4.12.9", "eth0", true));
    assertEquals(Reason.NO_ANSWER, look(check).reason());
  }

  @Test
  void silentIpv6NextHopBesideALivingIpv4OneDegrades() {
    scene
        .facts
        .wired()
        .routes(
            route("0.0.0.0/0", "10.4.12.1", "eth0", 100), route("::/0", "fe80::1", "eth0", 100));
    tcp("[fe80::1%eth0]", Reason.TIMEOUT);
    neighbours(neighbour("fe80::1", "eth0", false));
    Finding finding = look(check);
    assertFinding(
        State.DEGRADED,
        Reason.UNREACHABLE,
        "IPv4 next hop 10.4.12.1 on eth0 answers in 2 ms; IPv6 next hop fe80::1 on eth0"
            + " answers neither TCP nor NDP.",
        finding);
    assertEquals(new Value.Absent(), value(finding, "connect_ipv6_seconds"));
  }

  @Test
  void pointToPointDefaultRouteHasNoNextHopToAsk() {
    scene.facts.interfaces(link("ppp0", Kind.OTHER, true, "100.64.0.5/32"));
    scene.facts.routes(onLink("0.0.0.0/0", "ppp0"));
    assertFinding(
        State.OK,
        Reason.OK,
        "The default route goes straight into ppp0 (point to point), there is no next hop to ask.",
        look(check));
    scene.facts.routes(route("0.0.0.0/0", "0.0.0.0", "ppp0", 1));
    assertEquals(State.OK, look(check).state());
    assertEquals(List.of(), scene.probes.connected());
  }

  @Test
  void underAVpnTheLocalNextHopIsAsked() {
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"),
        link("tun0", Kind.TUNNEL, true, "10.8.0.2/24"));
    scene.facts.routes(
        route("0.0.0.0/0", "10.8.0.1", "tun0", 1), route("0.0.0.0/0", "10.4.12.1", "eth0", 100));
    assertEquals(State.OK, look(check).state());
    assertEquals(List.of("10.4.12.1:80"), scene.probes.connected());
  }

  @Test
  void smallestMetricWins() {
    scene
        .facts
        .wired()
        .routes(
            route("0.0.0.0/0", "10.4.12.2", "eth0", 200),
            route("0.0.0.0/0", "10.4.12.1", "eth0", 100));
    look(check);
    assertEquals(List.of("10.4.12.1:80"), scene.probes.connected());
  }

  @Test
  void theSameAddressOnAnotherNetworkIsAnotherHost() {
    scene.facts.wired();
    tcp("10.4.12.1", Reason.TIMEOUT);
    neighbours(neighbour("10.4.12.1", "av0", false), neighbour("10.4.12.1", "eth0", true));
    assertEquals(State.OK, look(check).state());
  }
}
