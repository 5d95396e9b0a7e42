package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.reader.Addresses;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The DHCP leases of Windows: the values that its DHCP client keeps with each interface. An
 * interface that is down keeps its last one.
 */
final class WindowsLeases {

  private static final String INTERFACES =
      "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\\Interfaces";

  /** Names of connections, by the GUID of their interface; the class GUID is that of Net. */
  private static final String NAMES =
      "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Network\\{4D36E972-E325-11CE-BFC1-08002BE10318}\\";

  private final Registry registry;

  WindowsLeases(Registry registry) {
    this.registry = registry;
  }

  /** Those of the interfaces that have a name and use DHCP. */
  Fact<List<DhcpLease>> read() {
    return registry.subkeys(INTERFACES).map(this::leases);
  }

  private List<DhcpLease> leases(List<String> guids) {
    List<DhcpLease> leases = new ArrayList<>();
    for (String guid : guids) {
      Registry.Key key =
          registry.key(INTERFACES + "\\" + guid).asOptional().orElse(Registry.Key.MISSING);
      Optional<InetAddress> address = address(key, "DhcpIPAddress");
      if (key.number("EnableDHCP").orElse(0) == 1 && address.isPresent()) {
        name(guid)
            .ifPresent(
                name ->
                    leases.add(
                        new DhcpLease(name, address.get(), address(key, "DhcpServer"), end(key))));
      }
    }
    return List.copyOf(leases);
  }

  private Optional<String> name(String guid) {
    return registry
        .key(NAMES + guid.toUpperCase(Locale.ROOT) + "\\Connection")
        .asOptional()
        .flatMap(key -> key.text("Name"))
        .filter(name -> !name.isBlank());
  }

  /** Without a lease Windows writes 0.0.0.0 for the address and 255.255.255.255 for the server. */
  private static Optional<InetAddress> address(Registry.Key key, String name) {
    return key.text(name)
        .map(String::strip)
        .filter(text -> !text.equals("0.0.0.0") && !text.equals("255.255.255.255"))
        .flatMap(Addresses::literal);
  }

  /** Seconds since the epoch; 0x7fffffff and more is a lease for ever. */
  private static Optional<Instant> end(Registry.Key key) {
    long seconds = key.number("LeaseTerminatesTime").orElse(0);
    return seconds > 0 && seconds < Integer.MAX_VALUE
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }
}
