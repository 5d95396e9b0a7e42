package io.roomwatch.agent.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after an attempt that failed: a random part of 1 s, doubled with every failure
 * in a row, 5 min at most ("full jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). A receiver that names
 * a time is given it, up to an hour: a mistaken one must not keep a room silent for days.
 */
final class Backoff {

  static final Duration LONGEST = Duration.ofMinutes(5);
  static final Duration LONGEST_WISH = Duration.ofHours(1);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private Backoff() {}

  /**
   * @param failures in a row, at least 1
   * @param wish the receiver's own
   */
  static Duration after(int failures, Optional<Duration> wish, RandomGenerator random) {
    // A second doubled nine times is over the longest.
    Duration most = shorter(FIRST.multipliedBy(1L << Math.min(failures - 1, 9)), LONGEST);
    Duration jittered = longer(Duration.ofMillis(random.nextLong(most.toMillis() + 1)), SHORTEST);
    return wish.map(asked -> longer(shorter(asked, LONGEST_WISH), jittered)).orElse(jittered);
  }

  static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
