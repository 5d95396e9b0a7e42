package io.roomwatch.agent.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a check changes too often: {@value #TOO_OFTEN} changes of the confirmed state within the
 * window of 40 intervals, 30 minutes at least. It is calm again after a run of equal looks: twice
 * {@code outOf} (or {@code recoverAfter}, if larger), and twice as long each time that it flaps
 * again within a window, up to 8 times {@code outOf} and {@value Looks#CAPACITY} looks.
 *
 * @param changes when the state changed within the window, oldest first, at most {@value
 *     #TOO_OFTEN}
 * @param backoff how often the run was doubled; 0 before the first flapping
 * @param ended when the last flapping ended
 */
record Flaps(List<Instant> changes, boolean now, int backoff, Optional<Instant> ended) {

  static final int TOO_OFTEN = 5;
  static final Flaps NONE = new Flaps(List.of(), false, 0, Optional.empty());

  private static final Duration WINDOW_LEAST = Duration.ofMinutes(30);
  private static final int WINDOW_INTERVALS = 40;
  private static final int BACKOFF_MOST = 3;
  private static final int MEMORY_WINDOWS = 4;

  Flaps {
    changes = List.copyOf(changes);
  }

  static Duration window(Duration interval) {
    Duration window = interval.multipliedBy(WINDOW_INTERVALS);
    return window.compareTo(WINDOW_LEAST) < 0 ? WINDOW_LEAST : window;
  }

  /** The state changed. */
  Flaps changed(Instant at, Duration window) {
    List<Instant> recent =
        Stream.concat(changes.stream().filter(past -> within(past, at, window)), Stream.of(at))
            .toList();
    List<Instant> newest = recent.subList(Math.max(0, recent.size() - TOO_OFTEN), recent.size());
    if (now || newest.size() < TOO_OFTEN) {
      return new Flaps(newest, now, backoff, ended);
    }
    Duration memory = window.multipliedBy(MEMORY_WINDOWS);
    boolean again = ended.filter(past -> within(past, at, memory)).isPresent();
    return new Flaps(newest, true, again ? Math.min(BACKOFF_MOST, backoff + 1) : 1, ended);
  }

  private static boolean within(Instant past, Instant at, Duration window) {
    return Duration.between(past, at).compareTo(window) <= 0;
  }

  /** How many equal looks in a row end the flapping. */
  int calm(Patience patience) {
    int least = Math.max(patience.outOf(), patience.recoverAfter());
    return Math.min(Looks.CAPACITY, least << Math.max(1, backoff));
  }

  Flaps calmed(Instant at) {
    return new Flaps(List.of(), false, backoff, Optional.of(at));
  }
}
