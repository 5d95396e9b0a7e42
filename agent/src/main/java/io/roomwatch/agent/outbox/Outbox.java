package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.AlertState;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.outbox.Entry.Status;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Alerts and their messages as commands see and change them. Works beside a running daemon, which
 * notices within seconds, and without one, which then finds it at its next start. Calls block.
 */
public final class Outbox {

  private final Store store;
  private final Diary diary;
  private final InstantSource clock;

  public Outbox(Store store, Diary diary, InstantSource clock) {
    this.store = store;
    this.diary = diary;
    this.clock = clock;
  }

  /** Which messages are meant. */
  public sealed interface Which {
    record One(long id) implements Which {}

    record OfSink(String sink) implements Which {}

    record All() implements Which {}
  }

  /** Alerts that are firing or wait to be told, as last written. */
  public List<Alert> alerts() throws StoreException {
    return store.read(Outbox::state).alerts();
  }

  /** Messages that wait to be sent, in order. */
  public List<Entry> pending() throws StoreException {
    return store.read(transaction -> entries(Rows.pending(transaction)));
  }

  /**
   * Messages of another status, the newest first.
   *
   * @param most how many
   */
  public List<Entry> newest(Status status, int most) throws StoreException {
    return store.read(transaction -> entries(Rows.newest(transaction, status, most)));
  }

  /**
   * Has messages tried at once that are parked, or wait for their time. A firing goes with the
   * messages about the same alert that followed it; one that was overtaken, because the sink has
   * taken a later message about the same alert, is left as it is: it would begin what is over, or
   * end what lasts. Returns what will be tried, in order; empty when nothing.
   */
  public List<Entry> retry(Which which) throws StoreException {
    return store.write(
        transaction -> {
          List<Entry> tried = new ArrayList<>();
          for (Rows.Stored row : chosen(transaction, which)) {
            List<Rows.Stored> onwards = Rows.from(transaction, row, key(row));
            boolean overtaken =
                onwards.stream().anyMatch(one -> one.fate().status() == Status.DELIVERED);
            if (overtaken) {
              continue;
            }
            for (Rows.Stored each : onwards) {
              boolean waits =
                  each.fate().status() == Status.PENDING || each.fate().status() == Status.PARKED;
              if (waits && tried.stream().noneMatch(one -> one.id() == each.id())) {
                Rows.decide(transaction, each.id(), Status.PENDING, each.fate().said());
                tried.add(Rows.entry(each));
              }
            }
          }
          return tried;
        });
  }

  /**
   * Gives up a message that waits or is parked; says so in the journal. Empty when there is none of
   * this id. The alert itself, and other messages about it, stay.
   *
   * @param by who wants that
   */
  public Optional<Entry> drop(long id, String by) throws StoreException {
    return store.write(
        transaction -> {
          Optional<Rows.Stored> row =
              Rows.find(transaction, id)
                  .filter(
                      one ->
                          one.fate().status() == Status.PENDING
                              || one.fate().status() == Status.PARKED);
          if (row.isEmpty()) {
            return Optional.<Entry>empty();
          }
          Entry entry = Rows.entry(row.get());
          Rows.decide(transaction, id, Status.DROPPED, "dropped by " + by);
          note(
              transaction,
              Event.Kind.DELIVERY,
              entry.sink(),
              by
                  + " dropped '"
                  + entry.notice().status().label()
                  + "' of "
                  + entry.notice().key()
                  + ".");
          return Optional.of(entry);
        });
  }

  /**
   * Says that somebody takes care of an alert: no reminders and no further levels, until it ends or
   * gets worse. Empty when no alert with this key is firing.
   *
   * @param by who
   */
  public Optional<Alert> acknowledge(String key, String by) throws StoreException {
    return store.write(
        transaction -> {
          for (Alert alert : state(transaction).alerts()) {
            if (alert.identity().key().equals(key)
                && alert.phase() instanceof Alert.Firing firing) {
              transaction.update(
                  "INSERT INTO acknowledgement (key, revision, person, at) VALUES (?, ?, ?, ?)"
                      + " ON CONFLICT (key) DO UPDATE SET revision = excluded.revision,"
                      + " person = excluded.person, at = excluded.at",
                  key,
                  firing.revision(),
                  by,
                  clock.instant());
              Rows.edited(transaction);
              return Optional.of(alert);
            }
          }
          return Optional.<Alert>empty();
        });
  }

  /** Puts a message into the queue of one sink, for the daemon to send. Returns its id. */
  public long enqueue(String sink, Notice notice) throws StoreException {
    Instant now = clock.instant();
    return store.write(
        transaction -> {
          long id = Rows.insert(transaction, new Item(sink, Letter.of(notice), now, now));
          Rows.edited(transaction);
          return id;
        });
  }

  private static AlertState state(Transaction transaction) throws StoreException {
    Optional<Rows.Remembered> left = Rows.state(transaction);
    try {
      return left.isPresent() ? StateJson.parse(left.get().state()) : AlertState.empty();
    } catch (IOException e) {
      return AlertState.empty();
    }
  }

  private static List<Rows.Stored> chosen(Transaction transaction, Which which)
      throws StoreException {
    List<Rows.Stored> rows = new ArrayList<>(Rows.pending(transaction));
    rows.addAll(Rows.newest(transaction, Status.PARKED, Integer.MAX_VALUE));
    rows.sort((a, b) -> Long.compare(a.id(), b.id()));
    return rows.stream()
        .filter(
            row ->
                switch (which) {
                  case Which.One(long id) -> row.id() == id;
                  case Which.OfSink(String sink) -> row.sink().equals(sink);
                  case Which.All() -> true;
                })
        .toList();
  }

  private static String key(Rows.Stored row) throws StoreException {
    return Rows.entry(row).notice().key();
  }

  private static List<Entry> entries(List<Rows.Stored> rows) throws StoreException {
    List<Entry> entries = new ArrayList<>();
    for (Rows.Stored row : rows) {
      entries.add(Rows.entry(row));
    }
    return entries;
  }

  private void note(Transaction transaction, Event.Kind kind, String subject, String text)
      throws StoreException {
    diary.write(transaction, Event.of(clock.instant(), kind, subject, text));
  }
}
