package io.roomwatch.agent.journal;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A real store that a test can break: while it is broken a write is given up like on a full disk,
 * by SQLite itself.
 */
final class RoomStore implements Store {

  private final Store store;
  private final AtomicInteger tries = new AtomicInteger();
  private volatile boolean broken;
  private final AtomicReference<@Nullable Error> dies = new AtomicReference<>();
  private volatile CountDownLatch held = new CountDownLatch(0);

  RoomStore(Path folder) throws StoreException {
    store = Store.open(folder);
  }

  void breakDown() {
    broken = true;
  }

  void heal() {
    broken = false;
  }

  /** The next write ends with this. */
  void dies(Error error) {
    dies.set(error);
  }

  /** Writes wait until the latch is counted down. */
  CountDownLatch hold() {
    held = new CountDownLatch(1);
    return held;
  }

  /** Writes tried so far. */
  int tries() {
    return tries.get();
  }

  @Override
  public long version() throws StoreException {
    return store.version();
  }

  @Override
  public <T> T read(Transaction.Work<T> work) throws StoreException {
    return store.read(work);
  }

  @Override
  public <T> T write(Transaction.Work<T> work) throws StoreException {
    tries.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Error error = dies.getAndSet(null);
    if (error != null) {
      throw error;
    }
    return store.write(
        transaction -> {
          T value = work.in(transaction);
          if (broken) {
            // No such table: the transaction fails after it has written.
            transaction.update("INSERT INTO no_such_table VALUES (1)");
          }
          return value;
        });
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
