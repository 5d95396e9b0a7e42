package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.Subnet;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the IPv4 addresses of wires are from: a lease, or somebody's hand. A static address has no
 * words, so that a lease that cannot be seen for a moment has merely vanished and must be missed
 * twice.
 */
final class Leases {

  static final String STATIC = "static";

  /** A client that renews late has not lost its lease. */
  private static final Duration OVERDUE = Duration.ofHours(1);

  private Leases() {}

  /**
   * By interface. One without a link or an address, or with a lease of another address, cannot be
   * told and keeps what was known.
   *
   * @param before what was known
   */
  static SortedMap<String, List<String>> of(
      List<NetInterface> wires,
      List<DhcpLease> leases,
      SortedMap<String, List<String>> before,
      Instant now) {
    SortedMap<String, List<String>> origins = new TreeMap<>();
    for (NetInterface one : wires) {
      origin(one, leases, now)
          .or(() -> Optional.ofNullable(before.get(one.name())))
          .ifPresent(words -> origins.put(one.name(), words));
    }
    return origins;
  }

  private static Optional<List<String>> origin(
      NetInterface one, List<DhcpLease> leases, Instant now) {
    List<InetAddress> addresses =
        one.addresses().stream()
            .map(Subnet::address)
            .filter(address -> !AddressWords.isIpv6(address) && !address.isLinkLocalAddress())
            .toList();
    if (!one.up() || addresses.isEmpty()) {
      return Optional.empty();
    }
    Optional<DhcpLease> lease =
        leases.stream()
            .filter(held -> held.interfaceName().equals(one.name()))
            .filter(held -> held.end().map(end -> now.isBefore(end.plus(OVERDUE))).orElse(true))
            .findFirst();
    if (lease.isEmpty()) {
      return Optional.of(List.of());
    }
    return lease.filter(held -> addresses.contains(held.address())).map(Leases::words);
  }

  private static List<String> words(DhcpLease lease) {
    List<String> words = new ArrayList<>();
    words.add(AddressWords.text(lease.address()));
    lease.server().ifPresent(server -> words.add("from " + AddressWords.text(server)));
    return List.copyOf(words);
  }
}
