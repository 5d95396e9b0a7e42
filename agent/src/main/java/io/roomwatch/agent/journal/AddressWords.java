package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.Subnet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Addresses and networks as events write them; IPv6 in the short form of RFC 5952. */
final class AddressWords {

  private static final int IPV6_BYTES = 16;

  /** The part of an IPv6 address that names the network, in most networks: RFC 4291 section 2.5. */
  private static final int NETWORK_BITS = 64;

  private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

  private AddressWords() {}

  /** Without a zone. */
  static String text(InetAddress address) {
    String whole = address.getHostAddress();
    int zone = whole.indexOf('%');
    String plain = zone < 0 ? whole : whole.substring(0, zone);
    MatchResult longest = null;
    for (MatchResult run : ZEROS.matcher(plain).results().toList()) {
      if (longest == null || zeros(run) > zeros(longest)) {
        longest = run;
      }
    }
    return plain.indexOf(':') < 0 || longest == null
        ? plain
        : plain.substring(0, longest.start()) + "::" + plain.substring(longest.end());
  }

  private static long zeros(MatchResult run) {
    return run.group().chars().filter(c -> c == '0').count();
  }

  static String text(Subnet subnet) {
    return text(subnet.address()) + "/" + subnet.prefixLength();
  }

  /**
   * The address of an interface as it is compared: IPv4 as it is, IPv6 by its network, for hosts
   * take temporary addresses and change them every day (RFC 8981). One whose interface part is
   * small was given by hand or by DHCP and is told whole.
   */
  static String lasting(Subnet address) {
    byte[] bytes = address.address().getAddress();
    if (bytes.length != IPV6_BYTES) {
      return text(address);
    }
    boolean given = true;
    for (int i = IPV6_BYTES / 2; i < IPV6_BYTES - 4; i++) {
      given &= bytes[i] == 0;
    }
    if (given) {
      return text(address);
    }
    byte[] network = new byte[IPV6_BYTES];
    System.arraycopy(bytes, 0, network, 0, IPV6_BYTES / 2);
    try {
      return text(InetAddress.getByAddress(network)) + "/" + NETWORK_BITS;
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static boolean isIpv6(InetAddress address) {
    return address.getAddress().length == IPV6_BYTES;
  }

  /** Not one that every interface has: IPv6 link-local, loopback. */
  static boolean isTelling(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !(isIpv6(address) && address.isLinkLocalAddress());
  }
}
