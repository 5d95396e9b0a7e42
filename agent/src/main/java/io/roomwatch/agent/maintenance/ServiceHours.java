package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.duty.ServiceHistory;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The table {@code service_hour}: what the status page said, hour by hour. The journal tells what
 * changed; this also tells when nobody looked, so that no month passes as quiet unseen.
 */
final class ServiceHours {

  private ServiceHours() {}

  /** What was seen, at the beginning of its hour. */
  static ServiceHistory.Hour hour(Instant now, Finding seen) {
    return new ServiceHistory.Hour(now.truncatedTo(ChronoUnit.HOURS), seen.state(), seen.text());
  }

  /** Whether an hour need not be written, the other being there. */
  static boolean covers(ServiceHistory.Hour written, ServiceHistory.Hour hour) {
    return written.start().equals(hour.start()) && rank(written.state()) >= rank(hour.state());
  }

  /** Keeps the worst of an hour. */
  static void keep(Transaction transaction, ServiceHistory.Hour hour) throws StoreException {
    Optional<ServiceHistory.Hour> written =
        transaction.first(
            "SELECT start, state, text FROM service_hour WHERE start = ?",
            ServiceHours::read,
            hour.start());
    if (written.filter(before -> covers(before, hour)).isEmpty()) {
      int unused =
          transaction.update(
              "INSERT OR REPLACE INTO service_hour (start, state, text) VALUES (?, ?, ?)",
              hour.start(),
              hour.state().label(),
              hour.text());
    }
  }

  static ServiceHistory between(Transaction transaction, Instant from, Instant to)
      throws StoreException {
    return new ServiceHistory(
        from,
        to,
        transaction.list(
            "SELECT start, state, text FROM service_hour WHERE start >= ? AND start <= ?"
                + " ORDER BY start",
            ServiceHours::read,
            from.truncatedTo(ChronoUnit.HOURS),
            to));
  }

  private static ServiceHistory.Hour read(io.roomwatch.agent.store.Row row) throws StoreException {
    return new ServiceHistory.Hour(
        row.instant("start"),
        State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.text("text"));
  }

  private static int rank(State state) {
    return switch (state) {
      case UNKNOWN -> 0;
      case OK -> 1;
      case DEGRADED -> 2;
      case FAILED -> 3;
    };
  }
}
