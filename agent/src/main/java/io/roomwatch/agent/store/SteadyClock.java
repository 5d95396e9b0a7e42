package io.roomwatch.agent.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A wall clock that is believed only after it went along with elapsed time for a while. It may be
 * years ahead after a start, and may jump there at any time; what would go by age then would be
 * gone when it comes back. To be asked every few seconds, from one thread at a time.
 */
final class SteadyClock {

  /** Between two questions; what synchronises a clock moves it by less, or jumps. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final LongSupplier ticker;
  private final Duration settling;

  private long steadySince;
  private long asked;
  private Instant said;

  /**
   * @param ticker nanoseconds from anywhere
   * @param settling how long it must have gone along, from the start and from each jump
   */
  SteadyClock(InstantSource clock, LongSupplier ticker, Duration settling) {
    this.clock = clock;
    this.ticker = ticker;
    this.settling = settling;
    this.steadySince = ticker.getAsLong();
    this.asked = steadySince;
    this.said = clock.instant();
  }

  /** The time, when it is believed. */
  Optional<Instant> now() {
    Instant now = clock.instant();
    long tick = ticker.getAsLong();
    Duration strayed = Duration.between(said, now).minusNanos(tick - asked);
    if (strayed.abs().compareTo(TOLERANCE) > 0) {
      steadySince = tick;
    }
    said = now;
    asked = tick;
    return tick - steadySince >= settling.toNanos() ? Optional.of(now) : Optional.empty();
  }
}
