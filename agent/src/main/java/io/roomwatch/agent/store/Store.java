package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of this agent on disk. A transaction is on disk when {@link #write} returns. Safe from
 * any thread; calls block: not on an event loop. Several processes may have the same directory
 * open; each sees what the others have written.
 */
public final class Store implements Storage, AutoCloseable {

  private static final String FILE = "roomwatch.db";

  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  private Store(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the database of a directory; makes both where they are missing.
   *
   * @throws StoreException it cannot be used
   */
  public static Store open(Path directory) throws StoreException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StoreException(Kind.UNUSABLE, directory + ": cannot be made: " + e, e);
    }
    Properties options = new Properties();
    options.setProperty("journal_mode", "WAL");
    options.setProperty("synchronous", "FULL");
    options.setProperty("busy_timeout", "5000");
    options.setProperty("cache_size", "-512");
    options.setProperty("transaction_mode", "IMMEDIATE");
    try {
      Connection connection =
          Objects.requireNonNull(
              new org.sqlite.JDBC().connect("jdbc:sqlite:" + directory.resolve(FILE), options));
      Store store = new Store(connection);
      store.makeTables();
      return store;
    } catch (SQLException e) {
      throw Faults.of(e);
    }
  }

  @Override
  public <T> T read(Transaction.Work<T> work) throws StoreException {
    return write(work);
  }

  @Override
  public <T> T write(Transaction.Work<T> work) throws StoreException {
    lock.lock();
    try {
      connection.setAutoCommit(false);
      try {
        T value = work.in(new Transaction(connection));
        connection.commit();
        return value;
      } catch (SQLException | StoreException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw Faults.of(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws StoreException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Faults.of(e);
    }
  }

  private void makeTables() throws SQLException {
    String name = "schema-1.sql";
    try (InputStream in = Objects.requireNonNull(Store.class.getResourceAsStream(name), name);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }
}
