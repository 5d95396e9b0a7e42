package io.roomwatch.agent.schedule;

import java.time.Duration;

/**
 * Something to do on an interval.
 *
 * @param name unique within a loop; spreads the start, and finds the task again on reload
 */
public record Task(String name, Pace pace, Work<?> work) {

  public Task {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a task has a name");
    }
  }

  /**
   * How often, and how long.
   *
   * @param interval from one due time to the next; at least a millisecond
   * @param timeout given up this long after the start (and the loop's grace)
   * @param apart two starts are never nearer than this, whatever jitter or delay; zero: no such
   *     promise. When it equals the interval, each late start moves the following ones, until a
   *     whole beat has gone by and counts as skipped
   */
  public record Pace(Duration interval, Duration timeout, Duration apart) {

    public Pace {
      if (interval.toMillis() < 1 || !timeout.isPositive() || apart.isNegative()) {
        throw new IllegalArgumentException(
            "no pace: every %s, at most %s, apart %s".formatted(interval, timeout, apart));
      }
      if (apart.compareTo(interval) > 0) {
        throw new IllegalArgumentException(
            "every %s cannot stay %s apart".formatted(interval, apart));
      }
    }

    /** Without a promise of distance. */
    public static Pace every(Duration interval, Duration timeout) {
      return new Pace(interval, timeout, Duration.ZERO);
    }
  }
}
