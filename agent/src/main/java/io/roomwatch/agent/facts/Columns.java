package io.roomwatch.agent.facts;

/** Lines of tables made of columns with blanks between them. Pure. */
final class Columns {
  private Columns() {}

  /** The cells of a line; one empty cell for a blank line. */
  static String[] of(String line) {
    return line.strip().split("\\s+", -1);
  }
}
