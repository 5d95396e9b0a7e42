package io.roomwatch.agent.store;

import io.roomwatch.agent.store.Retention.Rule;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Applies a {@link Retention} to an open store: in small transactions, so that others get their
 * turn, and gives the space back to the file system.
 */
final class Pruning {

  private static final int ROWS_AT_ONCE = 500;

  /** Fewer: how much space a row gives back is not known. */
  private static final int ROWS_AT_ONCE_FOR_SPACE = 50;

  private static final int PAGES_AT_ONCE = 256;

  /** Free pages that are kept: what is written next needs them again. */
  private static final long SPARE_PAGES = 64;

  /** Deleting may need a page before it frees one. */
  private static final long SLACK_BYTES = 256 * 1024;

  private static final long HIGH_PERCENT = 90;
  private static final long LOW_PERCENT = 75;

  private final SqliteStore store;
  private final Retention retention;

  Pruning(SqliteStore store, Retention retention) {
    this.store = store;
    this.retention = retention;
  }

  /**
   * By age, by number, and by size when the file is nearly full. Returns how many rows went.
   *
   * @param now empty: the clock is not believed, and nothing goes by age
   */
  long prune(Optional<Instant> now) throws StoreException {
    long gone = 0;
    store.maintain(connection -> bound(connection, retention.atMostBytes() + SLACK_BYTES));
    try {
      for (Rule rule : retention.rules()) {
        if (rule.maxAge().isPresent() && now.isPresent()) {
          long oldest = now.get().minus(rule.maxAge().get()).toEpochMilli();
          gone += delete(rule, rule.at() + " < " + oldest, Long.MAX_VALUE);
        }
        if (rule.maxRows().isPresent()) {
          gone += delete(rule, "TRUE", count(rule) - rule.maxRows().getAsLong());
        }
      }
      gone += isNearlyFull() ? giveWay() : 0;
      shrink();
    } finally {
      store.maintain(connection -> bound(connection, retention.atMostBytes()));
    }
    return gone;
  }

  /** Whether what the file holds comes near its bound. */
  boolean isNearlyFull() throws StoreException {
    return usedBytes() > retention.atMostBytes() / 100 * HIGH_PERCENT;
  }

  private long giveWay() throws StoreException {
    long gone = 0;
    for (Rule rule : retention.rules()) {
      boolean more = rule.givesWay();
      while (more && usedBytes() > retention.atMostBytes() / 100 * LOW_PERCENT) {
        long deleted = delete(rule, "TRUE", ROWS_AT_ONCE_FOR_SPACE);
        gone += deleted;
        more = deleted > 0;
      }
    }
    return gone;
  }

  /** Deletes the oldest rows of a condition, at most this many. */
  private long delete(Rule rule, String condition, long most) throws StoreException {
    String sql =
        "DELETE FROM %1$s WHERE rowid IN (SELECT rowid FROM %1$s WHERE %2$s AND (%3$s) ORDER BY %4$s, rowid LIMIT ?)"
            .formatted(rule.table(), condition, rule.where().orElse("TRUE"), rule.at());
    long gone = 0;
    while (gone < most) {
      long batch = Math.min(ROWS_AT_ONCE, most - gone);
      int deleted = store.write(transaction -> transaction.update(sql, batch));
      gone += deleted;
      if (deleted < batch) {
        return gone;
      }
    }
    return gone;
  }

  private long count(Rule rule) throws StoreException {
    String sql =
        "SELECT count(*) AS n FROM %s WHERE %s"
            .formatted(rule.table(), rule.where().orElse("TRUE"));
    return store.read(transaction -> transaction.first(sql, row -> row.number("n")).orElse(0L));
  }

  private long usedBytes() throws StoreException {
    return store.maintain(
        connection ->
            (Sqlite.number(connection, "PRAGMA page_count")
                    - Sqlite.number(connection, "PRAGMA freelist_count"))
                * Sqlite.number(connection, "PRAGMA page_size"));
  }

  /** The file becomes smaller only when the log has been moved into it. */
  private void shrink() throws StoreException {
    boolean shrunk = false;
    while (freePages() > SPARE_PAGES + PAGES_AT_ONCE) {
      store.maintain(
          connection -> Sqlite.run(connection, "PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")"));
      shrunk = true;
    }
    if (shrunk) {
      store.maintain(connection -> Sqlite.run(connection, "PRAGMA wal_checkpoint(PASSIVE)"));
    }
  }

  private long freePages() throws StoreException {
    return store.maintain(connection -> Sqlite.number(connection, "PRAGMA freelist_count"));
  }

  private static int bound(java.sql.Connection connection, long bytes) throws SQLException {
    Sqlite.bound(connection, bytes);
    return 0;
  }
}
