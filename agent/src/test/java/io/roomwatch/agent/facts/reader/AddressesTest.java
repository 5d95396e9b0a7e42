package io.roomwatch.agent.facts.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.Fixture;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", ".:1", "...:", "zoom.us", "1.2.3", "1.2.3.256", "host:80", "g::1"})
  void whatIsNoAddressIsNone(String text) {
    assertEquals(Optional.empty(), Addresses.literal(text));
  }

  private static String zoned(String text) {
    return Addresses.zoned(
            text, name -> name.equals("eth0") ? OptionalInt.of(7) : OptionalInt.empty())
        .map(InetAddress::getHostAddress)
        .orElse("none");
  }

  @Test
  void onlyALinkLocalAddressHasAZone() {
    assertEquals("fe80:0:0:0:0:0:0:1%7", zoned("fe80::1%eth0"));
    assertEquals("fe80:0:0:0:0:0:0:1%3", zoned("fe80::1%3"));
    assertEquals("none", zoned("fe80::1%gone0"));
    assertEquals("fe80:0:0:0:0:0:0:1", zoned("fe80::1"));
    assertEquals("fd77:0:0:0:0:0:0:1", zoned("fd77::1%eth0"));
    assertEquals("169.254.1.1", zoned("169.254.1.1%eth0"));
    assertEquals(Optional.of(Fixture.ip("fe80::1")), Addresses.literal("fe80::1%eth0"));
  }
}
