package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One open database: a connection that reads and one that writes, the second only when needed. */
final class SqliteStore implements Store {

  private final StateDirectory place;
  private final Sqlite.Patience patience;
  private final long atMostBytes;
  private final ReentrantLock reading = new ReentrantLock(true);

  /** Fair: pruning takes it again and again, and others wait a bounded time. */
  private final ReentrantLock writing = new ReentrantLock(true);

  private @Nullable Connection reader;
  private @Nullable Connection writer;
  private volatile boolean closed;

  private SqliteStore(StateDirectory place, Duration patience, long atMostBytes) {
    this.place = place;
    this.patience = new Sqlite.Patience(patience);
    this.atMostBytes = atMostBytes;
  }

  static SqliteStore open(StateDirectory place, Schema schema, Duration patience)
      throws StoreException {
    return open(place, schema, patience, 0);
  }

  /**
   * @param atMostBytes bound of the file, 0 for none
   */
  static SqliteStore open(StateDirectory place, Schema schema, Duration patience, long atMostBytes)
      throws StoreException {
    place.make();
    place.makeDatabase();
    SqliteStore store = new SqliteStore(place, patience, atMostBytes);
    store.start(schema);
    return store;
  }

  static Optional<SqliteStore> openIfThere(StateDirectory place, Schema schema, Duration patience)
      throws StoreException {
    if (!Files.exists(place.database())) {
      // Also so when the directory may not be searched: say that, and not that there is nothing.
      if (Files.exists(place.path()) && !Files.isExecutable(place.path())) {
        throw new StoreException(Kind.MISPLACED, place.path() + ": permission denied", null);
      }
      return Optional.empty();
    }
    SqliteStore store = new SqliteStore(place, patience, 0);
    store.start(schema);
    return Optional.of(store);
  }

  private void start(Schema schema) throws StoreException {
    if (Files.exists(place.database()) && !Files.isReadable(place.database())) {
      throw new StoreException(Kind.MISPLACED, place.database() + ": permission denied", null);
    }
    if (Files.isDirectory(place.database())) {
      throw new StoreException(
          Kind.CORRUPT, place.database() + ": a directory is in the place of the database", null);
    }
    boolean empty = StateDirectory.size(place.database()) == 0;
    if (empty && StateDirectory.size(place.wal()) > 0) {
      throw new StoreException(
          Kind.CORRUPT, place.database() + ": empty, and there is a log of what it held", null);
    }
    try {
      int version = 0;
      if (!empty) {
        // Read-only first: a file of a newer version stays as it is to the byte. At one moment:
        // what
        // another process is just making must not look like the database of another program.
        version = atOneMoment(look -> schema.versionOf(look, place.database()));
      }
      if (version < schema.newest()) {
        schema.migrate(connectedWriter(), place.database(), patience);
      }
      connectedReader();
    } catch (SQLException e) {
      abandon();
      throw Faults.of(e, place.path());
    } catch (StoreException | RuntimeException e) {
      abandon();
      throw e;
    }
  }

  @Override
  public <T> T read(Transaction.Work<T> work) throws StoreException {
    return locked(
        reading, () -> atOneMoment(connection -> work.in(new Transaction(connection, false))));
  }

  @Override
  public <T> T write(Transaction.Work<T> work) throws StoreException {
    return locked(
        writing,
        () -> {
          Connection connection = connectedWriter();
          patience.with(() -> Sqlite.run(connection, "BEGIN IMMEDIATE"));
          boolean kept = false;
          try {
            T value = work.in(new Transaction(connection, true));
            Sqlite.run(connection, "COMMIT");
            kept = true;
            return value;
          } finally {
            // What SQLite could not undo, or has undone already, is not to be guessed: begin anew.
            if (!kept && !Sqlite.rollBack(connection)) {
              closeWriter();
            }
          }
        });
  }

  @Override
  public long version() throws StoreException {
    // The reader never writes: to it, our own transactions are those of others as well.
    return locked(reading, () -> Sqlite.number(connectedReader(), "PRAGMA data_version"));
  }

  /** Statements outside of a transaction, on the connection that writes. */
  <T> T maintain(Maintenance<T> work) throws StoreException {
    return locked(writing, () -> work.on(connectedWriter()));
  }

  /** What a store needs besides transactions. */
  @FunctionalInterface
  interface Maintenance<T> {
    T on(Connection connection) throws SQLException, StoreException;
  }

  /** Writes a page as a transaction would, changing nothing: to see whether that works. */
  void rehearse() throws StoreException {
    write(
        transaction -> {
          long version =
              transaction
                  .first("PRAGMA user_version", row -> row.number("user_version"))
                  .orElse(0L);
          // The header is written even when it says the same.
          return transaction.update("PRAGMA user_version = " + version);
        });
  }

  /**
   * Looks for damage, for a bounded time.
   *
   * @param ticker nanoseconds from anywhere
   * @throws StoreException {@link Kind#CORRUPT}: it is damaged
   */
  void examine(Duration atMost, LongSupplier ticker) throws StoreException {
    String found =
        locked(
            reading,
            () -> patience.with(() -> Sqlite.quickCheck(connectedReader(), atMost, ticker)));
    if (!found.equals("ok")) {
      throw new StoreException(Kind.CORRUPT, place.database() + ": damaged: " + found, null);
    }
  }

  /** Waits its turn as any other call; if a transaction hangs, its connection is left to it. */
  @Override
  public void close() throws StoreException {
    closed = true;
    enter(reading);
    try {
      enter(writing);
      try {
        closeReader();
        // Last, since the last one to leave moves the log into the database.
        closeWriter();
      } catch (SQLException e) {
        throw Faults.of(e, place.path());
      } finally {
        writing.unlock();
      }
    } finally {
      reading.unlock();
    }
  }

  private <T> T locked(ReentrantLock lock, Sqlite.Attempt<T> work) throws StoreException {
    enter(lock);
    try {
      if (closed) {
        throw new StoreException(Kind.UNUSABLE, place.database() + ": closed", null);
      }
      return work.run();
    } catch (SQLException e) {
      throw Faults.of(e, place.path());
    } catch (StoreException e) {
      throw Faults.seenFrom(e, place.path());
    } finally {
      lock.unlock();
    }
  }

  private void enter(ReentrantLock lock) throws StoreException {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction within a transaction");
    }
    boolean entered = false;
    try {
      entered = lock.tryLock(patience.atMost().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!entered) {
      throw new StoreException(
          Kind.BUSY, place.database() + ": another transaction takes too long", null);
    }
  }

  /** Reads that all see the same, whatever others write meanwhile. */
  private <T> T atOneMoment(Maintenance<T> work) throws SQLException, StoreException {
    Connection connection = connectedReader();
    patience.with(() -> beginReading(connection));
    try {
      return work.on(connection);
    } finally {
      if (!Sqlite.rollBack(connection)) {
        closeReader();
      }
    }
  }

  private static long beginReading(Connection connection) throws SQLException {
    Sqlite.run(connection, "BEGIN");
    try {
      // The first read takes the snapshot, and may find the log being put in order by another.
      return Sqlite.number(connection, "PRAGMA user_version");
    } catch (SQLException e) {
      Sqlite.rollBack(connection);
      throw e;
    }
  }

  private Connection connectedReader() throws SQLException, StoreException {
    Connection connection = reader == null ? Sqlite.reader(place.database(), patience) : reader;
    reader = connection;
    return connection;
  }

  private Connection connectedWriter() throws SQLException, StoreException {
    Connection connection = writer;
    if (connection == null) {
      if (!Files.isWritable(place.database())) {
        // SQLite would silently open it for reading.
        throw unwritable();
      }
      connection = Sqlite.writer(place.database(), atMostBytes, patience);
    }
    writer = connection;
    return connection;
  }

  private StoreException unwritable() {
    boolean readOnly = false;
    try {
      readOnly = Files.getFileStore(place.path()).isReadOnly();
    } catch (IOException e) {
      readOnly = false;
    }
    return readOnly
        ? new StoreException(
            Kind.UNUSABLE, place.database() + ": the file system is read-only", null)
        : new StoreException(Kind.MISPLACED, place.database() + ": permission denied", null);
  }

  private void closeReader() throws SQLException {
    Connection connection = reader;
    reader = null;
    if (connection != null) {
      connection.close();
    }
  }

  private void closeWriter() throws SQLException {
    Connection connection = writer;
    writer = null;
    if (connection != null) {
      connection.close();
    }
  }

  private void abandon() {
    try {
      close();
    } catch (StoreException e) {
      closed = true; // Why it could not be opened matters more.
    }
  }
}
