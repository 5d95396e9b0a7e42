package io.roomwatch.agent.facts.netfilter;

import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The connection whose fate is asked: TCP to {@code port} of this host, its first packet.
 *
 * @param ipv6 the family of that packet
 * @param interfaces names of the interfaces it may come in on, without loopback; empty when unknown
 * @param networks this host's own addresses of that family with their networks, without loopback
 *     and link-local ones; empty when unknown
 */
record FirewallQuestion(int port, boolean ipv6, Set<String> interfaces, List<Subnet> networks) {

  FirewallQuestion {
    interfaces = Set.copyOf(interfaces);
    networks = List.copyOf(networks);
  }

  /** The question for one family on a machine with these interfaces. */
  static FirewallQuestion of(int port, boolean ipv6, List<NetInterface> interfaces) {
    Set<String> names = new HashSet<>();
    List<Subnet> networks = new ArrayList<>();
    for (NetInterface face : interfaces) {
      boolean outside =
          switch (face.kind()) {
            case LOOPBACK, VIRTUAL -> false;
            case ETHERNET, WIFI, TUNNEL, OTHER -> face.up();
          };
      if (outside) {
        for (Subnet subnet : face.addresses()) {
          InetAddress address = subnet.address();
          if ((address.getAddress().length == 16) == ipv6
              && !address.isLinkLocalAddress()
              && !address.isLoopbackAddress()) {
            networks.add(subnet);
            names.add(face.name());
          }
        }
      }
    }
    return new FirewallQuestion(port, ipv6, names, networks);
  }

  /** The same question about another port. */
  FirewallQuestion toPort(int other) {
    return new FirewallQuestion(other, ipv6, interfaces, networks);
  }

  /**
   * Whether the packet comes in on one of these interfaces; {@code *} or {@code +} ends a pattern.
   */
  Applies comesInOn(List<String> patterns) {
    if (interfaces.isEmpty()) {
      return patterns.stream().allMatch("lo"::equals) ? Applies.NO : Applies.SCOPED;
    }
    long matched =
        interfaces.stream()
            .filter(name -> patterns.stream().anyMatch(pattern -> fits(name, pattern)))
            .count();
    if (matched == interfaces.size()) {
      return Applies.YES;
    }
    return matched == 0 ? Applies.NO : Applies.INTERFACE;
  }

  /** Whether the sender is within these networks. */
  Applies comesFrom(List<Subnet> senders) {
    if (senders.stream().anyMatch(network -> network.prefixLength() == 0)) {
      return Applies.YES;
    }
    boolean covered =
        !networks.isEmpty()
            && networks.stream()
                .allMatch(own -> senders.stream().anyMatch(network -> covers(network, own)));
    return covered ? Applies.LOCAL : Applies.SCOPED;
  }

  /** Whether the packet is addressed into these networks. */
  Applies goesTo(List<Subnet> targets) {
    if (targets.stream().anyMatch(network -> network.prefixLength() == 0)) {
      return Applies.YES;
    }
    if (networks.isEmpty()) {
      return Applies.SCOPED;
    }
    long matched =
        networks.stream()
            .filter(own -> targets.stream().anyMatch(target -> target.contains(own.address())))
            .count();
    if (matched == networks.size()) {
      return Applies.YES;
    }
    return matched == 0 ? Applies.NO : Applies.INTERFACE;
  }

  private static boolean fits(String name, String pattern) {
    boolean open = pattern.endsWith("*") || pattern.endsWith("+");
    return open
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  private static boolean covers(Subnet network, Subnet own) {
    return network.prefixLength() <= own.prefixLength() && network.contains(own.address());
  }
}
