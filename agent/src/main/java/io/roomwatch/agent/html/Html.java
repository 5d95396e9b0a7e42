package io.roomwatch.agent.html;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A document under way. Tags and names of attributes are ours and stand as they are; texts and
 * values of attributes may come from anywhere. Not safe for several threads.
 */
public final class Html {

  private final StringBuilder out = new StringBuilder(8 * 1024);
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values, in turn
   */
  public Html open(String tag, String... attributes) {
    begin(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element that was opened last. */
  public Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element with a text in it, or none. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** An element without an end tag: {@code meta}, {@code link}, {@code input}, a shape of SVG. */
  public Html alone(String tag, String... attributes) {
    begin(tag, attributes);
    out.append("/>");
    return this;
  }

  public Html text(String text) {
    escape(text, out);
    return this;
  }

  /** A line end between elements, for people who read the source. */
  public Html line() {
    out.append('\n');
    return this;
  }

  /**
   * What another writer has made.
   *
   * @throws IllegalStateException when it is not closed
   */
  public Html add(Html part) {
    out.append(part);
    return this;
  }

  /**
   * The whole.
   *
   * @throws IllegalStateException when an element is still open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private void begin(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], out);
      out.append('"');
    }
  }

  /**
   * Text as HTML, also within quoted attributes. What controls a terminal or turns the direction of
   * writing becomes a space, half a character a question mark: a name shows what it is.
   */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    escape(text, safe);
    return safe.toString();
  }

  private static void escape(String text, StringBuilder safe) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case '\n' -> safe.append(c);
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            safe.append(c).append(text.charAt(++i));
          } else {
            safe.append(plain(c));
          }
        }
      }
    }
  }

  private static char plain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          ' ';
      case Character.SURROGATE -> '?';
      default -> c;
    };
  }
}
