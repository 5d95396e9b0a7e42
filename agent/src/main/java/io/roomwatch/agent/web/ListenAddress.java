package io.roomwatch.agent.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where the web server listens: {@code 127.0.0.1:10909}, {@code [::1]:10909}, {@code :10909} for
 * every interface.
 *
 * @param address the resolved address; port 0 asks the system for a free one
 */
public record ListenAddress(InetSocketAddress address) {

  /** Loopback on Roomwatch's own port. */
  public static final String DEFAULT = "127.0.0.1:10909";

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException with a sentence for the user: not of that form, unknown host,
   *     or a port that Zoom Rooms needs
   */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "web.listen-address '" + text + "': expected HOST:PORT, for example " + DEFAULT);
    }
    String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    int port = port(text, text.substring(colon + 1));
    taken(port)
        .ifPresent(
            owner -> {
              throw new IllegalArgumentException(
                  "web.listen-address '"
                      + text
                      + "': port "
                      + port
                      + " is used by "
                      + owner
                      + "; choose another, the default is 10909");
            });
    try {
      return new ListenAddress(
          host.isEmpty()
              ? new InetSocketAddress(port)
              : new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "web.listen-address '" + text + "': no address of this machine is named '" + host + "'",
          e);
    }
  }

  private static int port(String text, String digits) {
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
      throw new IllegalArgumentException(
          "web.listen-address '"
              + text
              + "': port '"
              + digits
              + "' is not a number from 0 to 65535");
    }
    return Integer.parseInt(digits);
  }

  /**
   * Ports of Zoom Rooms (Zoom KB0065712; 2244 is ZR-CSAPI, Zoom's developer documentation), where
   * listening would break the room.
   */
  private static java.util.Optional<String> taken(int port) {
    String owner =
        switch (port) {
          case 9090 -> "the controller link of Zoom Rooms (and by the Prometheus server)";
          case 8888, 8889 -> "Direct Share of Zoom Rooms";
          case 2244 -> "the Zoom Rooms control API";
          default -> port >= 5590 && port <= 5600 ? "companion audio of Zoom Rooms" : "";
        };
    return java.util.Optional.of(owner).filter(name -> !name.isEmpty());
  }
}
