package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * A clock that goes on however the wall clock is set. It begins at the wall clock, or where the
 * last process left off when that is later, and from there counts elapsed time. So a wall clock
 * that is set back delays nothing, and one that is set forward makes nothing due. Milliseconds, as
 * the store keeps them.
 */
final class SteadyClock {

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private Instant base;

  SteadyClock(InstantSource wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.base = wall.instant();
  }

  /** From now on not before what the last process wrote. */
  void notBefore(Instant steady) {
    Instant now = now().steady();
    if (now.isBefore(steady)) {
      base = base.plus(Duration.between(now, steady));
    }
  }

  Moment now() {
    Instant steady =
        base.plusNanos(nanoTime.getAsLong() - startNanos).truncatedTo(ChronoUnit.MILLIS);
    return new Moment(wall.instant().truncatedTo(ChronoUnit.MILLIS), steady);
  }
}
