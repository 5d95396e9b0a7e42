package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.Columns;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** The name servers of a {@code resolv.conf}, resolv.conf(5). Pure. */
final class ResolvConf {
  private ResolvConf() {}

  /**
   * In order, without duplicates.
   *
   * @param index the index of an interface by its name, for the zones of link-local servers; a
   *     server behind an interface that is gone is left out
   */
  static List<InetAddress> servers(String text, Function<String, OptionalInt> index) {
    List<InetAddress> servers = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length >= 2 && cell[0].equals("nameserver")) {
        Addresses.zoned(cell[1], index)
            // Java takes fe80::1 of one link for fe80::1 of another.
            .filter(server -> seen.add(server.getHostAddress()))
            .ifPresent(servers::add);
      }
    }
    return servers;
  }
}
