package io.roomwatch.agent.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When something began that answers only for what comes after: this agent, the first time that it
 * had a store; an item, the first time that it was scheduled.
 *
 * <p>A clock may have been wrong then, or may be now. While it says that the beginning is still to
 * come, the time at which it was first seen to say so stands in; after a day of that the clock is
 * believed.
 */
final class Beginning {

  private static final Duration BELIEVED_AFTER = Duration.ofDays(1);

  private Optional<Instant> began = Optional.empty();
  private Optional<Instant> below = Optional.empty();

  /** Takes over what is known. */
  void is(Instant known) {
    began = Optional.of(known);
  }

  /** What is to be written down. */
  Optional<Instant> known() {
    return began;
  }

  /** When it was; {@code now} when nobody knows. */
  Instant at(Instant now) {
    Instant known = began.orElse(now);
    began = Optional.of(known);
    if (!now.isBefore(known)) {
      below = Optional.empty();
      return known;
    }
    Instant since = below.filter(first -> !now.isBefore(first)).orElse(now);
    below = Optional.of(since);
    return since;
  }

  /** The time to write down instead of the one that lies ahead. */
  Optional<Instant> correction(Instant now) {
    return below.filter(since -> Duration.between(since, now).compareTo(BELIEVED_AFTER) >= 0);
  }
}
