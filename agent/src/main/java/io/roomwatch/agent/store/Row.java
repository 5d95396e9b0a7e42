package io.roomwatch.agent.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One row of an answer, read by column name while it is the present one. The plain readers expect a
 * value; the {@code find…} ones take NULL for absence. Instants are stored as milliseconds since
 * the epoch.
 */
public final class Row {

  private final ResultSet result;

  /** The driver looks for a name among all of them, for each value anew. */
  private final Map<String, Integer> columns = new HashMap<>();

  Row(ResultSet result) {
    this.result = result;
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Reader<T> {
    T of(Row row) throws StoreException;
  }

  public String text(String column) throws StoreException {
    return findText(column).orElseThrow(() -> missing(column));
  }

  public Optional<String> findText(String column) throws StoreException {
    try {
      // The bytes of a text are its UTF-8; asked for the text, the driver asks for its type first,
      // which takes as long again.
      byte[] utf8 = result.getBytes(index(column));
      if (utf8 == null) {
        return result.wasNull() ? Optional.empty() : Optional.of("");
      }
      return Optional.of(new String(utf8, StandardCharsets.UTF_8));
    } catch (SQLException e) {
      throw Faults.of(e);
    }
  }

  public long number(String column) throws StoreException {
    return findNumber(column).orElseThrow(() -> missing(column));
  }

  public OptionalLong findNumber(String column) throws StoreException {
    try {
      long value = result.getLong(index(column));
      return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (SQLException e) {
      throw Faults.of(e);
    }
  }

  public boolean flag(String column) throws StoreException {
    return number(column) != 0;
  }

  public Instant instant(String column) throws StoreException {
    return Instant.ofEpochMilli(number(column));
  }

  public Optional<Instant> findInstant(String column) throws StoreException {
    OptionalLong millis = findNumber(column);
    return millis.isPresent()
        ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
        : Optional.empty();
  }

  private int index(String column) throws SQLException {
    Integer known = columns.get(column);
    if (known == null) {
      known = result.findColumn(column);
      columns.put(column, known);
    }
    return known;
  }

  private static IllegalStateException missing(String column) {
    return new IllegalStateException("the column " + column + " is NULL and should not be");
  }
}
