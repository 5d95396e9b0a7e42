package io.roomwatch.agent.check;

import static io.roomwatch.agent.check.FixedFacts.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "10.4.12.1, 10.4.12.1",
    "2407:30C0:0:0:0:0:0:1, 2407:30c0::1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "fe80::1%1, fe80::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::"
  })
  void textIsTheShortForm(String written, String text) {
    assertEquals(text, Addresses.text(ip(written)));
  }

  @Test
  void anyIpv6AddressIsReadBackFromItsText() throws Exception {
    long seed = 20261120;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      for (int group = 0; group < 8; group++) {
        if (random.nextBoolean()) {
          bytes[2 * group] = 0;
          bytes[2 * group + 1] = 0;
        }
      }
      InetAddress address = InetAddress.getByAddress(bytes);
      String text = Addresses.text(address);
      assertEquals(Optional.of(address), Addresses.literal(text), () -> text + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zoom.us",
        "10.4.12",
        "10.4.12.256",
        "10.4.12.1.",
        "1",
        "",
        ":",
        "beef",
        "dead.beef",
        "zoom:443",
        "1::2::3",
        "12345::"
      })
  void namesAndMistakesAreNoAddressAndAreNotLookedUp(String text) {
    assertEquals(Optional.empty(), Addresses.literal(text));
  }

  @ParameterizedTest
  @CsvSource({
    "zoom.us, true",
    "us04web.zoom.us, true",
    "zoom, false",
    "room.LOCAL, false",
    "host.lan, false",
    "1.10.in-addr.arpa, false",
    "10.4.12.1, false",
    "'', false"
  })
  void publicNames(String host, boolean isPublic) {
    assertEquals(isPublic, Addresses.isPublicName(host));
  }

  @ParameterizedTest
  @CsvSource({
    "10.255.0.1, private",
    "172.31.255.255, private",
    "192.168.0.1, private",
    "fd12::1, private",
    "fc00::1, private",
    "100.64.0.0, carrier-internal",
    "100.127.255.255, carrier-internal",
    "127.8.8.8, loopback",
    "::1, loopback",
    "169.254.0.1, link-local",
    "fe80::1, link-local",
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "::, unspecified"
  })
  void whatIsNotOfThePublicInternet(String address, String kind) {
    assertEquals(Optional.of(kind), Addresses.notPublic(ip(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "100.63.0.1",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "2407:30c0::1",
        "64:ff9b::1",
        "203.0.113.9"
      })
  void whatIs(String address) {
    assertTrue(Addresses.notPublic(ip(address)).isEmpty());
  }
}
