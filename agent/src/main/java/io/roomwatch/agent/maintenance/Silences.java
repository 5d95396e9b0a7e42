package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.store.Row;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import io.roomwatch.agent.yaml.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The silences in the store. Safe from any thread and beside other processes; blocks. */
public final class Silences {

  /** The longest; what lasts longer is configuration. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private static final int MOST_NAME = 100;
  private static final int MOST_REASON = 1000;

  private final Store store;
  private final InstantSource clock;

  public Silences(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param ids none: everything
   * @param lasts more than nothing, at most {@link #LONGEST}
   */
  public record Request(List<String> ids, Duration lasts, String by, String reason) {
    public Request {
      ids = List.copyOf(ids);
    }
  }

  /** What came of a request. */
  public sealed interface Outcome {
    record Done(Silence silence) implements Outcome {}

    /** Nothing was changed; why, as one sentence for people. */
    record Refused(String why) implements Outcome {}
  }

  /**
   * Begins a silence.
   *
   * @param known the ids that there are: checks, verdicts, items
   * @throws StoreException nothing was kept
   */
  public Outcome start(Request request, Collection<String> known) throws StoreException {
    Optional<String> fault = fault(request, known);
    if (fault.isPresent()) {
      return new Outcome.Refused(fault.get());
    }
    Instant now = clock.instant();
    String by = Lines.oneLine(request.by(), MOST_NAME);
    String reason = Lines.oneLine(request.reason(), MOST_REASON);
    List<String> ids = request.ids().stream().distinct().toList();
    Silence.Span span = new Silence.Span(now, now.plus(request.lasts()));
    return store.write(
        transaction -> {
          long id =
              transaction.insert(
                  "INSERT INTO silence (ids, author, reason, started, ends, told)"
                      + " VALUES (?, ?, ?, ?, ?, 0)",
                  Lines.write(ids),
                  by,
                  reason,
                  span.started(),
                  span.ends());
          Silence silence = new Silence(id, ids, by, reason, span, Optional.empty());
          tell(
              transaction,
              now,
              silence,
              by
                  + " silenced "
                  + silence.what()
                  + " until "
                  + span.ends()
                  + (reason.isEmpty() ? "." : ": " + reason));
          return new Outcome.Done(silence);
        });
  }

  /**
   * Ends a silence before its time.
   *
   * @throws StoreException nothing was kept
   */
  public Outcome end(long id, String by) throws StoreException {
    String name = Lines.oneLine(by, MOST_NAME);
    if (name.isEmpty()) {
      return new Outcome.Refused("Say who you are: the name is kept.");
    }
    Instant now = clock.instant();
    return store.write(
        transaction -> {
          Optional<Silence> found =
              transaction.first("SELECT * FROM silence WHERE id = ?", Silences::read, id);
          if (found.isEmpty()) {
            return new Outcome.Refused("There is no silence " + id + ".");
          }
          if (!found.get().isActive(now)) {
            return new Outcome.Refused("Silence " + id + " has ended already.");
          }
          int unused =
              transaction.update(
                  "UPDATE silence SET ended = ?, ended_by = ?, told = 1 WHERE id = ?",
                  now,
                  name,
                  id);
          tell(
              transaction,
              now,
              found.get(),
              name + " ended the silence of " + found.get().what() + ".");
          Silence old = found.get();
          return new Outcome.Done(
              new Silence(
                  id,
                  old.ids(),
                  old.by(),
                  old.reason(),
                  old.span(),
                  Optional.of(new Silence.Ended(now, name))));
        });
  }

  /** Those in force now, the oldest first. */
  public List<Silence> active() throws StoreException {
    Instant now = clock.instant();
    return store.read(Silences::all).stream().filter(one -> one.isActive(now)).toList();
  }

  /** All that are kept, the oldest first. */
  public List<Silence> list() throws StoreException {
    return store.read(Silences::all);
  }

  static List<Silence> all(Transaction transaction) throws StoreException {
    return transaction.list("SELECT * FROM silence ORDER BY id", Silences::read);
  }

  /** Those whose end has passed without a word in the journal. */
  static List<Silence> expired(Transaction transaction, Instant now) throws StoreException {
    return transaction.list(
        "SELECT * FROM silence WHERE told = 0 AND ends <= ? ORDER BY id", Silences::read, now);
  }

  /** Says once that a silence has ended by itself. */
  static void tellExpired(Transaction transaction, Silence silence, Instant now)
      throws StoreException {
    if (transaction.update("UPDATE silence SET told = 1 WHERE id = ? AND told = 0", silence.id())
        > 0) {
      tell(
          transaction,
          now,
          silence,
          "The silence of " + silence.what() + " by " + silence.by() + " has ended.");
    }
  }

  private static Optional<String> fault(Request request, Collection<String> known) {
    if (Lines.oneLine(request.by(), MOST_NAME).isEmpty()) {
      return Optional.of("Say who you are: the name is kept.");
    }
    if (request.lasts().isNegative()
        || request.lasts().isZero()
        || request.lasts().compareTo(LONGEST) > 0) {
      return Optional.of("A silence lasts more than nothing and at most 366 days.");
    }
    return request.ids().stream()
        .filter(id -> known.stream().noneMatch(one -> Silence.covers(id, one)))
        .findFirst()
        .map(
            id ->
                "'"
                    + Lines.oneLine(id, MOST_NAME)
                    + "' is no check, verdict or item"
                    + Spelling.hint(id, known, "."));
  }

  private static void tell(Transaction transaction, Instant at, Silence silence, String text)
      throws StoreException {
    Journal.write(transaction, Event.of(at, Event.Kind.SILENCE, "silence " + silence.id(), text));
  }

  private static Silence read(Row row) throws StoreException {
    Optional<Instant> ended = row.findInstant("ended");
    return new Silence(
        row.number("id"),
        Lines.read(row.text("ids")),
        row.text("author"),
        row.text("reason"),
        new Silence.Span(row.instant("started"), row.instant("ends")),
        ended.isPresent()
            ? Optional.of(new Silence.Ended(ended.get(), row.text("ended_by")))
            : Optional.empty());
  }
}
