package io.roomwatch.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * This agent's own STAMP reflector (RFC 8762).
 *
 * @param listen the UDP address and port
 * @param allow who is answered, never empty
 * @param key for authenticated mode, and then for nothing else; empty for unauthenticated mode
 * @param stateful answers are numbered by themselves; otherwise each bears its question's number
 */
public record Reflector(
    InetSocketAddress listen, List<Network> allow, Optional<Secret> key, boolean stateful) {

  /**
   * STAMP's own port is 862, which only root may open. This one is of the dynamic range (RFC 6335
   * section 6: 49152 to 65535) and above what Linux gives to outgoing sockets (32768 to 60999).
   */
  public static final int DEFAULT_PORT = 61862;

  public Reflector {
    allow = List.copyOf(allow);
  }

  /**
   * Some addresses.
   *
   * @param prefixLength as many leading bits of {@code address} count; 0 to 32 or 128
   */
  public record Network(InetAddress address, int prefixLength) {}
}
