package io.roomwatch.agent.facts.reader;

/** Lines of tables made of columns with blanks between them. Pure. */
public final class Columns {
  private Columns() {}

  /** The cells of a line; one empty cell for a blank line. */
  public static String[] of(String line) {
    return line.strip().split("\\s+", -1);
  }
}
