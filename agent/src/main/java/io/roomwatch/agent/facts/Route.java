package io.roomwatch.agent.facts;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * One unicast route.
 *
 * @param destination the network; prefix length 0 is the default route
 * @param gateway the next hop, empty when on-link
 * @param interfaceName the interface it leaves through
 * @param metric smaller wins among equal prefixes
 */
public record Route(
    Subnet destination, Optional<InetAddress> gateway, String interfaceName, long metric) {

  public boolean isDefault() {
    return destination.prefixLength() == 0;
  }

  /**
   * The route that a packet to {@code address} takes: longest prefix, then smallest metric; empty
   * when there is none.
   */
  public static Optional<Route> to(InetAddress address, List<Route> routes) {
    return routes.stream()
        .filter(route -> route.destination().contains(address))
        .min(
            java.util.Comparator.comparingInt((Route route) -> -route.destination().prefixLength())
                .thenComparingLong(Route::metric));
  }
}
