package io.roomwatch.agent.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Connections with our options; see https://www.sqlite.org/pragma.html (read 2026-11). The driver
 * is named directly: {@code DriverManager} would look for all the drivers there are.
 */
final class Sqlite {

  /** How many steps of SQLite's go by between two looks at the clock. */
  private static final int STEPS_BETWEEN_LOOKS = 100;

  private Sqlite() {}

  /** Statements that may find the database locked by another process. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws SQLException, StoreException;
  }

  /**
   * Waits for other processes. In Java, since SQLite's own busy handler would sleep inside a native
   * call, and so hold the thread that carries this and other virtual threads.
   */
  record Patience(Duration atMost) {

    private static final long LONGEST_PAUSE_NANOS = 50_000_000;

    <T> T with(Attempt<T> attempt) throws SQLException, StoreException {
      long left = atMost.toNanos();
      for (long pause = 1_000_000; ; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
        try {
          return attempt.run();
        } catch (SQLException e) {
          boolean busy = (e.getErrorCode() & 0xff) == Faults.BUSY;
          if (!busy || left <= 0 || Thread.currentThread().isInterrupted()) {
            throw e;
          }
        }
        LockSupport.parkNanos(pause);
        left -= pause;
      }
    }
  }

  static Connection reader(Path file, Patience patience) throws SQLException, StoreException {
    return connect(file, SQLiteOpenMode.READONLY, "PRAGMA cache_size = -256", patience);
  }

  /**
   * A connection that writes. WAL: readers and the writer do not wait for each other. FULL: a
   * transaction is on the device when its commit returns. Checkpoints at 1 MiB, and the log is cut
   * back to that: it holds the space that deleting needs on a full disk. Temporary tables stay in
   * memory: nothing is written outside the state directory.
   *
   * @param atMostBytes bound of the file, 0 for none
   */
  static Connection writer(Path file, long atMostBytes, Patience patience)
      throws SQLException, StoreException {
    Connection connection =
        connect(
            file,
            SQLiteOpenMode.READWRITE,
            """
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -512;
            PRAGMA foreign_keys = ON;
            PRAGMA journal_size_limit = 1048576;
            PRAGMA wal_autocheckpoint = 256;
            """,
            patience);
    try {
      // Only the first connection to an empty file changes anything by these two.
      patience.with(() -> run(connection, "PRAGMA auto_vacuum = INCREMENTAL"));
      patience.with(() -> run(connection, "PRAGMA journal_mode = WAL"));
      if (atMostBytes > 0) {
        bound(connection, atMostBytes);
      }
      return connection;
    } catch (SQLException | StoreException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A file that is larger already keeps its size. */
  static void bound(Connection connection, long bytes) throws SQLException {
    run(connection, "PRAGMA max_page_count = " + bytes / number(connection, "PRAGMA page_size"));
  }

  private static Connection connect(
      Path file, SQLiteOpenMode mode, String options, Patience patience)
      throws SQLException, StoreException {
    Properties properties = new Properties();
    properties.setProperty(SQLiteConfig.Pragma.OPEN_MODE.pragmaName, Integer.toString(mode.flag));
    properties.setProperty(SQLiteConfig.Pragma.BUSY_TIMEOUT.pragmaName, "0");
    // As a URI: the driver takes a question mark in a plain name for the start of options.
    String name = file.toAbsolutePath().toUri().toString();
    JDBC4Connection connection = new JDBC4Connection("jdbc:sqlite:" + name, name, properties);
    try {
      // We begin and commit by ourselves; the driver would begin a transaction at every commit.
      connection.getConnectionConfig().setAutoCommit(false);
      connection.getConnectionConfig().setGetGeneratedKeys(false);
      patience.with(
          () ->
              run(
                  connection,
                  "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; " + options));
      return connection;
    } catch (SQLException | StoreException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Runs a script to its end; what it answers is not looked at. Returns how many rows changed. */
  static int run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        throw new SQLException("no answer to " + sql);
      }
      return String.valueOf(result.getString(1));
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    return Long.parseLong(text(connection, sql));
  }

  /** Returns whether nothing is left of the transaction. */
  static boolean rollBack(Connection connection) {
    try {
      run(connection, "ROLLBACK");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * What is wrong with the file, "ok" when nothing is, or nothing was found in the given time.
   *
   * @param ticker nanoseconds from anywhere
   */
  static String quickCheck(Connection connection, Duration atMost, LongSupplier ticker)
      throws SQLException {
    long end = ticker.getAsLong() + atMost.toNanos();
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return ticker.getAsLong() - end > 0 ? 1 : 0;
          }
        });
    try {
      return text(connection, "PRAGMA quick_check(1)").toLowerCase(Locale.ROOT);
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == Faults.INTERRUPTED) {
        return "ok";
      }
      throw e;
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }
}
