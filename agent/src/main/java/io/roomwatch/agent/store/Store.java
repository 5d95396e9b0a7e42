package io.roomwatch.agent.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The state of this agent on disk. A transaction is on disk when {@link #write} returns. Safe from
 * any thread; calls block: not on an event loop. Several processes may have the same directory
 * open; each sees what the others have written. Work must not call its own store: one transaction
 * at a time writes.
 *
 * <p>Commands open the directory with {@link #open} or {@link #openIfThere} and close it soon; the
 * daemon has an {@link OwnedStore}.
 */
public interface Store extends AutoCloseable {

  /** How long a command waits for the transactions of others. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Opens the database of a directory; makes both where they are missing, for their owner alone.
   *
   * @throws StoreException it cannot be used; a damaged file is left as it is
   */
  static Store open(Path directory) throws StoreException {
    return SqliteStore.open(new StateDirectory(directory), Schema.OURS, PATIENCE);
  }

  /**
   * Opens the database of a directory; empty when there is none yet. Makes no file, and writes only
   * when asked to or when the tables are those of an older version.
   *
   * @throws StoreException it cannot be used; a damaged file is left as it is
   */
  static Optional<Store> openIfThere(Path directory) throws StoreException {
    return SqliteStore.openIfThere(new StateDirectory(directory), Schema.OURS, PATIENCE)
        .map(store -> store);
  }

  /**
   * Reads; what the work reads belongs together. Does not wait for writes.
   *
   * @throws StoreException it could not be read
   */
  <T> T read(Transaction.Work<T> work) throws StoreException;

  /**
   * Reads and writes: all or nothing, on disk when this returns.
   *
   * @throws StoreException nothing of it has been kept
   */
  <T> T write(Transaction.Work<T> work) throws StoreException;

  /**
   * A number that differs from the last one when anything has been written since, by this or any
   * other process. Cheap: reads no row. Means nothing in another store.
   *
   * @throws StoreException it could not be read
   */
  long version() throws StoreException;

  @Override
  void close() throws StoreException;
}
