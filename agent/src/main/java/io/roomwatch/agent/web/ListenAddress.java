package io.roomwatch.agent.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.IntFunction;

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
   * @param taken who needs a port on a room device and may not be disturbed, to stand behind "is
   *     used by"; empty for a free port
   * @throws IllegalArgumentException with a sentence for the user: not of that form, unknown host,
   *     or a port that Zoom Rooms needs
   */
  public static ListenAddress parse(String text, IntFunction<Optional<String>> taken) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "web.listen-address '" + text + "': expected HOST:PORT, for example " + DEFAULT);
    }
    String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    int port = port(text, text.substring(colon + 1));
    taken
        .apply(port)
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
}
