package io.roomwatch.agent.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Another end of the controller link.
 *
 * @param name unique, becomes the target of its checks: letters, digits, {@code . _ -}
 * @param address a name or an address literal
 * @param port default 9090
 * @param stamp the STAMP reflector of the agent there; empty when the path to it is not measured
 */
public record Peer(String name, String address, int port, Optional<Stamp> stamp) {

  /** The port that controllers connect to (Zoom KB0065712). */
  public static final int DEFAULT_PORT = 9090;

  /** A peer whose path is not measured. */
  public Peer(String name, String address, int port) {
    this(name, address, port, Optional.empty());
  }

  /** Whether it is asked on the same end of the controller link as {@code other}. */
  public boolean isAt(Peer other) {
    return address.equals(other.address) && port == other.port;
  }

  /**
   * How the path to a reflector is measured (RFC 8762).
   *
   * @param port its UDP port
   * @param key for authenticated mode; empty for unauthenticated mode
   * @param stateful it numbers its answers itself, so that the direction of a loss is known
   */
  public record Stamp(int port, Optional<Secret> key, Burst burst, boolean stateful) {}

  /**
   * The packets of one look.
   *
   * @param pause from one to the next
   */
  public record Burst(int packets, Duration pause) {}
}
