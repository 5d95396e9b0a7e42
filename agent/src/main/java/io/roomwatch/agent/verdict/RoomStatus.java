package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import java.time.Instant;
import java.util.List;

/**
 * Everything known of the room at one instant; the document of {@code /api/v1/status} and {@code
 * check --format json}.
 */
public record RoomStatus(
    Room room, Agent agent, Instant at, Verdict verdict, List<CheckStatus> checks) {

  public record Room(String name, String site) {}

  public record Agent(String version, Instant started) {}

  public RoomStatus {
    checks = List.copyOf(checks);
  }
}
