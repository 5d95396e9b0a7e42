package io.roomwatch.agent.store;

/** A real store that fails when told to, or dies around a transaction. */
public final class Faulty implements Store {

  /** The process has died; what was not on disk is gone. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /** What happens to the next write. */
  public enum Fate {
    NONE,
    DEATH_BEFORE,
    /** All statements have run, the commit has not. */
    DEATH_WITHIN,
    /** On disk, and nobody has heard of it. */
    DEATH_AFTER,
    FULL,
    /** On disk, and reported as failed: an I/O error at the very end. */
    FULL_BUT_WRITTEN
  }

  private Store store;
  private Fate next = Fate.NONE;
  private int before;
  private boolean full;

  public Faulty(Store store) {
    this.store = store;
  }

  public void next(Fate fate) {
    next(fate, 0);
  }

  /** What happens to the write after so many others. */
  public void next(Fate fate, int others) {
    next = fate;
    before = others;
  }

  /** From now on nothing can be written, or it can again. */
  public void full(boolean isFull) {
    full = isFull;
  }

  /** From now on this is the store: the file was moved aside and a fresh one begun. */
  public void moveTo(Store fresh) {
    store = fresh;
  }

  @Override
  public <T> T read(Transaction.Work<T> work) throws StoreException {
    return store.read(work);
  }

  @Override
  public <T> T write(Transaction.Work<T> work) throws StoreException {
    if (full) {
      throw noSpace();
    }
    Fate fate = before == 0 ? next : Fate.NONE;
    if (before > 0) {
      before--;
    } else {
      next = Fate.NONE;
    }
    return switch (fate) {
      case NONE -> store.write(work);
      case DEATH_BEFORE -> throw new Death();
      case DEATH_WITHIN ->
          store.write(
              transaction -> {
                T unused = work.in(transaction);
                throw new Death();
              });
      case DEATH_AFTER -> {
        T unused = store.write(work);
        throw new Death();
      }
      case FULL -> throw noSpace();
      case FULL_BUT_WRITTEN -> {
        T unused = store.write(work);
        throw noSpace();
      }
    };
  }

  @Override
  public long version() throws StoreException {
    return store.version();
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }

  private static StoreException noSpace() {
    return new StoreException(StoreException.Kind.FULL, "no space left on device", null);
  }
}
