package io.roomwatch.agent.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * One SNTP exchange (RFC 5905 section 14, client mode, version 4).
 *
 * <p>Reasons: {@code OK}, {@code NO_ANSWER}, {@code REFUSED}, {@code UNREACHABLE}, {@code ERROR}
 * (kiss-o'-death, unsynchronised, forged or short answer), {@code DNS_*}.
 */
public final class SntpProbe {
  private SntpProbe() {}

  public record Spec(Target target, Duration deadline) {}

  /**
   * @param offset server time minus this host's; positive when this host is behind
   * @param roundTrip without the server's own processing
   */
  public record Clock(Duration offset, Duration roundTrip, int stratum) {}

  public record Result(Outcome outcome, Optional<Clock> clock) {}
}
