package io.roomwatch.agent.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A TCP connect, then close; nothing is sent.
 *
 * <p>Reasons: {@code OK}, {@code REFUSED} (RST: host reached, port closed), {@code TIMEOUT}
 * (filtered or gone), {@code UNREACHABLE} (ICMP or no neighbour), {@code NO_ROUTE}, {@code RESET},
 * {@code CLOSED_EARLY} (closed by the other end within {@code linger}), {@code DNS_*} when the name
 * does not resolve.
 */
public final class TcpProbe {
  private TcpProbe() {}

  /**
   * @param deadline for the whole, resolving included
   * @param linger how long to stay connected and watch for an early close or reset; zero closes at
   *     once
   */
  public record Spec(Target target, Duration deadline, Duration linger) {}

  /**
   * @param remote the address connected to, empty when none was
   * @param local this end's address, empty when never connected
   */
  public record Result(
      Outcome outcome, Optional<InetSocketAddress> remote, Optional<InetSocketAddress> local) {}
}
