package io.roomwatch.agent.outbox;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.StoreFaults;
import io.roomwatch.agent.store.Transaction;
import java.util.Random;

/** A store whose disk is full at times, or under which the process dies. */
final class FaultyStore implements Store {

  private Store store;

  boolean full;
  boolean unreadable;
  int writes;

  /** When the process dies at the next write. */
  Death death = Death.NEVER;

  enum Death {
    NEVER,
    BEFORE_IT_IS_COMMITTED,
    AFTER_IT_WAS_COMMITTED
  }

  /** How likely the process dies at a write: before it, or after it was committed. */
  double deadly;

  Random random = new Random(0);

  /** The process died: nothing of it runs on. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  FaultyStore(Store store) {
    this.store = store;
  }

  /** Another one over the same file. */
  void over(Store next) {
    store = next;
  }

  @Override
  public <T> T read(Transaction.Work<T> work) throws StoreException {
    if (unreadable) {
      throw StoreFaults.full();
    }
    return store.read(work);
  }

  @Override
  public <T> T write(Transaction.Work<T> work) throws StoreException {
    writes++;
    if (full || unreadable) {
      throw StoreFaults.full();
    }
    Death how = death;
    death = Death.NEVER;
    if (how == Death.BEFORE_IT_IS_COMMITTED) {
      throw new Crash();
    }
    if (how == Death.AFTER_IT_WAS_COMMITTED) {
      T unused = store.write(work);
      throw new Crash();
    }
    boolean dies = random.nextDouble() < deadly;
    if (dies && random.nextBoolean()) {
      throw new Crash();
    }
    T value = store.write(work);
    if (dies) {
      throw new Crash();
    }
    return value;
  }

  @Override
  public long version() throws StoreException {
    return store.version();
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
