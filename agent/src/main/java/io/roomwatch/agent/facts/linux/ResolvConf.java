package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.Columns;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The name servers of a {@code resolv.conf}, resolv.conf(5). Pure. */
final class ResolvConf {
  private ResolvConf() {}

  /** In order, without duplicates. */
  static List<InetAddress> servers(String text) {
    List<InetAddress> servers = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length >= 2 && cell[0].equals("nameserver")) {
        Addresses.literal(cell[1])
            .filter(server -> !servers.contains(server))
            .ifPresent(servers::add);
      }
    }
    return servers;
  }
}
