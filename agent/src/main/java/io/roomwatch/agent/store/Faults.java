package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import java.sql.SQLException;

/**
 * What SQLite's result codes mean to us; see https://www.sqlite.org/rescode.html (read 2026-11).
 */
final class Faults {
  private Faults() {}

  static StoreException of(SQLException e) {
    // The primary code is the low byte of an extended one.
    Kind kind =
        switch (e.getErrorCode() & 0xff) {
          case 13 -> Kind.FULL;
          case 5, 6 -> Kind.BUSY;
          case 11, 26 -> Kind.CORRUPT;
          case 3, 8, 14 -> Kind.UNUSABLE;
          default -> Kind.FAILED;
        };
    return new StoreException(kind, String.valueOf(e.getMessage()), e);
  }
}
