package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Destination;
import io.roomwatch.agent.check.Way;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.Subnet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How packets leave this machine. Rooms are often multi-homed, so the interface that matters is
 * found by its routes and never by its name or place in a list.
 *
 * <p>Linux policy routing is not seen here, only the main table: {@link Way#out} sees it.
 */
record Ways(List<NetInterface> interfaces, List<Route> routes) {

  Ways {
    interfaces = List.copyOf(interfaces);
    routes = List.copyOf(routes);
  }

  /** What can be read; an unread table is empty here, so ask for it first where that matters. */
  static Ways read(Facts facts) {
    return new Ways(
        facts.interfaces().asOptional().orElse(List.of()),
        facts.routes().asOptional().orElse(List.of()));
  }

  static <T> Optional<Fact.Unread<T>> unread(Fact<T> fact) {
    return switch (fact) {
      case Fact.Known<T> ignored -> Optional.empty();
      case Fact.Unread<T> unread -> Optional.of(unread);
    };
  }

  Optional<NetInterface> named(String name) {
    return interfaces.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The default route that wins in each family: IPv4 first, then IPv6; those that exist. */
  List<Route> defaults() {
    return bestOfEachFamily(routes.stream().filter(this::isRealDefault).toList());
  }

  /**
   * As {@link #defaults}, but the network under a VPN: a default route through a tunnel counts only
   * where there is no other.
   */
  List<Route> defaultsUnderTunnels() {
    List<Route> defaults = routes.stream().filter(this::isRealDefault).toList();
    List<Route> physical =
        bestOfEachFamily(defaults.stream().filter(route -> !throughTunnel(route)).toList());
    return physical.isEmpty() ? bestOfEachFamily(defaults) : physical;
  }

  /**
   * macOS keeps an IPv6 default route on each {@code utun} of its own services; without an address
   * beyond link-local nothing goes through it.
   */
  private boolean isRealDefault(Route route) {
    if (!route.isDefault() || !isIpv6(route.destination().address()) || !throughTunnel(route)) {
      return route.isDefault();
    }
    return named(route.interfaceName()).stream()
        .flatMap(one -> one.addresses().stream())
        .map(Subnet::address)
        .anyMatch(address -> isIpv6(address) && InterfaceWords.isUsable(address));
  }

  boolean throughTunnel(Route route) {
    return named(route.interfaceName()).filter(Way::isTunnel).isPresent();
  }

  /**
   * The interfaces that carry the default routes or the way to one of {@code ends}, tunnels left
   * out; the one of the first default route comes first.
   */
  List<NetInterface> inUse(List<Destination> ends) {
    Stream<Route> toEnds = ends.stream().flatMap(end -> Route.to(end.address(), routes).stream());
    return Stream.concat(defaultsUnderTunnels().stream(), toEnds)
        .map(Route::interfaceName)
        .distinct()
        .flatMap(name -> named(name).stream())
        .filter(one -> !Way.isTunnel(one) && one.kind() != NetInterface.Kind.LOOPBACK)
        .toList();
  }

  static boolean isIpv6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  private static List<Route> bestOfEachFamily(List<Route> candidates) {
    return Stream.of(false, true)
        .flatMap(
            ipv6 ->
                candidates.stream()
                    .filter(route -> isIpv6(route.destination().address()) == ipv6)
                    .min(Comparator.comparingLong(Route::metric))
                    .stream())
        .toList();
  }
}
