package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.FixedFacts.ip;
import static io.roomwatch.agent.check.FixedFacts.link;
import static io.roomwatch.agent.check.FixedFacts.onLink;
import static io.roomwatch.agent.check.FixedFacts.route;
import static io.roomwatch.agent.check.FixedFacts.subnet;
import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalVpnTest {

  private static final Route LAN = route("0.0.0.0/0", "10.4.12.1", "eth0", 100);

  private final HostScene scene = new HostScene();

  private Finding see() {
    return look(new LocalVpn(scene.context()));
  }

  private void tunnel(String description, boolean up, String... addresses) {
    NetInterface tunnel =
        new NetInterface(
            "Ethernet 3",
            description,
            Kind.TUNNEL,
            up,
            List.of(addresses).stream().map(FixedFacts::subnet).toList(),
            OptionalLong.empty(),
            new NetInterface.Counters(0, 0, 0, 0));
    scene.facts.interfaces(link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"), tunnel);
  }

  @Test
  void noTunnelIsOk() {
    scene.facts.wired();
    assertFinding(State.OK, Reason.OK, "No VPN tunnel is up.", see());
  }

  @Test
  void tunnelThatIsDownIsNoTunnel() {
    tunnel("WireGuard Tunnel", false, "10.8.0.2/24");
    scene.facts.routes(LAN, route("0.0.0.0/0", "10.8.0.1", "Ethernet 3", 1));
    assertFinding(State.OK, Reason.OK, "No VPN tunnel is up.", see());
  }

  @Test
  void tunnelThatOwnsNothingNeededIsOk() {
    tunnel("WireGuard Tunnel", true, "10.8.0.2/24");
    scene.facts.routes(LAN, onLink("10.8.0.0/24", "Ethernet 3"));
    Finding finding = see();
    assertFinding(
        State.OK,
        Reason.OK,
        "WireGuard (Ethernet 3) is up; no route that the room needs goes through it.",
        finding);
    assertEquals(new Value.Texts(List.of("Ethernet 3")), value(finding, "tunnels"));
    assertEquals(new Value.Texts(List.of()), value(finding, "owned"));
  }

  @Test
  void defaultRouteTakesTheInternetAndTheCloudWithIt() {
    tunnel("Cisco AnyConnect Virtual Miniport Adapter", true, "10.8.0.2/24");
    scene.facts.routes(LAN, route("0.0.0.0/0", "10.8.0.1", "Ethernet 3", 1));
    Finding finding = see();
    assertFinding(
        State.DEGRADED,
        Reason.VIA_VPN,
        "Cisco Secure Client (Ethernet 3) is up and owns the way to the internet (default route"
            + " 0.0.0.0/0) and zoom.us.",
        finding);
    assertEquals(
        new Value.Texts(List.of("the internet (default route 0.0.0.0/0)", "zoom.us")),
        value(finding, "owned"));
  }

  @Test
  void losingDefaultRouteOwnsNothing() {
    tunnel("WireGuard Tunnel", true, "10.8.0.2/24");
    scene.facts.routes(LAN, route("0.0.0.0/0", "10.8.0.1", "Ethernet 3", 5000));
    assertEquals(State.OK, see().state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1", "2000::/3"})
  void splitDefaultRouteIsSeen(String split) {
    tunnel("Some Tunnel", true, "10.8.0.2/24", "fd00::2/64");
    scene.facts.routes(LAN, new Route(subnet(split), Optional.empty(), "Ethernet 3", 1));
    Finding finding = see();
    assertEquals(Reason.VIA_VPN, finding.reason());
    assertEquals(
        "Tunnel Ethernet 3 (Some Tunnel) is up and owns the way to the internet (split default"
            + " route "
            + split
            + ") and zoom.us.",
        finding.text());
  }

  @Test
  void routesToDeviceControllerPeerAndLiteralHostAreNamed() {
    scene.device = Optional.of(ip("10.50.0.1"));
    scene.controllers = List.of(ip("10.50.0.2"));
    scene.peers =
        List.of(
            new Peer("boardroom-pc", "10.50.0.3", 9090),
            new Peer("lobby", "10.4.12.40", 9090),
            new Peer("named", "lobby.corp.example", 9090));
    scene.hosts = List.of("zoom.us", "10.50.9.9");
    tunnel("Tailscale Tunnel", true, "100.64.0.2/32");
    scene.facts.routes(LAN, onLink("10.4.12.0/24", "eth0"), onLink("10.50.0.0/16", "Ethernet 3"));
    assertFinding(
        State.DEGRADED,
        Reason.VIA_VPN,
        "Tailscale (Ethernet 3) is up and owns the way to the room device, controller 10.50.0.2,"
            + " peer boardroom-pc and 10.50.9.9.",
        see());
  }

  @Test
  void peerByNameCountsWithTheAddressItWasLastReachedAt() {
    scene.peers = List.of(new Peer("lobby", "lobby.corp.example", 9090));
    tunnel("Tailscale Tunnel", true, "100.64.0.2/32");
    scene.facts.routes(LAN, onLink("10.50.0.0/16", "Ethernet 3"));
    assertEquals(State.OK, see().state());
    CheckId link = CheckId.of(CheckKind.LINK_PEER, "lobby");
    Finding reached = Finding.ok("lobby answers").with(Reading.text("address", "10.50.0.3"));
    scene.latest.put(link, new Observation(link, scene.now, Duration.ZERO, reached));
    assertEquals("Tailscale (Ethernet 3) is up and owns the way to peer lobby.", see().text());
  }

  @Test
  void defaultRoutesOfMacServicesAreNoVpn() {
    scene.facts.interfaces(
        link("en0", Kind.ETHERNET, true, "10.4.12.20/24"),
        link("utun0", Kind.TUNNEL, true, "fe80::9/64"));
    scene.facts.routes(
        route("0.0.0.0/0", "10.4.12.1", "en0", 0), route("::/0", "fe80::1", "utun0", 0));
    assertEquals(State.OK, see().state());
  }

  @Test
  void teredoIsNoVpn() {
    tunnel("Microsoft Teredo Tunneling Adapter", true, "2001::5/32");
    scene.facts.routes(LAN, route("::/0", "2001::1", "Ethernet 3", 1));
    assertFinding(State.OK, Reason.OK, "No VPN tunnel is up.", see());
  }

  @Test
  void unreadableInterfacesAreUnknown() {
    scene.facts.interfaces = Fact.unread(Reason.ERROR, "The adapters are not readable.");
    assertFinding(State.UNKNOWN, Reason.ERROR, "The adapters are not readable.", see());
  }

  @Test
  void unreadableRoutesMatterOnlyWithATunnel() {
    scene.facts.wired();
    scene.facts.routes = Fact.unread(Reason.TIMEOUT, "The routes took too long.");
    assertEquals(State.OK, see().state());
    tunnel("WireGuard Tunnel", true, "10.8.0.2/24");
    assertFinding(
        State.UNKNOWN,
        Reason.TIMEOUT,
        "WireGuard (Ethernet 3) is up, and what goes through is not known: The routes took too"
            + " long.",
        see());
  }

  @Test
  void aRuleOfPolicyRoutingIsSeenByTheSourceAddressThatItGives() {
    tunnel("WireGuard Tunnel", true, "10.8.0.2/24");
    scene.facts.routes(LAN);
    scene.device = Optional.of(FixedFacts.ip("10.4.99.20"));
    scene.facts.sources.put(FixedFacts.ip("10.4.99.20"), FixedFacts.ip("10.8.0.2"));
    Finding finding = see();
    assertEquals(Reason.VIA_VPN, finding.reason(), finding.text());
    assertEquals(new Value.Texts(List.of("the room device")), value(finding, "owned"));
  }

  @Test
  void aCloudHostIsTheAddressThatItsPortLastConnectedTo() {
    tunnel("WireGuard Tunnel", true, "10.8.0.2/24");
    scene.facts.routes(LAN, route("170.114.0.0/16", "10.8.0.1", "Ethernet 3", 1));
    CheckId port = CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:443");
    scene.latest.put(
        port,
        new Observation(
            port,
            scene.now,
            Duration.ofMillis(9),
            Finding.ok("Open.").with(Reading.text("address", "170.114.10.90"))));
    Finding finding = see();
    assertEquals(Reason.VIA_VPN, finding.reason(), finding.text());
    assertEquals(new Value.Texts(List.of("zoom.us")), value(finding, "owned"));
  }
}
