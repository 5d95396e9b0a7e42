package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import java.time.Instant;
import java.util.Optional;

/** A letter to one sink, and how far it has come. Of the desk's thread alone. */
final class Item {

  final String sink;
  final Instant created;
  final Instant due;

  /** 0: not on disk yet. */
  long id;

  Letter letter;
  int attempts;

  /** How often the receiver answered an error about this in a row. */
  int errors;

  /** By the steady clock. */
  Instant nextAttempt;

  Entry.Status status = Entry.Status.PENDING;
  String said = "";

  /** When it ceased to be pending, by the steady clock. */
  Optional<Instant> ended = Optional.empty();

  /** How often commands had changed the row when it was read. */
  long edited;

  /** Differs from its row. */
  boolean dirty;

  /** It is being tried now. */
  boolean inFlight;

  /**
   * @param created by the wall clock
   * @param due by the steady clock
   */
  Item(String sink, Letter letter, Instant created, Instant due) {
    this.sink = sink;
    this.letter = letter;
    this.created = created;
    this.due = due;
    this.nextAttempt = due;
  }

  Notice notice() {
    return letter.notice();
  }

  String key() {
    return letter.notice().key();
  }

  boolean is(Notice.Status kind) {
    return letter.notice().status() == kind;
  }

  void rewrite(Letter next) {
    if (!next.equals(letter)) {
      letter = next;
      dirty = true;
    }
  }

  void end(Entry.Status how, String words, Instant steady) {
    status = how;
    said = words;
    ended = Optional.of(steady);
    dirty = true;
  }
}
