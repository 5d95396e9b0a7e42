package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.ProxyBypass;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.Subnet;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Whether a proxy's exceptions spare an address of the local network: by a pattern of {@link
 * ProxyBypass}, or by a network such as {@code 10.0.0.0/8}, short {@code 10/8} on macOS. Windows'
 * {@code <local>} spares names without a dot, never an address.
 */
final class LocalBypass {

  private LocalBypass() {}

  static boolean covers(InetAddress address, ProxySource.Kind kind, List<String> entries) {
    return ProxyBypass.naming(Addresses.text(address), kind, entries).isPresent()
        || entries.stream()
            .flatMap(entry -> network(entry.strip()).stream())
            .anyMatch(network -> network.contains(address));
  }

  private static Optional<Subnet> network(String entry) {
    int slash = entry.indexOf('/');
    String length = entry.substring(slash + 1);
    if (slash < 1 || !length.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    String network = entry.substring(0, slash);
    if (network.matches("\\d{1,3}(\\.\\d{1,3}){0,2}")) {
      network += ".0".repeat(3 - (int) network.chars().filter(c -> c == '.').count());
    }
    return Addresses.literal(network)
        .filter(address -> Integer.parseInt(length) <= address.getAddress().length * 8)
        .map(address -> new Subnet(address, Integer.parseInt(length)));
  }
}
