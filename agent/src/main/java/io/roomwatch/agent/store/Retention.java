package io.roomwatch.agent.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What may go from the store, and when.
 *
 * @param atMostBytes bound of the database file; a transaction that would make it larger fails with
 *     {@link StoreException.Kind#FULL}
 * @param rules in the order in which tables give way when space is short
 */
public record Retention(long atMostBytes, List<Rule> rules) {

  /** Less holds no useful state. */
  private static final long LEAST_BYTES = 256 * 1024;

  public Retention {
    if (atMostBytes < LEAST_BYTES) {
      throw new IllegalArgumentException("a store needs at least " + LEAST_BYTES + " bytes");
    }
    rules = List.copyOf(rules);
  }

  /**
   * One table.
   *
   * @param at its column with the instant that makes a row old, in milliseconds since the epoch;
   *     should be indexed
   * @param maxAge older rows go; empty for no bound
   * @param maxRows the oldest beyond this number go; empty for no bound
   * @param givesWay whether the oldest rows go when the file comes near its bound
   * @param where SQL condition on the rows that may go at all and are counted; empty for every row
   */
  public record Rule(
      String table,
      String at,
      Optional<Duration> maxAge,
      OptionalLong maxRows,
      boolean givesWay,
      Optional<String> where) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    public Rule {
      if (!NAME.matcher(table).matches() || !NAME.matcher(at).matches()) {
        throw new IllegalArgumentException("no name of a table or column: " + table + "." + at);
      }
    }

    /** A table of which nothing goes yet. Must have row ids. */
    public static Rule of(String table, String at) {
      return new Rule(table, at, Optional.empty(), OptionalLong.empty(), false, Optional.empty());
    }

    public Rule atMost(Duration age) {
      return new Rule(table, at, Optional.of(age), maxRows, givesWay, where);
    }

    public Rule atMost(long rows) {
      return new Rule(table, at, maxAge, OptionalLong.of(rows), givesWay, where);
    }

    public Rule givingWay() {
      return new Rule(table, at, maxAge, maxRows, true, where);
    }

    /** Only rows of this SQL condition may go. */
    public Rule only(String condition) {
      return new Rule(table, at, maxAge, maxRows, givesWay, Optional.of(condition));
    }
  }
}
