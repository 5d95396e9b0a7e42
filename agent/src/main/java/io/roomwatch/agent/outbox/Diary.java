package io.roomwatch.agent.outbox;

import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;

/** Where events go: the journal's table, in the transaction that made them true. */
@FunctionalInterface
public interface Diary {
  void write(Transaction transaction, Event event) throws StoreException;
}
