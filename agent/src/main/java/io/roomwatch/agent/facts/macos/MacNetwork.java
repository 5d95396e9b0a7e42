package io.roomwatch.agent.facts.macos;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.TcpSocket;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.Columns;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The network as macOS programs print it: {@code netstat}, {@code route}, {@code arp}, {@code ndp}
 * and {@code scutil --dns}, from their manual pages. Pure: text in, records out; a line that is not
 * understood is left out.
 */
final class MacNetwork {

  /** A route bound to one interface counts only when no other leads there. */
  private static final long SCOPED_METRIC = 1000;

  private static final InetAddress ANY4 = Addresses.of(new byte[4]).orElseThrow();
  private static final InetAddress ANY6 = Addresses.of(new byte[16]).orElseThrow();

  private MacNetwork() {}

  /** {@code netstat -rn}: both tables, without neighbours, multicast and reject entries. */
  static List<Route> routes(String text) {
    List<Route> routes = new ArrayList<>();
    boolean ipv6 = false;
    int netif = -1;
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (line.startsWith("Internet")) {
        ipv6 = line.startsWith("Internet6");
      } else if (cell[0].equals("Destination")) {
        netif = Arrays.asList(cell).indexOf("Netif");
      } else if (netif > 2 && cell.length > netif) {
        route(cell, netif, ipv6).ifPresent(routes::add);
      }
    }
    return routes;
  }

  private static Optional<Route> route(String[] cell, int netif, boolean ipv6) {
    String flags = cell[2];
    // netstat(1): L link-layer entry, W cloned, m multicast, b broadcast, R reject, B blackhole.
    if (!flags.startsWith("U") || flags.chars().anyMatch(flag -> "LWmbRB".indexOf(flag) >= 0)) {
      return Optional.empty();
    }
    Optional<InetAddress> gateway =
        flags.indexOf('G') >= 0 ? Addresses.literal(cell[1]) : Optional.empty();
    return destination(cell[0], ipv6)
        .filter(network -> !network.address().isMulticastAddress())
        .map(
            network ->
                new Route(
                    network, gateway, cell[netif], flags.indexOf('I') >= 0 ? SCOPED_METRIC : 0));
  }

  /** {@code default}, {@code 10/24}, {@code 169.254}, {@code fe80::%lo0/64}, or a host. */
  private static Optional<Subnet> destination(String text, boolean ipv6) {
    if (text.equals("default")) {
      return Optional.of(new Subnet(ipv6 ? ANY6 : ANY4, 0));
    }
    int slash = text.indexOf('/');
    String network = slash < 0 ? text : text.substring(0, slash);
    String length = slash < 0 ? "" : text.substring(slash + 1);
    if (!length.isEmpty() && !length.matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    int octets = network.split("\\.", -1).length;
    String whole = ipv6 || octets >= 4 ? network : network + ".0".repeat(4 - octets);
    // Trailing zeros are not printed, and then neither is the length of a classful mask.
    int standard = ipv6 ? 128 : Math.min(octets, 4) * 8;
    int prefix = length.isEmpty() ? standard : Integer.parseInt(length);
    return Addresses.literal(whole)
        .filter(address -> address.getAddress().length == (ipv6 ? 16 : 4))
        .filter(address -> prefix <= address.getAddress().length * 8)
        .map(address -> new Subnet(address, prefix));
  }

  /** {@code route -n get default}: the IPv4 default route; empty when there is none. */
  static Optional<Route> defaultRoute(String text) {
    Optional<String> face = field(text, "interface:");
    Optional<InetAddress> gateway = field(text, "gateway:").flatMap(Addresses::literal);
    return face.map(name -> new Route(new Subnet(ANY4, 0), gateway, name, 0));
  }

  /**
   * {@code ipconfig getpacket NAME}: the packet that the DHCP client accepted; empty when there is
   * none. When it came is not printed, so neither is the lease's end.
   */
  static Optional<DhcpLease> lease(String name, String text) {
    return field(text, "yiaddr =")
        .flatMap(Addresses::literal)
        .filter(address -> !address.isAnyLocalAddress())
        .map(
            address ->
                new DhcpLease(
                    name,
                    address,
                    field(text, "server_identifier (ip):").flatMap(Addresses::literal),
                    Optional.empty()));
  }

  private static Optional<String> field(String text, String key) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** {@code netstat -anW -p tcp}: sockets with this local port. It prints no owners. */
  static List<TcpSocket> sockets(String text, int localPort) {
    List<TcpSocket> sockets = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length < 6 || !cell[0].startsWith("tcp")) {
        continue;
      }
      boolean ipv6 = cell[0].contains("6");
      TcpSocket.State state =
          switch (cell[5]) {
            case "LISTEN" -> TcpSocket.State.LISTEN;
            case "ESTABLISHED" -> TcpSocket.State.ESTABLISHED;
            default -> TcpSocket.State.OTHER;
          };
      Optional<InetSocketAddress> remote =
          state == TcpSocket.State.LISTEN ? Optional.empty() : endpoint(cell[4], ipv6);
      endpoint(cell[3], ipv6)
          .filter(local -> local.getPort() == localPort)
          .ifPresent(
              local -> sockets.add(new TcpSocket(state, local, remote, OptionalLong.empty())));
    }
    return sockets;
  }

  /** {@code 127.0.0.1.631}, {@code *.22}, {@code ::1.631}: the port stands behind the last dot. */
  private static Optional<InetSocketAddress> endpoint(String text, boolean ipv6) {
    int dot = text.lastIndexOf('.');
    String port = text.substring(dot + 1);
    if (dot < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      return Optional.empty();
    }
    String host = text.substring(0, dot);
    Optional<InetAddress> address =
        host.equals("*") ? Optional.of(ipv6 ? ANY6 : ANY4) : Addresses.literal(host);
    return address.map(known -> new InetSocketAddress(known, Integer.parseInt(port)));
  }

  /** {@code arp -an}: {@code ? (10.0.0.1) at 0:18:1:8f:23:ed on en1 ifscope [ethernet]}. */
  static List<Neighbour> arp(String text) {
    List<Neighbour> neighbours = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> cell = List.of(Columns.of(line));
      int at = cell.indexOf("at");
      int on = cell.indexOf("on");
      if (at != 2 || on != 4 || cell.size() < 6 || cell.get(3).equals("ff:ff:ff:ff:ff:ff")) {
        continue;
      }
      Addresses.literal(cell.get(1).replaceAll("[()]", ""))
          .filter(address -> !address.isMulticastAddress())
          .ifPresent(
              address ->
                  neighbours.add(
                      new Neighbour(
                          address, cell.get(5), cell.get(3).indexOf(':') > 0, Optional.empty())));
    }
    return neighbours;
  }

  /** {@code ndp -an}: neighbour, link-layer address, interface, then what expires when. */
  static List<Neighbour> ndp(String text) {
    List<Neighbour> neighbours = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length >= 3) {
        Addresses.literal(cell[0])
            .filter(address -> address instanceof Inet6Address && !address.isMulticastAddress())
            .ifPresent(
                address ->
                    neighbours.add(
                        new Neighbour(
                            address, cell[2], cell[1].indexOf(':') > 0, Optional.empty())));
      }
    }
    return neighbours;
  }

  /**
   * {@code scutil --dns}: servers of the resolvers for any name, in order. Resolvers of one domain,
   * of multicast DNS and of one interface are left out.
   *
   * @param index the index of an interface by its name, for the zones of link-local servers
   */
  static List<InetAddress> resolvers(String text, Function<String, OptionalInt> index) {
    List<InetAddress> servers = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String general = text.split("(?m)^DNS configuration \\(", 2)[0];
    for (String block : general.split("(?m)^resolver #", -1)) {
      boolean forAll =
          block
              .lines()
              .map(String::strip)
              .noneMatch(line -> line.startsWith("domain ") || line.startsWith("options "));
      if (forAll) {
        block
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("nameserver["))
            .flatMap(
                line ->
                    Addresses.zoned(line.substring(line.indexOf(": ") + 1).strip(), index).stream())
            .filter(server -> seen.add(server.getHostAddress()))
            .forEach(servers::add);
      }
    }
    return servers;
  }
}
