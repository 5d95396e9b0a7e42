package io.roomwatch.agent.config;

import io.roomwatch.agent.config.Schedule.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Where alerts go, and when.
 *
 * @param sinks everybody who is told; empty: nobody
 * @param groupWait how long the first alert waits for others, to be sent as one; default 30 s
 * @param repeatInterval from one reminder to the next; default 4 h
 * @param escalation in the order in which the levels open; a sink of none is told at once
 * @param windows of planned work, in which no alert begins
 */
public record Alerts(
    List<Sink> sinks,
    Duration groupWait,
    Duration repeatInterval,
    List<Escalation> escalation,
    List<Quiet> windows) {
  public Alerts {
    sinks = List.copyOf(sinks);
    escalation = List.copyOf(escalation);
    windows = List.copyOf(windows);
  }

  /** Whom an alert reaches that nobody takes care of. */
  public enum Level {
    /** On-site. */
    L1,
    /** IT. */
    L2,
    /** The vendor's support. */
    L3,
    /** The vendor of the hardware. */
    L4
  }

  /**
   * Some sinks that wait.
   *
   * @param after from the moment an alert is first told, while nobody acknowledges it
   * @param sinks names of sinks
   */
  public record Escalation(Level level, Duration after, List<String> sinks) {
    public Escalation {
      sinks = List.copyOf(sinks);
    }
  }

  /**
   * Planned work that comes again.
   *
   * @param begin when; names no month
   * @param length at most 7 days
   * @param zone empty: this machine's time zone
   */
  public record Quiet(String name, Window begin, Duration length, Optional<ZoneId> zone) {}
}
