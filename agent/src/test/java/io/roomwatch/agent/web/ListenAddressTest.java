package io.roomwatch.agent.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.ZoomPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  private static ListenAddress parse(String text) {
    return ListenAddress.parse(text, ZoomPorts::roomUse);
  }

  @Test
  void theDefaultIsLoopback() {
    assertTrue(parse(ListenAddress.DEFAULT).address().getAddress().isLoopbackAddress());
    assertEquals(10909, parse(ListenAddress.DEFAULT).address().getPort());
  }

  @Test
  void aBracketedAddressIsIpv6AndAnEmptyHostIsEveryInterface() {
    assertEquals("0:0:0:0:0:0:0:1", parse("[::1]:10909").address().getAddress().getHostAddress());
    assertTrue(parse(":10909").address().getAddress().isAnyLocalAddress());
  }

  @ParameterizedTest
  @ValueSource(ints = {9090, 8888, 8889, 5590, 5595, 5600, 2244})
  void portsOfZoomRoomsAreRefusedByName(int port) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> parse("127.0.0.1:" + port))
                .getMessage());
    assertTrue(
        message.startsWith(
            "web.listen-address '127.0.0.1:" + port + "': port " + port + " is used by "),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9090|the controller link of Zoom Rooms (and by the Prometheus server)",
        "8888|Direct Share of Zoom Rooms",
        "8889|Direct Share of Zoom Rooms",
        "5600|companion audio of Zoom Rooms",
        "2244|the Zoom Rooms control API",
      })
  void aRefusalSaysWhoNeedsThePort(int port, String owner) {
    assertEquals(
        "web.listen-address ':"
            + port
            + "': port "
            + port
            + " is used by "
            + owner
            + "; choose another, the default is 10909",
        assertThrows(IllegalArgumentException.class, () -> parse(":" + port)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {5589, 5601, 9091})
  void theirNeighboursAreFree(int port) {
    assertEquals(port, parse("127.0.0.1:" + port).address().getPort());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10909|web.listen-address '10909': expected HOST:PORT, for example 127.0.0.1:10909",
        "127.0.0.1:x|web.listen-address '127.0.0.1:x': port 'x' is not a number from 0 to 65535",
        "127.0.0.1:70000|web.listen-address '127.0.0.1:70000': port '70000' is not a number from 0"
            + " to 65535",
      })
  void badAddressesSayWhatWasExpected(String text, String message) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage());
  }
}
