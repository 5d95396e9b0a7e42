package io.roomwatch.agent.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The database could not do what it was asked. Nothing of the transaction has been kept. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1;

  /** What went wrong, as far as it changes what to do next. */
  public enum Kind {
    /** No space left on the device, or the file has reached its bound. */
    FULL,
    /** Another process or thread held the database for longer than we wait. */
    BUSY,
    /** The file is damaged. */
    CORRUPT,
    /** The device or the file system does not do what it is asked: read-only, I/O error. */
    UNUSABLE,
    /** The place cannot hold state: a file where a directory should be, or no permission. */
    MISPLACED,
    /** Another daemon has this directory. */
    OWNED,
    /** The file was made by a newer version of Roomwatch. */
    NEWER,
    /** Anything else. */
    FAILED;

    /** Whether only a person can put it right: start another way, or not at all. */
    public boolean needsPerson() {
      return this == MISPLACED || this == OWNED || this == NEWER;
    }
  }

  private final Kind kind;

  StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
