package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.observation.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The leases of whichever DHCP clients have left files: NetworkManager and systemd-networkd, which
 * keep those in use, then dhclient, which keeps the last ones. dhcpcd keeps packets, not text, and
 * is not read.
 */
final class LinuxLeases {

  private static final List<String> DHCLIENT = List.of("/var/lib/dhcp", "/var/lib/dhclient");

  private final MachineFiles files;

  LinuxLeases(MachineFiles files) {
    this.files = files;
  }

  /**
   * By interface, one each. {@code NOT_FOUND} when no client's files are here, {@code PERMISSION}
   * or {@code ERROR} when some may not be read.
   */
  Fact<List<DhcpLease>> read() {
    Map<String, DhcpLease> leases = new TreeMap<>();
    boolean found = false;
    for (Fact<List<DhcpLease>> some :
        List.of(
            byIndex("/run/NetworkManager/devices", LeaseFiles::networkManager),
            byIndex("/run/systemd/netif/leases", LeaseFiles::networkd),
            dhclient(DHCLIENT.get(0)),
            dhclient(DHCLIENT.get(1)))) {
      switch (some) {
        case Fact.Known<List<DhcpLease>> known -> {
          found = true;
          known.value().forEach(lease -> leases.putIfAbsent(lease.interfaceName(), lease));
        }
        case Fact.Unread<List<DhcpLease>> unread -> {
          if (unread.reason() != Reason.NOT_FOUND) {
            return some;
          }
        }
      }
    }
    return found
        ? Fact.known(List.copyOf(leases.values()))
        : Fact.unread(
            Reason.NOT_FOUND,
            "No lease of systemd-networkd, NetworkManager or dhclient is kept here; other DHCP"
                + " clients, such as dhcpcd, keep none that can be read.");
  }

  /** Files named by the index of their interface. */
  private Fact<List<DhcpLease>> byIndex(
      String folder, BiFunction<String, String, Optional<DhcpLease>> parser) {
    Map<String, String> names = namesByIndex();
    return each(
        folder,
        files.list(folder),
        (file, text) ->
            Optional.ofNullable(names.get(file)).flatMap(name -> parser.apply(name, text)).stream()
                .toList());
  }

  /** A folder without such a file tells nothing: it comes with the package. */
  private Fact<List<DhcpLease>> dhclient(String folder) {
    Fact<List<String>> names =
        files
            .list(folder)
            .map(all -> all.stream().filter(name -> name.matches("dhclient.*\\.leases?")).toList());
    return names.asOptional().filter(List::isEmpty).isPresent()
        ? Fact.unread(Reason.NOT_FOUND, folder + " holds no lease.")
        : each(folder, names, (file, text) -> LeaseFiles.dhclient(text));
  }

  private Fact<List<DhcpLease>> each(
      String folder, Fact<List<String>> names, BiFunction<String, String, List<DhcpLease>> parser) {
    if (!(names instanceof Fact.Known<List<String>> known)) {
      return names.map(ignored -> List.of());
    }
    Map<String, DhcpLease> leases = new TreeMap<>();
    for (String name : known.value()) {
      switch (files.text(folder + "/" + name)) {
        case Fact.Known<String> text ->
            parser
                .apply(name, text.value())
                .forEach(lease -> leases.put(lease.interfaceName(), lease));
        case Fact.Unread<String> unread -> {
          // A file that went between the two reads is a lease that has ended.
          if (unread.reason() != Reason.NOT_FOUND) {
            return Fact.unread(unread.reason(), unread.why());
          }
        }
      }
    }
    return Fact.known(List.copyOf(leases.values()));
  }

  private Map<String, String> namesByIndex() {
    Map<String, String> names = new HashMap<>();
    for (String name : files.list("/sys/class/net").asOptional().orElse(List.of())) {
      files.word("/sys/class/net/" + name + "/ifindex").ifPresent(index -> names.put(index, name));
    }
    return names;
  }
}
