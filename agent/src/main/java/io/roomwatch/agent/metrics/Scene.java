package io.roomwatch.agent.metrics;

import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.verdict.RoomStatus;
import java.time.Instant;
import java.util.List;

/**
 * Everything that the meters show, at one instant.
 *
 * @param device {@code self} or the device's address
 * @param interfaces empty when not read yet
 */
public record Scene(
    RoomStatus status,
    Build build,
    String device,
    List<NetInterface> interfaces,
    Scheduler scheduler,
    Reload reload) {

  public Scene {
    interfaces = List.copyOf(interfaces);
  }

  /** What runs. */
  public record Build(String version, String revision, String java) {}

  /**
   * How the scheduler fares.
   *
   * @param lagSeconds how late the newest look was started
   * @param missed looks skipped so far
   */
  public record Scheduler(boolean stalled, double lagSeconds, long missed) {}

  /**
   * How the newest reload went.
   *
   * @param lastSuccess when a configuration was last taken
   */
  public record Reload(boolean successful, Instant lastSuccess) {}
}
