package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.VpnAdapters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The ways out of this machine, as they are compared. Metrics are left out: Windows changes them
 * with the speed of a radio. So are the routes that come with an address (those of a wire without a
 * gateway), and all that belongs to container bridges and virtual switches.
 */
final class Paths {

  static final String DEFAULT_ROUTE = "the default route";
  static final String SPLIT_ROUTE = "the split default route";

  /** Halves of IPv4, and the widest that VPNs take of IPv6: {@code 2000::/3}. */
  private static final int SPLIT_IPV4 = 1;

  private static final int SPLIT_IPV6 = 3;

  /** Pseudo tunnels of Windows that carry IPv6 over IPv4 and are no VPN. */
  private static final List<String> TRANSITION = List.of("teredo", "isatap", "6to4", "ip-https");

  private final List<NetInterface> interfaces;
  private final List<Route> routes;

  Paths(List<NetInterface> interfaces, List<Route> routes) {
    this.interfaces = interfaces;
    this.routes = routes;
  }

  /**
   * Wired and Wi-Fi interfaces. Virtual and odd ones only on a machine that has nothing else: a
   * container, a virtual machine.
   */
  static List<NetInterface> wires(List<NetInterface> all) {
    List<NetInterface> hardware =
        all.stream().filter(one -> one.kind() == Kind.ETHERNET || one.kind() == Kind.WIFI).toList();
    return hardware.isEmpty()
        ? all.stream()
            .filter(one -> one.kind() == Kind.VIRTUAL || one.kind() == Kind.OTHER)
            .toList()
        : hardware;
  }

  /** By family, both always there: the default routes. */
  SortedMap<String, List<String>> defaults() {
    SortedMap<String, List<String>> ways = new TreeMap<>();
    for (boolean ipv6 : new boolean[] {false, true}) {
      ways.put(
          ipv6 ? "IPv6" : "IPv4",
          routes.stream()
              .filter(this::isRealDefault)
              .filter(route -> AddressWords.isIpv6(route.destination().address()) == ipv6)
              .map(Paths::way)
              .distinct()
              .sorted()
              .toList());
    }
    return ways;
  }

  /** By destination: the routes that somebody added, and where they lead. */
  SortedMap<String, List<String>> others() {
    SortedMap<String, TreeSet<String>> ways = new TreeMap<>();
    List<NetInterface> wires = wires(interfaces);
    for (Route route : routes) {
      Optional<NetInterface> through = named(route);
      boolean counts =
          through.filter(one -> wires.contains(one) || isTunnel(one)).isPresent()
              && !route.isDefault()
              && !comesWithAnAddress(route, through.get());
      if (counts) {
        ways.computeIfAbsent(AddressWords.text(route.destination()), destination -> new TreeSet<>())
            .add(way(route));
      }
    }
    SortedMap<String, List<String>> told = new TreeMap<>();
    ways.forEach((destination, each) -> told.put(destination, List.copyOf(each)));
    return told;
  }

  /** By interface: each tunnel that is up and can carry something, its vendor, what it owns. */
  SortedMap<String, List<String>> tunnels() {
    SortedMap<String, List<String>> tunnels = new TreeMap<>();
    for (NetInterface one : interfaces) {
      // macOS keeps tunnels of its own that have nothing but a link-local address.
      boolean carries =
          one.addresses().stream()
              .anyMatch(
                  subnet ->
                      AddressWords.isTelling(subnet.address())
                          && !subnet.address().isLinkLocalAddress());
      if (one.up() && isTunnel(one) && carries) {
        List<String> words = new ArrayList<>();
        words.add(
            VpnAdapters.vendor(one.description())
                .or(() -> VpnAdapters.vendor(one.name()))
                .orElse("tunnel"));
        if (through(one, this::isRealDefault)) {
          words.add(DEFAULT_ROUTE);
        } else if (through(one, Paths::isSplitDefault)) {
          words.add(SPLIT_ROUTE);
        }
        tunnels.put(one.name(), List.copyOf(words));
      }
    }
    return Collections.unmodifiableSortedMap(tunnels);
  }

  /**
   * Whether a wire or Wi-Fi carries the best default route below any tunnel, and which; empty when
   * there is none or it is something else.
   */
  Optional<List<String>> medium() {
    return routes.stream()
        .filter(this::isRealDefault)
        .filter(route -> named(route).filter(one -> !isTunnel(one)).isPresent())
        .min(
            Comparator.comparing(
                    (Route route) -> AddressWords.isIpv6(route.destination().address()))
                .thenComparingLong(Route::metric))
        .flatMap(this::named)
        .filter(one -> one.kind() == Kind.ETHERNET || one.kind() == Kind.WIFI)
        .map(one -> List.of(one.medium(), one.name()));
  }

  private boolean through(NetInterface one, Predicate<Route> such) {
    return routes.stream()
        .anyMatch(route -> route.interfaceName().equals(one.name()) && such.test(route));
  }

  private Optional<NetInterface> named(Route route) {
    return interfaces.stream().filter(one -> one.name().equals(route.interfaceName())).findFirst();
  }

  private static boolean isTunnel(NetInterface one) {
    String text = (one.name() + " " + one.description()).toLowerCase(Locale.ROOT);
    return one.kind() == Kind.TUNNEL && TRANSITION.stream().noneMatch(text::contains);
  }

  /** macOS keeps an IPv6 default route on each tunnel of its own services. */
  private boolean isRealDefault(Route route) {
    if (!route.isDefault() || !AddressWords.isIpv6(route.destination().address())) {
      return route.isDefault();
    }
    return named(route)
        .filter(Paths::isTunnel)
        .map(
            tunnel ->
                tunnel.addresses().stream()
                    .map(Subnet::address)
                    .anyMatch(
                        address -> AddressWords.isIpv6(address) && AddressWords.isTelling(address)))
        .orElse(true);
  }

  private static boolean isSplitDefault(Route route) {
    int most = AddressWords.isIpv6(route.destination().address()) ? SPLIT_IPV6 : SPLIT_IPV4;
    int length = route.destination().prefixLength();
    return length >= 1 && length <= most;
  }

  /**
   * To what is on the link itself. Of a wire that is every route without a gateway: interfaces and
   * routes are not read at the same moment, so an address that has just changed may not fit its
   * route yet.
   */
  private static boolean comesWithAnAddress(Route route, NetInterface through) {
    Subnet destination = route.destination();
    return destination.address().isLinkLocalAddress()
        || destination.address().isMulticastAddress()
        || destination.address().isLoopbackAddress()
        || (route.gateway().isEmpty()
            && (!isTunnel(through)
                || through.addresses().stream()
                    .anyMatch(
                        own ->
                            own.contains(destination.address())
                                && own.prefixLength() <= destination.prefixLength())));
  }

  /** {@code via 10.4.12.1 on eth0}, {@code on tun0}. */
  private static String way(Route route) {
    return route.gateway().map(hop -> "via " + AddressWords.text(hop) + " ").orElse("")
        + "on "
        + route.interfaceName();
  }
}
