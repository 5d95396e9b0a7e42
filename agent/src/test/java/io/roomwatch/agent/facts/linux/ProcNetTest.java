package io.roomwatch.agent.facts.linux;

import static io.roomwatch.agent.facts.Fixture.ip;
import static io.roomwatch.agent.facts.Fixture.net;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.Wifi;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ProcNetTest {

  private static List<Route> routes() {
    return ProcNet.routes(Fixture.text("linux/namespace/route"), ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void ipv4RoutesKeepOrderGatewayAndMetric() {
    assertEquals(
        List.of(
            new Route(net("0.0.0.0/1"), Optional.of(ip("10.8.0.5")), "tun0", 0),
            new Route(net("0.0.0.0/0"), Optional.of(ip("10.77.0.2")), "room0", 100),
            new Route(net("0.0.0.0/0"), Optional.of(ip("172.20.5.2")), "av0", 600),
            new Route(net("10.8.0.5/32"), Optional.empty(), "tun0", 0),
            new Route(net("10.77.0.0/24"), Optional.empty(), "room0", 0),
            new Route(net("128.0.0.0/1"), Optional.of(ip("10.8.0.5")), "tun0", 0),
            new Route(net("172.20.0.0/16"), Optional.empty(), "av0", 0),
            new Route(net("203.0.113.9/32"), Optional.of(ip("10.77.0.2")), "room0", 0)),
        routes());
  }

  @Test
  void unreachableAndBlackholeRoutesLeadNowhere() {
    List<Subnet> networks = routes().stream().map(Route::destination).toList();
    assertTrue(
        networks.stream().noneMatch(n -> n.address().equals(ip("192.0.2.0"))), networks.toString());
    assertTrue(
        networks.stream().noneMatch(n -> n.address().equals(ip("198.51.100.0"))),
        networks.toString());
  }

  @Test
  void splitDefaultOfTunnelWinsOverDefaultRoute() {
    assertEquals("tun0", Route.to(ip("170.114.1.1"), routes()).orElseThrow().interfaceName());
    assertEquals("room0", Route.to(ip("10.77.0.31"), routes()).orElseThrow().interfaceName());
  }

  @Test
  void bigEndianKernelPrintsAddressesTheOtherWay() {
    String line = "eth0\t0A4D0000\t00000000\t0001\t0\t0\t0\tFFFFFF00\t0\t0\t0\n";
    assertEquals(
        List.of(new Route(net("10.77.0.0/24"), Optional.empty(), "eth0", 0)),
        ProcNet.routes(line, ByteOrder.BIG_ENDIAN));
  }

  @Test
  void ipv6RoutesLeaveOutOwnAddressesMulticastAndReject() {
    assertEquals(
        List.of(
            new Route(net("2001:db8:5::/48"), Optional.of(ip("fd77::2")), "room0", 1024),
            new Route(net("fd77::/64"), Optional.empty(), "room0", 256),
            new Route(net("fe80::/64"), Optional.empty(), "room0", 256),
            new Route(net("fe80::/64"), Optional.empty(), "av0", 256),
            new Route(net("::/0"), Optional.of(ip("fd77::2")), "room0", 1024)),
        ProcNet.routes6(Fixture.text("linux/namespace/ipv6_route")));
  }

  @Test
  void neighbourThatDoesNotExistHasNotAnswered() {
    assertEquals(
        List.of(
            new Neighbour(ip("10.77.0.2"), "room0", true, Optional.empty()),
            new Neighbour(ip("10.77.0.99"), "room0", false, Optional.empty())),
        ProcNet.arp(Fixture.text("linux/namespace/arp")));
  }

  @Test
  void neighboursOfBothFamiliesSayWhenTheyWereLastConfirmedButNotThoseSetByHand() {
    assertEquals(
        List.of(
            new Neighbour(ip("10.77.9.7"), "eth0", true, Optional.empty()),
            new Neighbour(ip("10.77.9.2"), "eth0", true, Optional.of(Duration.ofSeconds(26))),
            new Neighbour(ip("10.77.9.99"), "eth0", false, Optional.of(Duration.ofSeconds(86))),
            new Neighbour(
                ip("fe80::84e7:3dff:fe9d:d9d0"), "eth0", true, Optional.of(Duration.ofSeconds(63))),
            new Neighbour(ip("fd77::2"), "eth0", true, Optional.of(Duration.ofSeconds(9)))),
        ProcNet.ipNeigh(Fixture.text("linux/namespace/ip-s-neigh")));
  }

  @Test
  void neighbourThatFailedAfterAnsweringHasNotAnswered() {
    assertEquals(
        List.of(new Neighbour(ip("fe80::1"), "eth0", false, Optional.empty())),
        ProcNet.ipNeigh("fe80::1 dev eth0 lladdr 02:fc:00:00:00:05 router FAILED \n"));
  }

  @Test
  void ipv6AddressesComeWithTheirPrefix() {
    Map<String, List<Subnet>> found = ProcNet.addresses6(Fixture.text("linux/namespace/if_inet6"));
    assertEquals(
        List.of(net("fd77::1/64"), net("fe80::a078:d5ff:fe8e:ceba/64")), found.get("room0"));
    assertEquals(List.of(net("::1/128")), found.get("lo"));
  }

  @Test
  void wirelessTableGivesSignalAndQuality() {
    assertEquals(
        List.of(new Wifi("wlan0", OptionalDouble.of(-49), OptionalDouble.of(61 / 70.0))),
        ProcNet.wireless(Fixture.text("linux/wireless")));
  }

  @Test
  void radioThatIsNotAssociatedHasNoSignalRatherThanZero() {
    String text = " wlan0: 0000    0.  -256.  -256.       0      0      0      0      0        0\n";
    assertEquals(
        List.of(new Wifi("wlan0", OptionalDouble.empty(), OptionalDouble.empty())),
        ProcNet.wireless(text));
  }

  @Test
  void levelThatIsNotInDbmIsNotPassedOffAsDbm() {
    String text = " wlan0: 0000   80.   40.    0.        0      0      0      0      0        0\n";
    assertEquals(
        List.of(new Wifi("wlan0", OptionalDouble.empty(), OptionalDouble.empty())),
        ProcNet.wireless(text));
  }

  @Test
  void iwTellsSignalWhenConnected() {
    assertEquals(OptionalDouble.of(-53), ProcNet.iwSignal(Fixture.text("linux/iw-link")));
    assertEquals(OptionalDouble.empty(), ProcNet.iwSignal("Not connected.\n"));
  }
}
