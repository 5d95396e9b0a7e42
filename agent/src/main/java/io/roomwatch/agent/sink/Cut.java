package io.roomwatch.agent.sink;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Texts made to fit: receivers limit what they take, and none of them takes half a character. */
final class Cut {

  private static final String MORE = "…";

  private Cut() {}

  /** On one line: control characters, line ends of every kind and runs of blanks are one blank. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (!blank(point)) {
                line.appendCodePoint(point);
              } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
              }
            });
    return line.toString().strip();
  }

  private static boolean blank(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** At most {@code max} UTF-16 units, the last one an ellipsis when something is missing. */
  static String chars(String text, int max) {
    return escaped(text, max, Character::toString);
  }

  /**
   * Escaped, and at most {@code max} UTF-16 units after that.
   *
   * @param escape what stands for a code point
   */
  static String escaped(String text, int max, IntFunction<String> escape) {
    StringBuilder out = new StringBuilder();
    int fits = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      out.append(escape.apply(point));
      if (out.length() > max) {
        out.setLength(fits);
        return max == 0 ? "" : out.append(MORE).toString();
      }
      if (out.length() <= max - MORE.length()) {
        fits = out.length();
      }
      at += Character.charCount(point);
    }
    return out.toString();
  }

  /** At most {@code max} bytes of UTF-8. */
  static String bytes(String text, int max) {
    int size = 0;
    int fits = 0;
    int room = max - MORE.getBytes(StandardCharsets.UTF_8).length;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += Character.charCount(point);
      if (size > max) {
        return room < 0 ? "" : text.substring(0, fits) + MORE;
      }
      if (size <= room) {
        fits = at;
      }
    }
    return text;
  }
}
