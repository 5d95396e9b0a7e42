package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.reader.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The DNS servers of Windows, by interface, in the order in which the interfaces are bound: those
 * set by hand, or else those of DHCP. Servers learnt from IPv6 router advertisements are not in the
 * registry.
 */
final class WindowsResolvers {

  private static final String IPV4 = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\";
  private static final String IPV6 = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\";
  private static final String INTERFACES = "Parameters\\Interfaces\\";
  private static final String DEVICE = "\\Device\\";
  private static final int IPV6_BYTES = 16;

  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

  private final Registry registry;
  private final Supplier<Set<InetAddress>> ownAddresses;

  /**
   * Reads from {@code registry}.
   *
   * @param ownAddresses the addresses of the interfaces that are up: an interface that is down
   *     keeps its last lease in the registry
   */
  WindowsResolvers(Registry registry, Supplier<Set<InetAddress>> ownAddresses) {
    this.registry = registry;
    this.ownAddresses = ownAddresses;
  }

  /** Each server once. */
  Fact<List<InetAddress>> read() {
    return registry.subkeys(IPV4 + INTERFACES).map(this::ofInterfaces);
  }

  private List<InetAddress> ofInterfaces(List<String> names) {
    Set<InetAddress> own = ownAddresses.get();
    Set<InetAddress> servers = new LinkedHashSet<>();
    for (String name : bound(names)) {
      Registry.Key ipv4 = key(IPV4 + INTERFACES + name);
      if (isUp(ipv4, own)) {
        servers.addAll(servers(ipv4, "DhcpNameServer"));
        Registry.Key ipv6 = key(IPV6 + INTERFACES + name);
        servers.addAll(
            ipv6.text("NameServer").filter(text -> !text.isBlank()).isPresent()
                ? servers(ipv6, "")
                : ipv6.bytes("Dhcpv6DNSServers").map(WindowsResolvers::packed).orElse(List.of()));
      }
    }
    return List.copyOf(servers);
  }

  /** In the order of the bindings; those without one last. */
  private List<String> bound(List<String> names) {
    List<String> order =
        key(IPV4 + "Linkage").texts("Bind").stream()
            .map(device -> device.startsWith(DEVICE) ? device.substring(DEVICE.length()) : device)
            .map(device -> device.toUpperCase(Locale.ROOT))
            .toList();
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(
        Comparator.comparingInt(
            (String name) -> {
              int place = order.indexOf(name.toUpperCase(Locale.ROOT));
              return place < 0 ? Integer.MAX_VALUE : place;
            }));
    return sorted;
  }

  private static boolean isUp(Registry.Key ipv4, Set<InetAddress> own) {
    List<String> addresses = new ArrayList<>(ipv4.texts("IPAddress"));
    ipv4.text("DhcpIPAddress").ifPresent(addresses::add);
    return addresses.stream().flatMap(text -> parse(text).stream()).anyMatch(own::contains);
  }

  private static List<InetAddress> servers(Registry.Key key, String dhcp) {
    String text =
        key.text("NameServer").filter(set -> !set.isBlank()).or(() -> key.text(dhcp)).orElse("");
    List<InetAddress> servers = new ArrayList<>();
    for (String server : SEPARATORS.split(text, -1)) {
      parse(server).ifPresent(servers::add);
    }
    return servers;
  }

  private static List<InetAddress> packed(byte[] bytes) {
    List<InetAddress> servers = new ArrayList<>();
    for (int at = 0; at + IPV6_BYTES <= bytes.length; at += IPV6_BYTES) {
      byte[] address = new byte[IPV6_BYTES];
      System.arraycopy(bytes, at, address, 0, IPV6_BYTES);
      Addresses.of(address).ifPresent(servers::add);
    }
    return servers;
  }

  /** Only literals: anything else would be looked up, by the very servers that are sought. */
  private static Optional<InetAddress> parse(String text) {
    return Addresses.zoned(text, Addresses::interfaceIndex);
  }

  private Registry.Key key(String path) {
    return registry.key(path).asOptional().orElse(Registry.Key.MISSING);
  }
}
