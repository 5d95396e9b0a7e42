package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When this agent was installed: the first time that it had a store. Nothing that was due before is
 * its fault.
 *
 * <p>A clock may have been wrong then, or may be now. While it says that the install is still to
 * come, the time at which it was first seen to say so stands in; after a day of that the clock is
 * believed.
 */
final class Install {

  private static final String NAME = "maintenance.installed";
  private static final Duration BELIEVED_AFTER = Duration.ofDays(1);

  private Optional<Instant> installed = Optional.empty();
  private Optional<Instant> below = Optional.empty();

  static Optional<Instant> read(Transaction transaction) throws StoreException {
    return transaction.first(
        "SELECT value FROM memory WHERE name = ?",
        row -> Instant.ofEpochMilli(Long.parseLong(row.text("value"))),
        NAME);
  }

  static void write(Transaction transaction, Instant installed) throws StoreException {
    int unused =
        transaction.update(
            "INSERT INTO memory (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            NAME,
            String.valueOf(installed.toEpochMilli()));
  }

  /** Takes over what the store says. */
  void is(Instant stored) {
    installed = Optional.of(stored);
  }

  /** When it was; {@code now} when nobody knows. */
  Instant at(Instant now) {
    Instant known = installed.orElse(now);
    installed = Optional.of(known);
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
