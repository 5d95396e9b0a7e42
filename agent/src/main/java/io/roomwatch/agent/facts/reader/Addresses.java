package io.roomwatch.agent.facts.reader;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Addresses from text and bytes, never from DNS, and without a scope unless one is asked for. Pure
 * but for {@link #interfaceIndex}.
 */
public final class Addresses {
  private Addresses() {}

  /**
   * The address written as {@code text}: four decimal numbers, or IPv6 with or without {@code
   * %scope}, which is dropped. Empty for anything else, host names included.
   */
  public static Optional<InetAddress> literal(String text) {
    int scope = text.indexOf('%');
    String plain = scope < 0 ? text : text.substring(0, scope);
    if (plain.indexOf(':') < 0) {
      return ipv4(plain);
    }
    if (plain.charAt(0) == '.') {
      return Optional.empty();
    }
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return Optional.empty();
      }
    }
    try {
      // Only a literal has a colon: this asks nobody.
      return Optional.of(unscoped(InetAddress.getByName(plain)));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  /**
   * The same with the zone of a link-local IPv6 address, {@code fe80::1%eth0}, without which
   * nothing can be sent to it (RFC 4007 section 11). On other addresses a zone says nothing and is
   * dropped.
   *
   * @param index the index of an interface by its name
   * @return empty also when that interface is gone
   */
  public static Optional<InetAddress> zoned(String text, Function<String, OptionalInt> index) {
    int percent = text.indexOf('%');
    Optional<InetAddress> plain = literal(text);
    if (percent < 0 || plain.filter(InetAddress::isLinkLocalAddress).isEmpty()) {
      return plain;
    }
    String zone = text.substring(percent + 1);
    OptionalInt number =
        zone.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(zone)) : index.apply(zone);
    try {
      return number.isPresent()
          ? Optional.of(
              Inet6Address.getByAddress(null, plain.get().getAddress(), number.getAsInt()))
          : Optional.empty();
    } catch (UnknownHostException notIpv6) {
      return plain;
    }
  }

  /** The index of an interface of this machine as Java knows it; empty when there is none. */
  public static OptionalInt interfaceIndex(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      return found == null ? OptionalInt.empty() : OptionalInt.of(found.getIndex());
    } catch (SocketException unreadable) {
      return OptionalInt.empty();
    }
  }

  /** 4 or 16 bytes in network order; IPv4-mapped IPv6 becomes IPv4. Empty for other lengths. */
  public static Optional<InetAddress> of(byte[] bytes) {
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException wrongLength) {
      return Optional.empty();
    }
  }

  /** The same address without the interface that Java remembers with link-local ones. */
  public static InetAddress unscoped(InetAddress address) {
    return of(address.getAddress()).orElse(address);
  }

  /** The bytes of an even number of hexadecimal digits; empty when it is anything else. */
  public static Optional<byte[]> hex(String text) {
    if (text.length() % 2 != 0) {
      return Optional.empty();
    }
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Character.digit(text.charAt(2 * i), 16);
      int low = Character.digit(text.charAt(2 * i + 1), 16);
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) (high << 4 | low);
    }
    return Optional.of(bytes);
  }

  private static Optional<InetAddress> ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!parts[i].matches("[0-9]{1,3}")) {
        return Optional.empty();
      }
      int value = Integer.parseInt(parts[i]);
      if (value > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) value;
    }
    return of(bytes);
  }
}
