package io.roomwatch.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The shipped port data against the facts it was taken from. */
class ZoomPortsTest {

  private static List<String> of(String profile) {
    return Objects.requireNonNull(ZoomPorts.shipped().profiles().get(profile)).stream()
        .map(entry -> entry.ports().toString())
        .toList();
  }

  @Test
  void profilesAreTheFacts() {
    assertEquals(List.of("tcp/443", "udp/3478-3479", "udp/8801"), of("rooms"));
    List<String> client =
        List.of("tcp/80", "tcp/443", "udp/443", "tcp/8801-8802", "udp/3478-3479", "udp/8801-8810");
    assertEquals(client, of("client"));
    assertEquals(client, of("companion-guide").subList(0, 6));
    assertEquals("tcp/8001", of("companion-guide").get(6));
  }

  @Test
  void whatZoomDoesNotSayIsInformational() {
    ZoomPorts.shipped()
        .profiles()
        .values()
        .forEach(
            entries ->
                entries.forEach(
                    entry ->
                        assertEquals(
                            !entry.provenance().startsWith("official"), entry.informational())));
  }

  @Test
  void portsOfTheRoomAreKnown() {
    for (int port : new int[] {9090, 8888, 8889, 5590, 5595, 5600, 2244}) {
      assertTrue(ZoomPorts.roomUse(port).isPresent(), String.valueOf(port));
    }
    for (int port : new int[] {10909, 9091, 5589, 5601, 443}) {
      assertFalse(ZoomPorts.roomUse(port).isPresent(), String.valueOf(port));
    }
  }

  @Test
  void everyProfileCanBeChosen() {
    ZoomPorts.shipped()
        .profiles()
        .keySet()
        .forEach(
            profile ->
                assertFalse(
                    Configs.read("cloud: {profile: " + profile + "}")
                        .cloud()
                        .ports()
                        .list()
                        .isEmpty()));
  }
}
