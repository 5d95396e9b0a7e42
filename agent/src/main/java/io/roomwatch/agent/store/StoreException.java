package io.roomwatch.agent.store;

import java.io.IOException;

/** The database could not do what it was asked. Nothing of the transaction has been kept. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1;

  /** What went wrong, as far as it changes what to do next. */
  public enum Kind {
    /** No space left on the device, or the file has reached its bound. */
    FULL,
    /** Another process held the database for longer than we wait. */
    BUSY,
    /** The file is damaged. */
    CORRUPT,
    /** The directory or the file cannot be opened or written: permission, read-only device. */
    UNUSABLE,
    /** The file was made by a newer version of Roomwatch. */
    NEWER,
    /** Anything else. */
    FAILED
  }

  private final Kind kind;

  StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
