package io.roomwatch.agent.facts.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.facts.Fixture;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResolvConfTest {

  @Test
  void nameServersAreReadInOrderOnce() {
    assertEquals(
        List.of(Fixture.ip("10.255.255.53"), Fixture.ip("fe80::1"), Fixture.ip("1.1.1.1")),
        ResolvConf.servers(
            """
            # nameserver 9.9.9.9
            search example.com
            nameserver 10.255.255.53
            nameserver fe80::1%eth0
              nameserver 1.1.1.1 # here
            nameserver 1.1.1.1
            nameserver not-an-address
            nameserver
            options edns0
            """));
  }
}
