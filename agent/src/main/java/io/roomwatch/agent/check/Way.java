package io.roomwatch.agent.check;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Through which interface packets leave, and what a tunnel is. */
public final class Way {

  /** Pseudo tunnels of Windows that carry IPv6 over IPv4 and are no VPN. */
  private static final List<String> TRANSITION = List.of("teredo", "isatap", "6to4", "ip-https");

  private Way() {}

  /**
   * The interface that a packet to {@code end} leaves through. The source address that the system
   * would give it decides: rules of a policy (wg-quick, Tailscale) stand in no table that is read
   * here. Where it cannot be had, or is that of no network, the main table decides.
   *
   * @return empty when there is no way, or when it goes through none of these interfaces
   */
  public static Optional<NetInterface> out(
      Facts facts, InetAddress end, List<NetInterface> interfaces, List<Route> routes) {
    Fact<InetAddress> source = facts.sourceTo(end);
    return isNone(source)
        ? Optional.empty()
        : source
            .asOptional()
            .flatMap(address -> holding(address, interfaces))
            .or(() -> Route.to(end, routes).flatMap(route -> named(route, interfaces)));
  }

  /** Whether the system says that nothing leads there: a route may reject what it names. */
  public static boolean isNone(Fact<InetAddress> source) {
    return source instanceof Fact.Unread<InetAddress> unread && unread.reason() == Reason.NOT_FOUND;
  }

  private static Optional<NetInterface> holding(InetAddress source, List<NetInterface> interfaces) {
    return interfaces.stream()
        .filter(one -> one.up() && one.kind() != NetInterface.Kind.LOOPBACK)
        .filter(one -> one.addresses().stream().anyMatch(subnet -> subnet.address().equals(source)))
        .findFirst();
  }

  private static Optional<NetInterface> named(Route route, List<NetInterface> interfaces) {
    return interfaces.stream().filter(one -> one.name().equals(route.interfaceName())).findFirst();
  }

  public static boolean isTunnel(NetInterface one) {
    return one.kind() == NetInterface.Kind.TUNNEL && !isTransition(one);
  }

  private static boolean isTransition(NetInterface one) {
    String text = (one.name() + " " + one.description()).toLowerCase(Locale.ROOT);
    return TRANSITION.stream().anyMatch(text::contains);
  }
}
