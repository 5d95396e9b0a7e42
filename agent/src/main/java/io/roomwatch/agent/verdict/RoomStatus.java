package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything known of the room at one instant; the document of {@code /api/v1/status} and {@code
 * check --format json}.
 */
public record RoomStatus(
    Room room, Agent agent, Instant at, Verdict verdict, List<CheckStatus> checks) {

  public record Room(String name, String site) {}

  /**
   * @param storage how what it remembers is kept; empty for a single look, which keeps nothing
   */
  public record Agent(String version, Instant started, Optional<Storage> storage) {}

  /**
   * @param state {@code ok}, {@code full}, {@code corrupt} or {@code unusable}
   * @param since when it came into this state
   * @param text what is wrong or was lost, one sentence; empty when there is nothing to say
   * @param bytes on disk
   */
  public record Storage(String state, Instant since, String text, long bytes) {}

  public RoomStatus {
    checks = List.copyOf(checks);
  }
}
