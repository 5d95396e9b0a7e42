package io.roomwatch.agent.facts.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ResolvConfTest {

  private static List<String> servers(String text) {
    return ResolvConf.servers(
            text, name -> name.equals("eth0") ? OptionalInt.of(7) : OptionalInt.empty())
        .stream()
        .map(InetAddress::getHostAddress)
        .toList();
  }

  @Test
  void nameServersAreReadInOrderOnce() {
    assertEquals(
        List.of("10.255.255.53", "1.1.1.1"),
        servers(
            """
            # nameserver 9.9.9.9
            search example.com
            nameserver 10.255.255.53
              nameserver 1.1.1.1 # here
            nameserver 1.1.1.1
            nameserver not-an-address
            nameserver
            options edns0
            """));
  }

  @Test
  void aLinkLocalServerKeepsItsZone() {
    assertEquals(
        List.of("fe80:0:0:0:0:0:0:1%7", "fe80:0:0:0:0:0:0:1%12", "fd77:0:0:0:0:0:0:53"),
        servers(
            """
            nameserver fe80::1%eth0
            nameserver fe80::1%12
            nameserver fe80::1%eth0
            nameserver fe80::2%gone0
            nameserver fd77::53%eth0
            """));
  }
}
