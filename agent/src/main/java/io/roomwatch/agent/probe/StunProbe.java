package io.roomwatch.agent.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A STUN binding request over UDP (RFC 8489), re-sent as its section 6.2.1 says until the deadline.
 *
 * <p>Reasons: {@code OK}, {@code REFUSED} (ICMP port unreachable), {@code UNREACHABLE}, {@code
 * NO_ANSWER} (inconclusive: silence proves nothing), {@code ERROR} (an error response or one not
 * understood), {@code DNS_*}.
 */
public final class StunProbe {
  private StunProbe() {}

  public record Spec(Target target, Duration deadline) {}

  /**
   * @param mapped this host's address as the server sees it
   */
  public record Result(Outcome outcome, Optional<InetSocketAddress> mapped) {}
}
