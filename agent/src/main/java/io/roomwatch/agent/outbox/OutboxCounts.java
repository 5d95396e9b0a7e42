package io.roomwatch.agent.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What there is to measure, by the name of each configured sink.
 *
 * @param collapsed messages left out because too many waited, since the process started
 * @param unsaved whether something could not be written to the store yet
 */
public record OutboxCounts(Map<String, Sink> sinks, long collapsed, boolean unsaved) {
  public OutboxCounts {
    sinks = Map.copyOf(new TreeMap<>(sinks));
  }

  /**
   * @param entries now, by status; every status is there
   * @param deliveries attempts since the process started, by result; every result is there
   * @param oldestPending age of the oldest message that waits; zero when none does
   */
  public record Sink(
      Map<Entry.Status, Long> entries, Map<Result, Long> deliveries, Duration oldestPending) {
    public Sink {
      entries = Map.copyOf(entries);
      deliveries = Map.copyOf(deliveries);
    }
  }

  /** How an attempt ended. */
  public enum Result {
    TAKEN,
    LATER,
    REJECTED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
