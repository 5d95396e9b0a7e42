package io.roomwatch.agent.config;

/**
 * Another end of the controller link.
 *
 * @param name unique, becomes the target of its checks: letters, digits, {@code . _ -}
 * @param address a name or an address literal
 * @param port default 9090
 */
public record Peer(String name, String address, int port) {

  /** The port that controllers connect to (Zoom KB0065712). */
  public static final int DEFAULT_PORT = 9090;
}
