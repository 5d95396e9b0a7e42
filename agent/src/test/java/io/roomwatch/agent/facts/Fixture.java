package io.roomwatch.agent.facts;

import io.roomwatch.agent.facts.reader.Addresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Captures below {@code facts/} of the test resources, and short ways to write what they hold. */
public final class Fixture {
  private Fixture() {}

  public static String text(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream("/facts/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no capture " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static InetAddress ip(String text) {
    return Addresses.literal(text).orElseThrow();
  }

  public static Subnet net(String text) {
    int slash = text.indexOf('/');
    return new Subnet(ip(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public static <T> T known(Fact<T> fact) {
    return switch (fact) {
      case Fact.Known<T> known -> known.value();
      case Fact.Unread<T> unread -> throw new AssertionError(unread.toString());
    };
  }

  public static <T> Fact.Unread<T> unread(Fact<T> fact) {
    return switch (fact) {
      case Fact.Known<T> known -> throw new AssertionError(known.toString());
      case Fact.Unread<T> unread -> unread;
    };
  }

  /** An interface that is up, with these addresses. */
  public static NetInterface face(String name, NetInterface.Kind kind, String... addresses) {
    return new NetInterface(
        name,
        name,
        kind,
        true,
        Arrays.stream(addresses).map(Fixture::net).toList(),
        java.util.OptionalLong.empty(),
        new NetInterface.Counters(0, 0, 0, 0));
  }

  /** The room of the captures. */
  public static List<NetInterface> room() {
    return List.of(
        face("lo", NetInterface.Kind.LOOPBACK, "127.0.0.1/8", "::1/128"),
        face("room0", NetInterface.Kind.ETHERNET, "10.77.0.1/24", "fd77::1/64", "fe80::a078/64"));
  }
}
