package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.reader.Addresses;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Linux' DHCP clients keep of their leases. Pure: text in, leases out; what is not understood
 * is left out. Host names and client identifiers are passed over.
 */
final class LeaseFiles {

  private static final DateTimeFormatter DHCLIENT_TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT);

  private LeaseFiles() {}

  /**
   * A file of systemd-networkd, {@code /run/systemd/netif/leases/INDEX}: {@code ADDRESS=}, {@code
   * SERVER_ADDRESS=}. Its lifetime counts from a moment that is not in the file.
   */
  static Optional<DhcpLease> networkd(String interfaceName, String text) {
    Map<String, String> values = values(text);
    return lease(
        interfaceName, values.get("ADDRESS"), values.get("SERVER_ADDRESS"), Optional.empty());
  }

  /**
   * A file of NetworkManager, {@code /run/NetworkManager/devices/INDEX}; empty when the device has
   * no lease. Very old versions keep none there.
   */
  static Optional<DhcpLease> networkManager(String interfaceName, String text) {
    int section = text.indexOf("[dhcp4]");
    if (section < 0) {
      return Optional.empty();
    }
    int end = text.indexOf("\n[", section);
    Map<String, String> values =
        values(end < 0 ? text.substring(section) : text.substring(section, end));
    return lease(
        interfaceName,
        values.get("dhcp4.ip_address"),
        values.get("dhcp4.dhcp_server_identifier"),
        epoch(values.getOrDefault("dhcp4.expiry", "")));
  }

  /**
   * A file of dhclient, see dhclient.leases(5): a list of leases, of which the last one of each
   * interface counts.
   */
  static List<DhcpLease> dhclient(String text) {
    Map<String, DhcpLease> last = new HashMap<>();
    Map<String, String> statements = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("lease ") && line.endsWith("{")) {
        statements = new HashMap<>();
      } else if (line.equals("}")) {
        String name = statements.getOrDefault("interface", "").replace("\"", "");
        Optional<DhcpLease> lease =
            lease(
                name,
                statements.get("fixed-address"),
                statements.get("option dhcp-server-identifier"),
                expiry(statements.getOrDefault("expire", "")));
        lease.filter(one -> !name.isEmpty()).ifPresent(one -> last.put(name, one));
        statements = new HashMap<>();
      } else {
        statement(line, statements);
      }
    }
    List<DhcpLease> leases = new ArrayList<>(last.values());
    leases.sort(Comparator.comparing(DhcpLease::interfaceName));
    return List.copyOf(leases);
  }

  /** {@code fixed-address 10.4.12.21;}, {@code option routers 10.4.12.1;}. */
  private static void statement(String line, Map<String, String> statements) {
    int comment = line.indexOf('#');
    String bare = (comment < 0 ? line : line.substring(0, comment)).strip();
    int name = bare.startsWith("option ") ? bare.indexOf(' ', 7) : bare.indexOf(' ');
    if (bare.endsWith(";") && name > 0) {
      statements.put(bare.substring(0, name), bare.substring(name + 1, bare.length() - 1).strip());
    }
  }

  /** {@code 4 2026/11/26 11:59:45} in UTC, {@code epoch 1795694406}, or {@code never}. */
  private static Optional<Instant> expiry(String text) {
    if (text.startsWith("epoch ")) {
      return epoch(text.substring("epoch ".length()).strip());
    }
    int day = text.indexOf(' ');
    try {
      return Optional.of(
          LocalDateTime.parse(text.substring(day + 1), DHCLIENT_TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException neverOrNotUnderstood) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> epoch(String seconds) {
    return seconds.matches("[0-9]{1,11}")
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
        : Optional.empty();
  }

  private static Optional<DhcpLease> lease(
      String interfaceName,
      @Nullable String address,
      @Nullable String server,
      Optional<Instant> end) {
    return Optional.ofNullable(address)
        .flatMap(Addresses::literal)
        .map(
            known ->
                new DhcpLease(
                    interfaceName,
                    known,
                    Optional.ofNullable(server).flatMap(Addresses::literal),
                    end));
  }

  /** {@code NAME=value} lines. */
  private static Map<String, String> values(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals > 0 && line.charAt(0) != '#') {
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
              }
            });
    return values;
  }
}
