package io.roomwatch.agent.outbox;

import io.roomwatch.agent.store.Row;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The statements of the outbox's tables. */
final class Rows {

  /** What is over is kept for so long, and so many at most. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final int MOST_KEPT = 1000;

  private static final String COLUMNS =
      "SELECT id, sink, key, message, created, due, attempts, errors, next_attempt, status, said,"
          + " ended, edited FROM delivery ";

  private Rows() {}

  /** A row as it stands. */
  record Stored(
      long id, String sink, String message, Times times, Tries tries, Fate fate, long edited) {}

  record Tries(int attempts, int errors) {}

  record Times(Instant created, Instant due, Instant nextAttempt) {}

  record Fate(Entry.Status status, String said, Optional<Instant> ended) {}

  /** The alerts, and when they were written, by the steady clock. */
  record Remembered(String state, Instant steady) {}

  static Optional<Remembered> state(Transaction transaction) throws StoreException {
    return transaction.first(
        "SELECT state, steady FROM alert_state",
        row -> new Remembered(row.text("state"), row.instant("steady")));
  }

  static void remember(Transaction transaction, String state, Instant steady)
      throws StoreException {
    transaction.update(
        "INSERT INTO alert_state (id, steady, state) VALUES (1, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET steady = excluded.steady, state = excluded.state",
        steady,
        state);
  }

  static List<Stored> pending(Transaction transaction) throws StoreException {
    return transaction.list(COLUMNS + "WHERE status = 'pending' ORDER BY id", Rows::stored);
  }

  static Optional<Stored> find(Transaction transaction, long id) throws StoreException {
    return transaction.first(COLUMNS + "WHERE id = ?", Rows::stored, id);
  }

  /** The newest first. */
  static List<Stored> newest(Transaction transaction, Entry.Status status, int most)
      throws StoreException {
    return transaction.list(
        COLUMNS + "WHERE status = ? ORDER BY id DESC LIMIT ?", Rows::stored, status.label(), most);
  }

  /** Of one sink and key, from one row on. */
  static List<Stored> from(Transaction transaction, Stored first, String key)
      throws StoreException {
    return transaction.list(
        COLUMNS + "WHERE sink = ? AND key = ? AND id >= ? ORDER BY id",
        Rows::stored,
        first.sink(),
        key,
        first.id());
  }

  static long insert(Transaction transaction, Item item) throws StoreException {
    return transaction.insert(
        "INSERT INTO delivery (sink, key, message, created, due, attempts, errors, next_attempt,"
            + " status, said, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        item.sink,
        item.key(),
        LetterJson.of(item.letter),
        item.created,
        item.due,
        item.attempts,
        item.errors,
        item.nextAttempt,
        item.status.label(),
        item.said,
        item.ended);
  }

  /**
   * False when a command changed the row meanwhile, or it is gone. A message that was taken was
   * taken, whatever a command wanted.
   */
  static boolean update(Transaction transaction, Item item) throws StoreException {
    return transaction.update(
            "UPDATE delivery SET message = ?, attempts = ?, errors = ?, next_attempt = ?, status ="
                + " ?, said = ?, ended = ? WHERE id = ? AND (edited = ? OR ? = 'delivered')",
            LetterJson.of(item.letter),
            item.attempts,
            item.errors,
            item.nextAttempt,
            item.status.label(),
            item.said,
            item.ended,
            item.id,
            item.edited,
            item.status.label())
        > 0;
  }

  static boolean isThere(Transaction transaction, long id) throws StoreException {
    return transaction
        .first("SELECT 1 AS one FROM delivery WHERE id = ?", row -> row.number("one"), id)
        .isPresent();
  }

  /** A command changes what becomes of a row; the daemon sees that it did. */
  static void decide(Transaction transaction, long id, Entry.Status status, String said)
      throws StoreException {
    transaction.update(
        "UPDATE delivery SET status = ?, said = ?, next_attempt = 0, edited = edited + 1,"
            + " ended = CASE WHEN ? = 'pending' THEN NULL ELSE coalesce(ended, due) END"
            + " WHERE id = ?",
        status.label(),
        said,
        status.label(),
        id);
    edited(transaction);
  }

  static void edited(Transaction transaction) throws StoreException {
    transaction.update(
        "INSERT INTO outbox_edit (id, number) VALUES (1, 1)"
            + " ON CONFLICT (id) DO UPDATE SET number = number + 1");
  }

  static long edits(Transaction transaction) throws StoreException {
    return transaction
        .first("SELECT number FROM outbox_edit", row -> row.number("number"))
        .orElse(0L);
  }

  static Map<String, Map<Entry.Status, Long>> counts(Transaction transaction)
      throws StoreException {
    Map<String, Map<Entry.Status, Long>> counts = new TreeMap<>();
    transaction
        .list(
            "SELECT sink, status, count(*) AS number FROM delivery GROUP BY sink, status",
            row ->
                Map.entry(
                    row.text("sink"),
                    Map.entry(Entry.Status.of(row.text("status")), row.number("number"))))
        .forEach(
            each ->
                counts
                    .computeIfAbsent(each.getKey(), sink -> new EnumMap<>(Entry.Status.class))
                    .put(each.getValue().getKey(), each.getValue().getValue()));
    return counts;
  }

  static void purge(Transaction transaction, Instant wall) throws StoreException {
    transaction.update(
        "DELETE FROM delivery WHERE status <> 'pending' AND"
            + " ((status <> 'parked' AND created < ?) OR id NOT IN (SELECT id"
            + " FROM delivery WHERE status <> 'pending' ORDER BY id DESC LIMIT ?))",
        wall.minus(KEPT),
        MOST_KEPT);
  }

  static Entry entry(Stored row) throws StoreException {
    Letter letter;
    try {
      letter = LetterJson.parse(row.message());
    } catch (IOException e) {
      letter = Unreadable.letter(row, e);
    }
    return new Entry(
        row.id(),
        row.sink(),
        letter.notice(),
        new Entry.Progress(
            row.fate().status(),
            row.tries().attempts(),
            row.times().created(),
            row.fate().status() == Entry.Status.PENDING
                ? Optional.of(row.times().nextAttempt())
                : Optional.empty(),
            row.fate().said()));
  }

  private static Stored stored(Row row) throws StoreException {
    return new Stored(
        row.number("id"),
        row.text("sink"),
        row.text("message"),
        new Times(row.instant("created"), row.instant("due"), row.instant("next_attempt")),
        new Tries((int) row.number("attempts"), (int) row.number("errors")),
        new Fate(Entry.Status.of(row.text("status")), row.text("said"), row.findInstant("ended")),
        row.number("edited"));
  }
}
