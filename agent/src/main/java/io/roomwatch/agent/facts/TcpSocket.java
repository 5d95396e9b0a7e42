package io.roomwatch.agent.facts;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One TCP socket of this host.
 *
 * @param remote empty for a listener
 * @param pid the owner, empty when this user may not see it
 */
public record TcpSocket(
    State state, InetSocketAddress local, Optional<InetSocketAddress> remote, OptionalLong pid) {

  /** The states of RFC 9293 that a check tells apart. */
  public enum State {
    LISTEN,
    ESTABLISHED,
    OTHER
  }
}
