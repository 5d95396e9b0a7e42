package io.roomwatch.agent.facts.macos;

import static io.roomwatch.agent.facts.Fixture.ip;
import static io.roomwatch.agent.facts.Fixture.net;
import static io.roomwatch.agent.facts.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.TcpSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MacNetworkTest {

  @Test
  void routesOfBothFamiliesWithoutNeighbours() {
    assertEquals(
        List.of(
            new Route(net("0.0.0.0/0"), Optional.of(ip("10.0.0.1")), "en0", 0),
            new Route(net("10.0.0.0/24"), Optional.empty(), "en0", 0),
            new Route(net("10.0.0.1/32"), Optional.empty(), "en0", 0),
            new Route(net("::/0"), Optional.of(ip("fe80::420f:c1ff:fecb:2a97")), "en0", 0),
            new Route(net("::/0"), Optional.of(ip("fe80::")), "utun0", 1000),
            new Route(net("2601:601:d47c:3090::/64"), Optional.empty(), "en0", 0)),
        MacNetwork.routes(text("macos/netstat-rn.txt")));
  }

  @Test
  void defaultRouteBoundToOneInterfaceLosesToTheOneForAll() {
    List<Route> routes = MacNetwork.routes(text("macos/netstat-rn.txt"));
    assertEquals("en0", Route.to(ip("2620:123::1"), routes).orElseThrow().interfaceName());
  }

  @Test
  void olderTableHasItsInterfaceInAnotherColumn() {
    List<Route> routes = MacNetwork.routes(text("macos/netstat-rn-before-11.txt"));
    assertEquals(
        new Route(net("0.0.0.0/0"), Optional.of(ip("10.10.10.1")), "en0", 0), routes.getFirst());
    assertTrue(
        routes.contains(new Route(net("127.0.0.0/8"), Optional.empty(), "lo0", 0)),
        routes.toString());
    assertTrue(
        routes.contains(new Route(net("169.254.0.0/16"), Optional.empty(), "en0", 0)),
        routes.toString());
    assertTrue(
        routes.contains(new Route(net("192.168.220.0/24"), Optional.empty(), "vmnet8", 0)),
        routes.toString());
    assertTrue(
        routes.stream().noneMatch(route -> route.destination().address().isMulticastAddress()));
    assertTrue(
        routes.stream().noneMatch(route -> route.destination().equals(net("10.10.10.107/32"))));
  }

  @Test
  void routeGetTellsTheDefaultRoute() {
    assertEquals(
        Optional.of(new Route(net("0.0.0.0/0"), Optional.of(ip("192.168.1.1")), "en1", 0)),
        MacNetwork.defaultRoute(text("macos/route-get-default.txt")));
    assertEquals(
        Optional.empty(),
        MacNetwork.defaultRoute("route: writing to routing socket: not in table\n"));
  }

  @Test
  void neighboursThatAreIncompleteHaveNotAnswered() {
    assertEquals(
        List.of(
            new Neighbour(ip("169.254.77.120"), "en1", false, Optional.empty()),
            new Neighbour(ip("192.168.1.1"), "en1", true, Optional.empty()),
            new Neighbour(ip("192.168.1.2"), "en1", true, Optional.empty()),
            new Neighbour(ip("192.168.1.7"), "en1", true, Optional.empty())),
        MacNetwork.arp(text("macos/arp-an.txt")));
    assertEquals(
        List.of(
            new Neighbour(ip("2409:8a6c:1763:4351::1000"), "en0", true, Optional.empty()),
            new Neighbour(ip("fe80::1"), "lo0", false, Optional.empty()),
            new Neighbour(ip("fe80::1234:5678:abcd:ef01"), "en0", false, Optional.empty()),
            new Neighbour(ip("fe80::52c7:bfff:fe01:203"), "en11", true, Optional.empty())),
        MacNetwork.ndp(text("macos/ndp-an.txt")));
  }

  @Test
  void socketsOfEveryUserAreListed() {
    String table = text("macos/netstat-an-tcp.txt");
    assertEquals(
        List.of(
            new TcpSocket(
                TcpSocket.State.OTHER,
                new InetSocketAddress(ip("127.0.0.1"), 12345),
                Optional.of(new InetSocketAddress(ip("127.0.0.1"), 62965)),
                OptionalLong.empty()),
            new TcpSocket(
                TcpSocket.State.LISTEN,
                new InetSocketAddress(ip("::"), 12345),
                Optional.empty(),
                OptionalLong.empty())),
        MacNetwork.sockets(table, 12345));
    assertEquals(
        List.of(ip("::1"), ip("127.0.0.1")),
        MacNetwork.sockets(table, 631).stream().map(s -> s.local().getAddress()).toList());
    assertEquals(TcpSocket.State.ESTABLISHED, MacNetwork.sockets(table, 49177).getFirst().state());
  }

  @Test
  void onlyResolversForAnyNameCount() {
    assertEquals(
        List.of(ip("fe80::800c:67ff:fe1d:fd64"), ip("172.20.10.1")),
        MacNetwork.resolvers(text("macos/scutil-dns.txt"), name -> OptionalInt.empty()));
  }
}
