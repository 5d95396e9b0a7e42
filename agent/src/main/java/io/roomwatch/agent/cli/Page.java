package io.roomwatch.agent.cli;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a command prints for people: plain lines and tables that can be pasted into a ticket. What
 * moves a cursor, breaks a line or turns the direction of writing becomes a space, wherever it came
 * from: names are given by networks, machines and people.
 */
public final class Page {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);

  private final StringBuilder text = new StringBuilder();

  /** Adds a line. */
  public Page line(String line) {
    text.append(plain(line));
    return endLine();
  }

  /** Spaces at the end of a line are of no use to anybody. */
  private Page endLine() {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    text.setLength(end);
    text.append(System.lineSeparator());
    return this;
  }

  Page lines(List<String> lines) {
    lines.forEach(this::line);
    return this;
  }

  /** Adds an empty line. */
  public Page gap() {
    return line("");
  }

  /**
   * Adds a table. Each column is as wide as its widest cell; the last is not filled up.
   *
   * @param head names of the columns
   * @param rows each with as many cells
   */
  public Page table(List<String> head, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(rows.size() + 1);
    all.add(head);
    for (List<String> row : rows) {
      all.add(plain(row));
    }
    int[] widths = new int[head.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length - 1; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    for (List<String> row : all) {
      for (int i = 0; i < widths.length - 1; i++) {
        String cell = row.get(i);
        text.append(cell).repeat(' ', widths[i] - length(cell) + 2);
      }
      text.append(row.getLast());
      endLine();
    }
    return this;
  }

  /** A loop, not a stream: a listing of thousands is mostly this. */
  private static List<String> plain(List<String> row) {
    for (String cell : row) {
      if (!isPlain(cell)) {
        return row.stream().map(Page::plain).toList();
      }
    }
    return row;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** On one line, with nothing in it that does anything to a terminal. */
  static String plain(String text) {
    return isPlain(text)
        ? text
        : text.codePoints()
            .map(c -> acts(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      // Half of a pair says no: whoever asks then looks at the pair.
      if (acts(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** The same for a text of several lines, which stay lines. */
  static String plainLines(String text) {
    return String.join(System.lineSeparator(), text.lines().map(Page::plain).toList());
  }

  /**
   * A JSON document in which the same characters are escaped: outside of its strings there are none
   * but line ends.
   */
  public static String json(String document) {
    StringBuilder safe = new StringBuilder(document.length());
    int copied = 0;
    for (int i = 0; i < document.length(); i++) {
      char c = document.charAt(i);
      if ((c < ' ' || c > '~') && c != '\n' && c != '\r' && !Character.isSurrogate(c) && acts(c)) {
        safe.append(document, copied, i).append("\\u%04x".formatted((int) c));
        copied = i + 1;
      }
    }
    return copied == 0 ? document : safe.append(document, copied, document.length()).toString();
  }

  private static boolean acts(int codePoint) {
    // Most characters of most texts: no table is needed for them.
    if (codePoint >= ' ' && codePoint <= '~') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** {@code 2026-11-20 10:00}. */
  static String minute(Instant at, ZoneId zone) {
    return MINUTE.format(at.atZone(zone));
  }

  /** {@code 2026-11-20 10:00:00}. Put together by hand: a formatter took a quarter of a listing. */
  public static String second(Instant at, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(at, zone);
    StringBuilder text = new StringBuilder(19).append(local.toLocalDate()).append(' ');
    twoDigits(text, local.getHour()).append(':');
    twoDigits(text, local.getMinute()).append(':');
    return twoDigits(text, local.getSecond()).toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** {@code Fri 2026-11-20 10:00 Europe/Berlin}. */
  static String day(Instant at, ZoneId zone) {
    return DAY.format(at.atZone(zone)) + " " + zone;
  }
}
