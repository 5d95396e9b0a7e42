package io.roomwatch.agent.alert;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How alerts are told.
 *
 * @param groupWait how long a first alert waits for others; one that ends before is told to nobody
 * @param repeatInterval from one reminder to the next
 * @param levels of escalation, in the order in which they open; one level with every sink when
 *     nothing is escalated
 * @param windows of planned work
 */
public record Policy(
    Duration groupWait, Duration repeatInterval, List<Level> levels, List<Window> windows) {
  public Policy {
    levels = List.copyOf(levels);
    windows = List.copyOf(windows);
  }

  /**
   * A group of sinks that is told when an alert stays unacknowledged.
   *
   * @param name {@code L1} to {@code L4}; empty for the only one
   * @param after from the moment the alert fired
   */
  public record Level(String name, Duration after, List<String> sinks) {
    public Level {
      sinks = List.copyOf(sinks);
    }
  }

  /** Every sink that some level tells. */
  public Set<String> sinks() {
    Set<String> all = new TreeSet<>();
    levels.forEach(level -> all.addAll(level.sinks()));
    return all;
  }
}
