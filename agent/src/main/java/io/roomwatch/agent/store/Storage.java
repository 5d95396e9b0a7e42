package io.roomwatch.agent.store;

/**
 * Where transactions are done: the store itself, or whatever stands before it. Safe from any
 * thread; calls block.
 */
public interface Storage {

  /** Reads; what the work reads belongs together. */
  <T> T read(Transaction.Work<T> work) throws StoreException;

  /** Reads and writes: all or nothing, on disk when this returns. */
  <T> T write(Transaction.Work<T> work) throws StoreException;
}
