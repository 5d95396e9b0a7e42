package io.roomwatch.agent.check;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an address or a name says by its form alone. Never asks a resolver. */
public final class Addresses {

  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.+)?");

  /** Endings that public DNS does not serve: RFC 6761, RFC 6762, RFC 8375, and common habits. */
  private static final Set<String> PRIVATE_ENDINGS =
      Set.of(
          "local",
          "localhost",
          "localdomain",
          "internal",
          "intranet",
          "private",
          "corp",
          "home",
          "lan",
          "arpa",
          "test",
          "example",
          "invalid");

  private Addresses() {}

  /** The address written as {@code text}, or empty when it is a name. */
  public static Optional<InetAddress> literal(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getAllByName(text)[0]);
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Without the zone, as people write it: IPv6 in the short form of RFC 5952. */
  public static String text(InetAddress address) {
    return address instanceof Inet6Address
        ? shortened(address.getAddress())
        : address.getHostAddress();
  }

  /** The longest run of two or more zero groups, the first of equals, becomes {@code ::}. */
  private static String shortened(byte[] bytes) {
    int best = -1;
    int longest = 1;
    for (int group = 0; group < 8; group++) {
      int run = 0;
      while (group + run < 8 && group(bytes, group + run) == 0) {
        run++;
      }
      if (run > longest) {
        best = group;
        longest = run;
      }
    }
    StringBuilder text = new StringBuilder();
    int group = 0;
    while (group < 8) {
      if (group == best) {
        text.append("::");
        group += longest;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(group(bytes, group)));
        group++;
      }
    }
    return text.toString();
  }

  private static int group(byte[] bytes, int index) {
    return ((bytes[2 * index] & 0xff) << 8) | (bytes[2 * index + 1] & 0xff);
  }

  /** Whether public DNS is what should answer for this name. */
  public static boolean isPublicName(String host) {
    int dot = host.lastIndexOf('.');
    return dot > 0
        && literal(host).isEmpty()
        && !PRIVATE_ENDINGS.contains(host.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * What an address is when it is not one of the public internet: loopback, private (RFC 1918, RFC
   * 4193), link-local, carrier-grade NAT (RFC 6598) or unspecified. Empty for all others.
   */
  public static Optional<String> notPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    boolean four = address instanceof Inet4Address;
    if (address.isAnyLocalAddress() || (four && first == 0)) {
      return Optional.of("unspecified");
    }
    if (address.isLoopbackAddress()) {
      return Optional.of("loopback");
    }
    if (address.isLinkLocalAddress()) {
      return Optional.of("link-local");
    }
    if (address.isSiteLocalAddress() || (!four && (first & 0xfe) == 0xfc)) {
      return Optional.of("private");
    }
    if (four && first == 100 && (bytes[1] & 0xc0) == 64) {
      return Optional.of("carrier-internal");
    }
    return Optional.empty();
  }
}
