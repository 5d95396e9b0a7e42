package io.roomwatch.agent.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements of one transaction. Arguments stand for the {@code ?} of the statement in order: text,
 * whole numbers, booleans (0 or 1), instants (milliseconds since the epoch), and an {@link
 * Optional} of any of these (empty is NULL). Not to be kept after the work has returned.
 */
public final class Transaction {

  private final Connection connection;
  private final boolean writes;

  Transaction(Connection connection, boolean writes) {
    this.connection = connection;
    this.writes = writes;
  }

  /** Work to be done in one transaction: all of it is kept, or nothing. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Transaction transaction) throws StoreException;
  }

  /** Changes rows; returns how many. Only in {@link Store#write}. */
  public int update(String sql, Object... arguments) throws StoreException {
    if (!writes) {
      throw new IllegalStateException("reading does not write: " + sql);
    }
    try (PreparedStatement statement = prepared(sql, arguments)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw Faults.of(e);
    }
  }

  /** Adds a row; returns its row id. */
  public long insert(String sql, Object... arguments) throws StoreException {
    update(sql, arguments);
    return first("SELECT last_insert_rowid() AS id", row -> row.number("id")).orElseThrow();
  }

  /** All rows of the answer, in its order. */
  public <T> List<T> list(String sql, Row.Reader<T> reader, Object... arguments)
      throws StoreException {
    List<T> values = new ArrayList<>();
    try (PreparedStatement statement = prepared(sql, arguments);
        ResultSet result = statement.executeQuery()) {
      Row row = new Row(result);
      while (result.next()) {
        values.add(reader.of(row));
      }
    } catch (SQLException e) {
      throw Faults.of(e);
    }
    return values;
  }

  /** The first row of the answer, or empty when there is none. */
  public <T> Optional<T> first(String sql, Row.Reader<T> reader, Object... arguments)
      throws StoreException {
    try (PreparedStatement statement = prepared(sql, arguments);
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(reader.of(new Row(result))) : Optional.empty();
    } catch (SQLException e) {
      throw Faults.of(e);
    }
  }

  private PreparedStatement prepared(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < arguments.length; i++) {
        Object value =
            arguments[i] instanceof Optional<?> maybe ? maybe.orElse(null) : arguments[i];
        switch (value) {
          case null -> statement.setObject(i + 1, null);
          case Instant instant -> statement.setLong(i + 1, instant.toEpochMilli());
          case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
          case String text -> statement.setString(i + 1, text);
          case Integer number -> statement.setLong(i + 1, number);
          case Long number -> statement.setLong(i + 1, number);
          default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
