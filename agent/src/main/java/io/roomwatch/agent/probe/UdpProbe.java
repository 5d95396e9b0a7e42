package io.roomwatch.agent.probe;

import java.time.Duration;

/**
 * A few plain datagrams from a connected socket, so that ICMP errors are seen.
 *
 * <p>Reasons: {@code OK} (any answer), {@code REFUSED} (ICMP port unreachable), {@code
 * UNREACHABLE}, {@code NO_ANSWER} (inconclusive), {@code DNS_*}.
 */
public final class UdpProbe {
  private UdpProbe() {}

  public record Spec(Target target, Duration deadline) {}

  public record Result(Outcome outcome) {}
}
