package io.roomwatch.agent.probe;

import java.time.Duration;
import java.util.Optional;

/**
 * Plain HTTP to a host that redirects to its own HTTPS: a redirect to a foreign host or a login
 * page instead is a captive portal.
 *
 * <p>Reasons: {@code OK} (no portal), {@code CAPTIVE_PORTAL}, those of {@link HttpProbe} when
 * nothing could be concluded.
 */
public final class PortalProbe {
  private PortalProbe() {}

  public record Spec(Target target, Duration deadline, Optional<ProxyServer> proxy) {}

  /**
   * @param where the portal's host, or what gave the page away; empty when there is none
   */
  public record Result(Outcome outcome, Optional<String> where) {}
}
