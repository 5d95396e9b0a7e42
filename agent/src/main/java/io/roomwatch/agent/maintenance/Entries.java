package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;

/** Events beside what they are about. */
final class Entries {

  private Entries() {}

  static void write(Transaction transaction, Event event) throws StoreException {
    int unused =
        transaction.update(
            "INSERT INTO event (at, kind, subject, text, old, new) VALUES (?, ?, ?, ?, ?, ?)",
            event.at(),
            event.kind().label(),
            event.subject(),
            event.text(),
            event.before(),
            event.after());
  }
}
