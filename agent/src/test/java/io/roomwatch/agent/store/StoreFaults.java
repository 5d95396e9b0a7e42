package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;

/** Faults that tests of other packages make. */
public final class StoreFaults {
  private StoreFaults() {}

  /** No space is left. */
  public static StoreException full() {
    return new StoreException(Kind.FULL, "no space left on device", new java.io.IOException());
  }
}
