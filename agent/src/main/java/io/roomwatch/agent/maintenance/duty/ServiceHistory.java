package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the status page said, hour by hour.
 *
 * @param from when the history begins
 * @param to when it ends
 * @param hours those in which the agent looked, in order; others are missing
 */
public record ServiceHistory(Instant from, Instant to, List<Hour> hours) {

  public ServiceHistory {
    hours = List.copyOf(hours);
  }

  /**
   * @param start of the hour
   * @param state the worst that was seen in it
   * @param text what the page said then
   */
  public record Hour(Instant start, State state, String text) {}

  /** The hours that have begun, one at least. */
  long length() {
    return Math.max(1, (Duration.between(from, to).toSeconds() + 3599) / 3600);
  }

  /** The hours in which the page could be read. */
  long readable() {
    return hours.stream().filter(hour -> hour.state() != State.UNKNOWN).count();
  }
}
