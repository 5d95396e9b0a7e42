package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What the codes of SQLite and of the file system mean to us; see
 * https://www.sqlite.org/rescode.html (read 2026-11).
 */
final class Faults {

  /** Less than this is a full disk: SQLite needs a page of each of its three files. */
  private static final long SPACE_FOR_ANYTHING_BYTES = 64 * 1024;

  static final int BUSY = 5;
  static final int INTERRUPTED = 9;

  private Faults() {}

  static StoreException of(SQLException e) {
    return new StoreException(kind(e), String.valueOf(e.getMessage()), e);
  }

  /**
   * The same for a file whose device may be full: SQLite says "cannot open" or "I/O error" when
   * there was no room for one of the files beside it.
   */
  static StoreException of(SQLException e, Path directory) {
    Kind kind = kind(e);
    boolean full = kind == Kind.UNUSABLE && isFull(directory);
    String why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
    return new StoreException(
        full ? Kind.FULL : kind,
        directory.resolve(StateDirectory.FILE) + ": " + e.getMessage() + why,
        e);
  }

  /** A fault of a single statement, which did not know where its database is. */
  static StoreException seenFrom(StoreException e, Path directory) {
    return e.kind() == Kind.UNUSABLE && isFull(directory)
        ? new StoreException(Kind.FULL, String.valueOf(e.getMessage()), e)
        : e;
  }

  static StoreException of(IOException e, Path path, String what) {
    Kind kind = Kind.UNUSABLE;
    String why = String.valueOf(e.getMessage());
    if (e instanceof AccessDeniedException) {
      kind = Kind.MISPLACED;
      why = "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      kind = Kind.MISPLACED;
      why = "a file of this name is in the way";
    } else if (e instanceof FileSystemException fault && fault.getReason() != null) {
      why = fault.getReason();
      // The name of ENOTDIR: something on the way is a file.
      kind = why.equals("Not a directory") ? Kind.MISPLACED : kind;
    }
    kind = kind == Kind.UNUSABLE && isFull(path) ? Kind.FULL : kind;
    return new StoreException(kind, path + ": " + what + ": " + why, e);
  }

  private static Kind kind(SQLException e) {
    // The primary code is the low byte of an extended one.
    return switch (e.getErrorCode() & 0xff) {
      case 13 -> Kind.FULL;
      case BUSY, 6 -> Kind.BUSY;
      case 11, 26 -> Kind.CORRUPT;
      case 3, 8, 10, 14 -> Kind.UNUSABLE;
      default -> Kind.FAILED;
    };
  }

  static boolean isFull(Path path) {
    return spaceBytes(path).filter(space -> space < SPACE_FOR_ANYTHING_BYTES).isPresent();
  }

  /** What a writer without privileges may still use; empty when the file system does not say. */
  static Optional<Long> spaceBytes(Path path) {
    Path there = path.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return Optional.of(Files.getFileStore(there).getUsableSpace());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
