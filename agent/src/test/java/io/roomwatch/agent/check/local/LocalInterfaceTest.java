package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.FixedFacts.link;
import static io.roomwatch.agent.check.FixedFacts.onLink;
import static io.roomwatch.agent.check.FixedFacts.route;
import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class LocalInterfaceTest {

  private static final Route ETH0 = route("0.0.0.0/0", "10.4.12.1", "eth0", 100);
  private static final Route WLAN0 = route("0.0.0.0/0", "10.4.20.1", "wlan0", 600);

  private final HostScene scene = new HostScene();
  private final Check check = new LocalInterface(scene.context());

  @Test
  void wiredWithDefaultRouteIsOk() {
    scene.facts.wired();
    Finding finding = look(check);
    assertFinding(
        State.OK,
        Reason.OK,
        "eth0 (wired, 1 Gbit/s) is up with 10.4.12.20/24 and carries the default route.",
        finding);
    assertEquals(new Value.Measure(1e9), value(finding, "speed_bits_per_second"));
    assertEquals(new Value.Absent(), value(finding, "errors_per_second"));
    assertEquals(
        new Value.Texts(List.of("10.4.12.20/24", "fe80::20/64")), value(finding, "addresses"));
  }

  @Test
  void controlNetworkWithoutGatewayOrLinkIsNoFault() {
    scene.facts.interfaces(
        link("eth1", Kind.ETHERNET, false, "169.254.3.4/16"),
        link("eth2", Kind.ETHERNET, true, OptionalLong.of(10_000_000), 0, "192.168.50.2/24"),
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"));
    scene.facts.routes(onLink("192.168.50.0/24", "eth2"), ETH0);
    assertFinding(
        State.OK,
        Reason.OK,
        "eth0 (wired, 1 Gbit/s) is up with 10.4.12.20/24 and carries the default route.",
        look(check));
  }

  @Test
  void downInterfaceOnTheWayToTheControllerFails() {
    scene.controllers = List.of(FixedFacts.ip("192.168.50.31"));
    Check withController = new LocalInterface(scene.context());
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"),
        link("eth1", Kind.ETHERNET, false, "192.168.50.2/24"));
    scene.facts.routes(ETH0, onLink("192.168.50.0/24", "eth1"));
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "eth1 (wired) has no link and is the way to the room's other devices.",
        look(withController));
  }

  @Test
  void downInterfaceOfTheDefaultRouteFails() {
    scene.facts.interfaces(link("eth0", Kind.ETHERNET, false, "10.4.12.20/24"));
    scene.facts.routes(ETH0);
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "eth0 (wired) has no link and carries the default route.",
        look(check));
  }

  @Test
  void nothingUpFailsAndNamesWhatIsThere() {
    scene.facts.interfaces(
        link("lo", Kind.LOOPBACK, true, "127.0.0.1/8"),
        link("docker0", Kind.VIRTUAL, true, "172.17.0.1/16"),
        link("tun0", Kind.TUNNEL, true, "10.8.0.2/24"),
        link("eth0", Kind.ETHERNET, false),
        link("wlan0", Kind.WIFI, false));
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "No network link is up: eth0 (wired) and wlan0 (Wi-Fi) have no carrier.",
        look(check));
  }

  @Test
  void loopbackAloneIsNoNetwork() {
    scene.facts.interfaces(link("lo", Kind.LOOPBACK, true, "127.0.0.1/8"));
    assertFinding(
        State.FAILED, Reason.MISSING, "This machine has no network interface.", look(check));
  }

  @Test
  void pulledCableIsSeenAlthoughAnotherNetworkStaysUp() {
    scene.facts.wired();
    look(check);
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, false), link("eth1", Kind.ETHERNET, true, "192.168.50.2/24"));
    scene.facts.routes(onLink("192.168.50.0/24", "eth1"));
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "eth0 carried the default route and has lost its link.",
        look(check));
    scene.facts.interfaces(link("eth1", Kind.ETHERNET, true, "192.168.50.2/24"));
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "eth0 carried the default route and is gone from this machine.",
        look(check));
  }

  @Test
  void onlyLinkLocalAddressesFail() {
    scene.facts.interfaces(link("eth0", Kind.ETHERNET, true, "169.254.7.8/16", "fe80::1/64"));
    assertFinding(
        State.FAILED,
        Reason.NO_ROUTE,
        "eth0 (wired) is up with only link-local addresses (169.254.7.8/16 and"
            + " fe80::1/64): DHCP gave none.",
        look(check));
    scene.facts.interfaces(link("eth0", Kind.ETHERNET, true));
    assertFinding(
        State.FAILED,
        Reason.NO_ROUTE,
        "eth0 (wired) is up without any address: DHCP gave none.",
        look(check));
  }

  @Test
  void addressedInterfaceWithoutDefaultRouteIsOkAndSaysSo() {
    scene.facts.interfaces(
        link("wlan0", Kind.WIFI, true, "10.4.20.5/24"),
        link("eth1", Kind.ETHERNET, true, "192.168.50.2/24"));
    scene.facts.routes(onLink("192.168.50.0/24", "eth1"));
    assertFinding(
        State.OK,
        Reason.OK,
        "eth1 (wired, 1 Gbit/s) is up with 192.168.50.2/24; no default route goes through it.",
        look(check));
  }

  @Test
  void flipToWifiIsDriftUntilTheWireIsBack() {
    scene.facts.wired();
    look(check);
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, false), link("wlan0", Kind.WIFI, true, "10.4.20.5/24"));
    scene.facts.routes(WLAN0);
    String text = "The default route went from wired eth0 to Wi-Fi wlan0 at 2026-11-20 12:00 UTC;";
    assertFinding(State.DEGRADED, Reason.DRIFT, text + " eth0 has no link.", look(check));
    scene.now = scene.now.plusSeconds(300);
    assertFinding(State.DEGRADED, Reason.DRIFT, text + " eth0 has no link.", look(check));
    scene.facts.wired();
    assertEquals(State.OK, look(check).state());
  }

  @Test
  void wifiFromTheStartIsNoFlip() {
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, false), link("wlan0", Kind.WIFI, true, "10.4.20.5/24"));
    scene.facts.routes(WLAN0);
    assertEquals(State.OK, look(check).state());
    assertEquals(State.OK, look(check).state());
  }

  @Test
  void tenMegabitIsDegradedOnlyWhenTheDriverSaysSo() {
    scene.facts.routes(ETH0);
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, true, OptionalLong.of(10_000_000), 0, "10.4.12.20/24"));
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "eth0 (wired, 10 Mbit/s) is up but slow: look at the cable and the switch port.",
        look(check));
    for (OptionalLong unknown : List.of(OptionalLong.empty(), OptionalLong.of(0))) {
      scene.facts.interfaces(link("eth0", Kind.ETHERNET, true, unknown, 0, "10.4.12.20/24"));
      Finding finding = look(check);
      assertFinding(
          State.OK,
          Reason.OK,
          "eth0 (wired) is up with 10.4.12.20/24 and carries the default route.",
          finding);
      assertEquals(new Value.Absent(), value(finding, "speed_bits_per_second"));
    }
  }

  @Test
  void errorsAreJudgedByTheirRateAndNotByTheirTotal() {
    scene.facts.routes(ETH0);
    assertEquals(State.OK, errors(5_000_000).state());
    scene.now = scene.now.plusSeconds(30);
    assertEquals(State.OK, errors(5_000_029).state());
    scene.now = scene.now.plusSeconds(30);
    Finding finding = errors(5_000_104);
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "eth0 (wired, 1 Gbit/s) counts 2.5 errors a second: look at the cable and the switch"
            + " port.",
        finding);
    assertEquals(new Value.Measure(2.5), value(finding, "errors_per_second"));
    scene.now = scene.now.plusSeconds(30);
    assertEquals(new Value.Absent(), value(errors(3), "errors_per_second"));
    scene.now = scene.now.plusMillis(10);
    assertEquals(State.OK, errors(9).state());
  }

  private Finding errors(long total) {
    scene.facts.interfaces(
        link("eth0", Kind.ETHERNET, true, OptionalLong.of(1_000_000_000), total, "10.4.12.20/24"));
    return look(check);
  }

  @Test
  void networkUnderAVpnIsTheOneThatCounts() {
    scene.facts.interfaces(
        link("tun0", Kind.TUNNEL, true, OptionalLong.of(10_000_000), 0, "10.8.0.2/24"),
        link("eth0", Kind.ETHERNET, true, "10.4.12.20/24"));
    scene.facts.routes(route("0.0.0.0/0", "10.8.0.1", "tun0", 1), ETH0);
    assertEquals(new Value.Text("eth0"), value(look(check), "interface"));
  }

  @Test
  void unreadableInterfacesAreUnknown() {
    scene.facts.interfaces = Fact.unread(Reason.PERMISSION, "The adapters are not readable.");
    assertFinding(State.UNKNOWN, Reason.PERMISSION, "The adapters are not readable.", look(check));
  }

  @Test
  void unreadableRoutesStillLeaveTheLink() {
    scene.facts.wired();
    scene.facts.routes = Fact.unread(Reason.TIMEOUT, "The routes took too long.");
    assertFinding(
        State.OK,
        Reason.OK,
        "eth0 (wired, 1 Gbit/s) is up with 10.4.12.20/24; no route is known.",
        look(check));
  }

  @Test
  void aLinkWithoutAnAddressIsSaidToHaveNone() {
    scene.facts.interfaces(link("eth0", Kind.ETHERNET, true));
    scene.facts.routes(ETH0);
    Finding finding = look(check);
    assertFalse(finding.text().contains("with  "), finding.text());
    assertTrue(finding.text().contains("is up without an"), finding.text());
  }
}
