package io.roomwatch.agent.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that alerts must remember from one step to the next, and over a restart.
 *
 * @param alerts in the order in which they were seen first
 * @param pasts what came and went lately
 * @param online when this machine's own network last came back, by the wall clock; empty: long ago
 */
public record AlertState(List<Alert> alerts, List<Past> pasts, Optional<Instant> online) {
  public AlertState {
    alerts = List.copyOf(alerts);
    pasts = List.copyOf(pasts);
  }

  /** Nothing has ever been wrong. */
  public static AlertState empty() {
    return new AlertState(List.of(), List.of(), Optional.empty());
  }

  /**
   * The recent history of one key.
   *
   * @param times how often it came and went
   * @param told how many of these were told
   * @param since when the first of them began, by the wall clock
   * @param ended the last of them, by the steady clock
   * @param toldEnded the last told one, by the steady clock; empty: none was told
   */
  public record Past(
      String key, int times, int told, Instant since, Instant ended, Optional<Instant> toldEnded) {}
}
