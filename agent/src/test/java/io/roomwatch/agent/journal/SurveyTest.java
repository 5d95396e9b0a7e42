package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SurveyTest {

  private final FakeMachine machine = new FakeMachine();
  private Snapshot last = Snapshot.NOTHING;

  private Snapshot look() {
    last = Survey.of(machine, last, Optional.of(new Controllers(new TreeMap<>(), 0)), Events.AT, 0);
    return last;
  }

  private Map<String, List<String>> look(Part part) {
    return look().part(part).orElseThrow();
  }

  private List<String> changes() {
    Snapshot before = last;
    return Changes.between(before, look()).stream().map(Event::text).toList();
  }

  @Test
  void aRoomIsSeenWhole() {
    assertEquals(
        Map.of(
            Part.INTERFACE,
            Map.of("eth0", List.of("up", "wired"), "wlan0", List.of("down", "Wi-Fi")),
            Part.ADDRESS,
            Map.of("eth0", List.of("10.4.12.20/24"), "wlan0", List.of()),
            Part.GATEWAY,
            Map.of("IPv4", List.of("via 10.4.12.1 on eth0"), "IPv6", List.of()),
            Part.ROUTE,
            Map.of(),
            Part.DNS,
            Map.of("", List.of("10.4.12.53")),
            Part.PROXY,
            Map.of(),
            Part.MEDIUM,
            Map.of("", List.of("wired", "eth0")),
            Part.VERSION,
            Map.of("", List.of("6.1.0")),
            Part.CONTROLLER,
            Map.of("10.4.13.31", List.of(Controllers.CONNECTED))),
        without(look().parts(), Part.VPN, Part.FIREWALL, Part.RULES, Part.DHCP));
    assertEquals(Map.of(), look(Part.VPN));
    assertEquals(
        Map.of(
            "Windows Firewall Domain", List.of("on", "in use"),
            "Windows Firewall Public", List.of("on")),
        look(Part.FIREWALL));
    assertEquals(Map.of("", List.of("allow 22", "allow 9090")), look(Part.RULES));
  }

  private static Map<Part, Object> without(Map<Part, ?> parts, Part... some) {
    Map<Part, Object> copy = new TreeMap<>(parts);
    copy.keySet().removeAll(List.of(some));
    return copy;
  }

  @Test
  void whatCannotBeReadIsNeitherAChangeNorAnAbsence() {
    Snapshot whole = look();
    machine.unread.addAll(
        List.of(
            "interfaces", "routes", "resolvers", "sockets", "firewall", "applications", "leases"));
    assertEquals(List.of(), changes());
    assertTrue(last.sameAs(whole));
  }

  @Test
  void whatWasNeverReadIsNotThere() {
    machine.unread.addAll(List.of("interfaces", "firewall"));
    Snapshot partial = look();
    assertEquals(Optional.empty(), partial.part(Part.ADDRESS));
    assertEquals(Optional.empty(), partial.part(Part.GATEWAY));
    assertEquals(Optional.empty(), partial.part(Part.RULES));
    machine.unread.clear();
    assertEquals(List.of(), changes(), "read for the first time is no change");
  }

  @Test
  void orderIsNoChange() {
    machine.resolvers.add(FakeMachine.ip("10.4.12.54"));
    machine.route("10.8.0.0/16", "10.4.12.9", "eth0").route("10.9.0.0/16", "10.4.12.9", "eth0");
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.20/24", "10.4.12.21/24");
    look();
    Collections.reverse(machine.resolvers);
    Collections.reverse(machine.routes);
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.21/24", "10.4.12.20/24");
    machine.firewall = Fact.known(FakeMachine.firewall(true, "allow 9090", "allow 22"));
    assertEquals(List.of(), changes());
  }

  @Test
  void anotherTemporaryAddressIsNoChangeAndAnotherNetworkIs() {
    machine.link("eth0", Kind.ETHERNET, true, "2001:db8:1:1:aaaa:bbbb:1:1/64");
    look();
    machine.link(
        "eth0",
        Kind.ETHERNET,
        true,
        "2001:db8:1:1:cccc:dddd:1:1/64",
        "2001:db8:1:1:eeee:ffff:1:1/64");
    assertEquals(List.of(), changes());
    machine.link("eth0", Kind.ETHERNET, true, "2001:db8:1:2:cccc:dddd:1:1/64");
    assertEquals(
        List.of("The address of eth0 was 2001:db8:1:1::/64, is 2001:db8:1:2::/64."), changes());
  }

  @Test
  void aPulledCableIsOneChangeAndTheRoutesItTakesAlong() {
    look();
    machine.link("eth0", Kind.ETHERNET, false).noRoutes();
    assertEquals(
        List.of(
            "The interface eth0 (wired) has lost its link.",
            "There is no default route any more; it was via 10.4.12.1 on eth0."),
        changes());
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.20/24");
    machine.route("0.0.0.0/0", "10.4.12.1", "eth0");
    assertEquals(
        List.of(
            "The interface eth0 (wired) has a link again.",
            "There is a default route now: via 10.4.12.1 on eth0."),
        changes());
  }

  @Test
  void aFlipToWifiIsSeenThroughAMomentWithoutAnyRoute() {
    look();
    machine.noRoutes();
    look();
    machine.link("wlan0", Kind.WIFI, true, "10.4.12.99/24");
    machine.route("0.0.0.0/0", "10.4.12.1", "wlan0");
    assertTrue(
        changes().contains("The default route went from wired (eth0) to Wi-Fi (wlan0)."),
        last.toString());
  }

  @Test
  void theBestRouteDecidesWhichMediumIsInUse() {
    machine.link("wlan0", Kind.WIFI, true, "10.4.12.99/24");
    machine.route("0.0.0.0/0", "10.4.12.1", "wlan0", 50);
    assertEquals(Map.of("", List.of("Wi-Fi", "wlan0")), look(Part.MEDIUM));
  }

  @Test
  void aMetricThatChangesIsNoChange() {
    look();
    machine.noRoutes().route("0.0.0.0/0", "10.4.12.1", "eth0", 4711);
    assertEquals(List.of(), changes());
  }

  @Test
  void aTunnelSaysWhatItOwns() {
    look();
    machine.link("tun0", Kind.TUNNEL, true, "10.8.0.2/24");
    assertEquals(Map.of("tun0", List.of("TUN/TAP tunnel")), look(Part.VPN));
    machine.route("0.0.0.0/1", "10.8.0.1", "tun0").route("128.0.0.0/1", "10.8.0.1", "tun0");
    assertEquals(Map.of("tun0", List.of("TUN/TAP tunnel", Paths.SPLIT_ROUTE)), look(Part.VPN));
    machine.route("0.0.0.0/0", "10.8.0.1", "tun0");
    assertEquals(Map.of("tun0", List.of("TUN/TAP tunnel", Paths.DEFAULT_ROUTE)), look(Part.VPN));
    assertEquals(Map.of("", List.of("wired", "eth0")), look(Part.MEDIUM), "below the tunnel");
  }

  @Test
  void theTunnelsOfMacosItselfAndOfIpv6TransitionAreNoVpn() {
    machine.link("utun3", Kind.TUNNEL, true, "fe80::3/64");
    machine.link("Teredo Tunneling Pseudo-Interface", Kind.TUNNEL, true, "2001:0:1:2::3/64");
    machine.route("::/0", "fe80::1", "utun3");
    assertEquals(Map.of(), look(Part.VPN));
    assertEquals(List.of(), look(Part.GATEWAY).get("IPv6"));
  }

  @Test
  void containerBridgesAreNotThisMachine() {
    Snapshot before = look();
    machine.link("docker0", Kind.VIRTUAL, true, "172.17.0.1/16");
    machine.route("172.17.0.0/16", "", "docker0").route("172.18.0.0/16", "172.17.0.2", "docker0");
    assertTrue(look().sameAs(before), last.toString());
  }

  @Test
  void aMachineOfVirtualInterfacesHasNoOthers() {
    machine.interfaces.keySet().removeAll(List.of("eth0", "wlan0"));
    machine.link("veth7", Kind.VIRTUAL, true, "10.4.12.20/24");
    assertEquals(Map.of("veth7", List.of("up", "virtual")), look(Part.INTERFACE));
  }

  @Test
  void routesThatComeWithAnAddressAreNotTold() {
    machine
        .route("10.4.12.20/32", "", "eth0")
        .route("10.4.12.255/32", "", "eth0")
        .route("fe80::/64", "", "eth0")
        .route("169.254.0.0/16", "", "eth0");
    assertEquals(Map.of(), look(Part.ROUTE));
    machine.link("tun0", Kind.TUNNEL, true, "10.8.0.2/24").route("10.8.0.0/24", "", "tun0");
    assertEquals(Map.of(), look(Part.ROUTE));
    machine.route("10.4.12.99/32", "10.4.12.7", "eth0").route("10.5.0.0/16", "", "tun0");
    assertEquals(
        Map.of(
            "10.4.12.99/32", List.of("via 10.4.12.7 on eth0"),
            "10.5.0.0/16", List.of("on tun0")),
        look(Part.ROUTE));
  }

  private static ProxySource user(String owner, ProxySettings settings) {
    return FakeMachine.proxy(ProxySource.Kind.WININET, owner, settings);
  }

  @Test
  void aProxyIsToldByItsPlaceAndNoProxyIsNone() {
    machine.proxies = List.of(user("kiosk", ProxySettings.DIRECT));
    assertEquals(Map.of(), look(Part.PROXY));
    machine.proxies = List.of(user("kiosk", FakeMachine.via("127.0.0.1", 8080)));
    assertEquals(
        List.of("There is a proxy in the Internet settings of kiosk now: 127.0.0.1:8080."),
        changes());
    machine.proxies = List.of(user("kiosk", ProxySettings.DIRECT));
    assertEquals(
        List.of(
            "There is no proxy in the Internet settings of kiosk any more; it was"
                + " 127.0.0.1:8080."),
        changes());
  }

  @Test
  void aUserWhoLogsOffTakesNoSettingsAway() {
    machine.proxies = List.of(user("kiosk", FakeMachine.via("proxy", 8080)));
    look();
    machine.proxies = List.of();
    assertEquals(List.of(), changes());
  }

  @Test
  void aProxyThatCannotBeReadIsStillThere() {
    machine.proxies =
        List.of(
            FakeMachine.proxy(
                ProxySource.Kind.ETC_ENVIRONMENT, "/etc/environment", FakeMachine.via("p", 1)));
    look();
    machine.proxies =
        List.of(
            new ProxySource(
                ProxySource.Kind.ETC_ENVIRONMENT,
                "/etc/environment",
                Fact.unread(Reason.PERMISSION, "not this user")));
    assertEquals(List.of(), changes());
    machine.proxies = List.of();
    assertEquals(List.of("There is no proxy in /etc/environment any more; it was p:1."), changes());
  }

  @Test
  void aControllerIsAnAddressThatIsNotThisMachine() {
    machine.controllers.addAll(List.of("127.0.0.1", "10.4.12.20", "10.4.13.31", "10.4.13.32"));
    assertEquals(List.of("10.4.13.31", "10.4.13.32"), List.copyOf(look(Part.CONTROLLER).keySet()));
  }

  @Test
  void aMachineBesideTheRoomHasNoControllersAndNoVersion() {
    Snapshot beside = Survey.of(machine, Snapshot.NOTHING, Optional.empty(), Events.AT, 0);
    assertEquals(Optional.empty(), beside.part(Part.CONTROLLER));
    assertEquals(Optional.empty(), beside.part(Part.VERSION));
  }

  @Test
  void onLinuxNobodyListsAllPackagesForAnAppThatDoesNotExistThere() {
    machine.platform = Platform.LINUX;
    machine.applications = Fact.known(List.of(FakeMachine.zoomRooms("6.1.0")));
    assertEquals(Optional.empty(), look().part(Part.VERSION));
  }

  @Test
  void zoomRoomsThatIsNotInstalledIsKnown() {
    look();
    machine.applications = Fact.known(List.of());
    assertEquals(List.of("Zoom Rooms is not installed any more; it was version 6.1.0."), changes());
  }

  private static final Instant TOMORROW = Events.AT.plus(Duration.ofDays(1));

  @Test
  void anAddressIsFromItsLeaseOrStatic() {
    assertEquals(Map.of("eth0", List.of()), look(Part.DHCP));
    machine.leases.add(FakeMachine.lease("10.4.12.20", "10.4.12.1", TOMORROW));
    assertEquals(
        List.of("eth0 has its address by DHCP now: 10.4.12.20 from 10.4.12.1; it was static."),
        changes());
    machine.leases.set(0, FakeMachine.lease("10.4.12.20", "10.4.12.2", TOMORROW));
    assertEquals(
        List.of(
            "The DHCP lease of eth0 was 10.4.12.20 from 10.4.12.1, is 10.4.12.20 from 10.4.12.2."),
        changes());
    machine.leases.clear();
    assertEquals(
        List.of("eth0 has a static address now; it was by DHCP: 10.4.12.20 from 10.4.12.2."),
        changes());
  }

  @Test
  void aLeaseThatDoesNotFitTheAddressYetSaysNothing() {
    machine.leases.add(FakeMachine.lease("10.4.12.20", "10.4.12.1", TOMORROW));
    look();
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.77/24");
    assertEquals(List.of("The address of eth0 was 10.4.12.20/24, is 10.4.12.77/24."), changes());
    machine.leases.set(0, FakeMachine.lease("10.4.12.77", "10.4.12.1", TOMORROW));
    assertEquals(
        List.of(
            "The DHCP lease of eth0 was 10.4.12.20 from 10.4.12.1, is 10.4.12.77 from 10.4.12.1."),
        changes());
  }

  @Test
  void aLeaseThatEndedLongAgoWasLeftBehind() {
    machine.leases.add(
        FakeMachine.lease("10.4.12.20", "10.4.12.1", Events.AT.minus(Duration.ofHours(2))));
    assertEquals(Map.of("eth0", List.of()), look(Part.DHCP));
    machine.leases.set(
        0, FakeMachine.lease("10.4.12.20", "10.4.12.1", Events.AT.minus(Duration.ofMinutes(2))));
    assertEquals(Map.of("eth0", List.of("10.4.12.20", "from 10.4.12.1")), look(Part.DHCP));
  }

  @Test
  void withoutALinkOrWithAnAddressOfItsOwnMakingNothingIsToldOfDhcp() {
    machine.leases.add(FakeMachine.lease("10.4.12.20", "10.4.12.1", TOMORROW));
    Map<String, List<String>> leased = look(Part.DHCP);
    machine.leases.clear();
    machine.link("eth0", Kind.ETHERNET, false, "10.4.12.20/24");
    assertEquals(leased, look(Part.DHCP));
    machine.link("eth0", Kind.ETHERNET, true, "169.254.7.7/16");
    assertEquals(leased, look(Part.DHCP));
    machine.unread.add("leases");
    machine.link("eth0", Kind.ETHERNET, true, "10.4.12.20/24");
    assertEquals(leased, look(Part.DHCP));
  }
}
