package io.roomwatch.agent.probe;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The summary of an Atlassian Statuspage, {@code /api/v2/summary.json}
 * (https://www.zoomstatus.com/api, read 2026-11).
 *
 * <p>Reasons: those of {@link HttpProbe}, {@code HTTP_STATUS} (not 200), {@code ERROR} (not that
 * JSON).
 */
public final class StatusPageProbe {
  private StatusPageProbe() {}

  public record Spec(URI uri, Duration deadline, Optional<ProxyServer> proxy) {}

  /** Component status, best to worst; {@code UNDER_MAINTENANCE} is announced and apart. */
  public enum Health {
    OPERATIONAL,
    UNDER_MAINTENANCE,
    DEGRADED_PERFORMANCE,
    PARTIAL_OUTAGE,
    MAJOR_OUTAGE
  }

  /** A component that is not a group. */
  public record Component(String name, Health health) {}

  /**
   * @param impact {@code none}, {@code minor}, {@code major}, {@code critical}, as the page says
   */
  public record Incident(
      String name,
      String impact,
      String status,
      Optional<Instant> since,
      List<String> components) {}

  /**
   * @param updated the page's own time stamp, empty when it has none
   */
  public record Page(
      String indicator,
      Optional<Instant> updated,
      List<Component> components,
      List<Incident> incidents) {}

  public record Result(Outcome outcome, Optional<Page> page) {}
}
