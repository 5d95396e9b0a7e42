package io.roomwatch.agent.facts.linux;

import io.roomwatch.agent.facts.Neighbour;
import io.roomwatch.agent.facts.Route;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.Wifi;
import io.roomwatch.agent.facts.reader.Addresses;
import io.roomwatch.agent.facts.reader.Columns;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The small tables of {@code /proc/net}, see proc_net(5). Pure: text in, records out. A line that
 * is not understood is left out, never an error.
 */
final class ProcNet {

  /** Route flags of {@code linux/route.h} and {@code linux/ipv6_route.h}. */
  private static final long RTF_UP = 0x0001;

  private static final long RTF_REJECT = 0x0200;
  private static final long RTF_ANYCAST = 0x0010_0000;
  private static final long RTF_LOCAL = 0x8000_0000L;

  /** {@code linux/if_arp.h}: the entry is complete. */
  private static final long ATF_COM = 0x02;

  /** The highest link quality of drivers that report dBm, {@code net/wireless/wext-compat.c}. */
  private static final double QUALITY_MAX = 70;

  private static final Pattern USED = Pattern.compile("\\bused [0-9]+/([0-9]{1,10})/[0-9]+");

  private ProcNet() {}

  /**
   * {@code /proc/net/route}: the IPv4 main table. Routes that are down or reject are left out.
   *
   * @param order the kernel's byte order: addresses are printed as native 32-bit numbers
   */
  static List<Route> routes(String text, ByteOrder order) {
    List<Route> routes = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length < 8) {
        continue;
      }
      long flags = number(cell[3], 16);
      Optional<InetAddress> destination = ipv4(cell[1], order);
      Optional<InetAddress> gateway = ipv4(cell[2], order);
      Optional<InetAddress> mask = ipv4(cell[7], order);
      long metric = number(cell[6], 10);
      if (destination.isEmpty() || gateway.isEmpty() || mask.isEmpty() || metric < 0) {
        continue;
      }
      // A blackhole has no flag of its own, only no interface.
      if (flags < 0 || (flags & RTF_UP) == 0 || (flags & RTF_REJECT) != 0 || cell[0].equals("*")) {
        continue;
      }
      int prefix = ones(mask.get().getAddress());
      if (prefix >= 0) {
        routes.add(
            new Route(
                new Subnet(destination.get(), prefix),
                gateway.filter(hop -> !hop.isAnyLocalAddress()),
                cell[0],
                metric));
      }
    }
    return routes;
  }

  /**
   * {@code /proc/net/ipv6_route}. The file mixes the main table with the host's own addresses,
   * anycast, multicast and the catch-all reject: only unicast routes are kept.
   */
  static List<Route> routes6(String text) {
    List<Route> routes = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length < 10) {
        continue;
      }
      Optional<InetAddress> destination = ipv6(cell[0]);
      long prefix = number(cell[1], 16);
      Optional<InetAddress> gateway = ipv6(cell[4]);
      long metric = number(cell[5], 16);
      long flags = number(cell[8], 16);
      if (destination.isEmpty() || gateway.isEmpty() || prefix < 0 || prefix > 128) {
        continue;
      }
      boolean own = (flags & (RTF_REJECT | RTF_ANYCAST | RTF_LOCAL)) != 0;
      if (flags < 0 || (flags & RTF_UP) == 0 || own || metric < 0) {
        continue;
      }
      if (!destination.get().isMulticastAddress() && destination.get().getAddress().length == 16) {
        routes.add(
            new Route(
                new Subnet(destination.get(), (int) prefix),
                gateway.filter(hop -> !hop.isAnyLocalAddress()),
                cell[9],
                metric));
      }
    }
    return routes;
  }

  /** {@code /proc/net/arp}: the IPv4 neighbours. It has no ages. */
  static List<Neighbour> arp(String text) {
    List<Neighbour> neighbours = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length < 6 || !cell[2].startsWith("0x")) {
        continue;
      }
      long flags = number(cell[2].substring(2), 16);
      Addresses.literal(cell[0])
          .filter(address -> flags >= 0)
          .ifPresent(
              address ->
                  neighbours.add(
                      new Neighbour(address, cell[5], (flags & ATF_COM) != 0, Optional.empty())));
    }
    return neighbours;
  }

  /**
   * {@code ip -s neigh show}, see ip-neighbour(8): the neighbours of both families. Of {@code used
   * 8/62/2} the second number is how many whole seconds ago the host was last confirmed.
   */
  static List<Neighbour> ipNeigh(String text) {
    List<Neighbour> neighbours = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> cell = List.of(Columns.of(line));
      int dev = cell.indexOf("dev");
      if (dev < 1 || dev + 1 >= cell.size()) {
        continue;
      }
      boolean failed = cell.contains("FAILED") || cell.contains("INCOMPLETE");
      Optional<Duration> confirmed =
          cell.contains("PERMANENT") ? Optional.empty() : confirmed(line);
      Addresses.literal(cell.getFirst())
          .ifPresent(
              address ->
                  neighbours.add(
                      new Neighbour(
                          address,
                          cell.get(dev + 1),
                          cell.contains("lladdr") && !failed,
                          confirmed)));
    }
    return neighbours;
  }

  private static Optional<Duration> confirmed(String line) {
    Matcher used = USED.matcher(line);
    // The part of a second that has begun counts as a whole one.
    return used.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(used.group(1)) + 1))
        : Optional.empty();
  }

  /** {@code /proc/net/if_inet6}: the IPv6 addresses of each interface, in the file's order. */
  static Map<String, List<Subnet>> addresses6(String text) {
    Map<String, List<Subnet>> addresses = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] cell = Columns.of(line);
      if (cell.length < 6) {
        continue;
      }
      long prefix = number(cell[2], 16);
      ipv6(cell[0])
          .filter(address -> address.getAddress().length == 16 && prefix >= 0 && prefix <= 128)
          .ifPresent(
              address ->
                  addresses
                      .computeIfAbsent(cell[5], name -> new ArrayList<>())
                      .add(new Subnet(address, (int) prefix)));
    }
    return addresses;
  }

  /**
   * {@code /proc/net/wireless}: signal and quality. A level that is not negative is not in dBm and
   * is left out; the quality of such a driver has no known maximum and is left out with it.
   */
  static List<Wifi> wireless(String text) {
    List<Wifi> radios = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      String[] cell = Columns.of(line.substring(colon + 1));
      if (colon < 0 || cell.length < 4) {
        continue;
      }
      OptionalDouble quality = decimal(cell[1]);
      OptionalDouble level = decimal(cell[2]);
      boolean dbm = level.isPresent() && level.getAsDouble() < 0;
      boolean associated = quality.isPresent() && quality.getAsDouble() > 0;
      radios.add(
          new Wifi(
              line.substring(0, colon).strip(),
              dbm && associated ? level : OptionalDouble.empty(),
              dbm && associated
                  ? OptionalDouble.of(Math.min(1, quality.getAsDouble() / QUALITY_MAX))
                  : OptionalDouble.empty()));
    }
    return radios;
  }

  /** {@code iw dev NAME link}: the signal in dBm; empty when it is not connected. */
  static OptionalDouble iwSignal(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("signal:"))
        .map(line -> decimal(line.substring("signal:".length()).replace("dBm", "").strip()))
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  /** A number of this radix that fits 32 bits unsigned, or -1. */
  private static long number(String text, int radix) {
    try {
      long value = Long.parseLong(text, radix);
      return value >= 0 && value <= 0xffff_ffffL ? value : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static OptionalDouble decimal(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static Optional<InetAddress> ipv4(String hex, ByteOrder order) {
    return Addresses.hex(hex)
        .filter(bytes -> bytes.length == 4)
        .map(bytes -> order == ByteOrder.BIG_ENDIAN ? bytes : reversed(bytes))
        .flatMap(Addresses::of);
  }

  private static Optional<InetAddress> ipv6(String hex) {
    return Addresses.hex(hex).filter(bytes -> bytes.length == 16).flatMap(Addresses::of);
  }

  private static byte[] reversed(byte[] four) {
    return new byte[] {four[3], four[2], four[1], four[0]};
  }

  /** The length of a mask of leading ones, or -1 when it has holes. */
  private static int ones(byte[] mask) {
    int bits = java.nio.ByteBuffer.wrap(mask).getInt();
    int length = Integer.numberOfLeadingZeros(~bits);
    return length == 32 || bits << length == 0 ? length : -1;
  }
}
