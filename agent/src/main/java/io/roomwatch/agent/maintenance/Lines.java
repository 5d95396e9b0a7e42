package io.roomwatch.agent.maintenance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Lines as one column keeps them: each ends with a line feed; a line feed or a backslash within one
 * stands as {@code \n} and {@code \\}. What is read equals what was written.
 */
final class Lines {

  /** Evidence beyond this says how much was left out. */
  private static final int MOST_CHARACTERS = 64 * 1024;

  private Lines() {}

  static String write(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    }
    return text.toString();
  }

  static List<String> read(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        lines.add(line.toString());
        line.setLength(0);
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        line.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
      } else {
        line.append(c);
      }
    }
    return List.copyOf(lines);
  }

  /** As many of the lines as an answer keeps. */
  static List<String> bounded(List<String> lines) {
    List<String> kept = new ArrayList<>();
    int characters = 0;
    for (String line : lines) {
      characters += line.length() + 1;
      if (characters > MOST_CHARACTERS) {
        kept.add("… and " + (lines.size() - kept.size()) + " more lines, left out.");
        break;
      }
      kept.add(line);
    }
    return kept;
  }

  /**
   * Without superfluous spaces and whatever acts on a terminal (control characters, also those
   * above ASCII, line separators, turns of the direction of writing), and no longer than this.
   */
  static String oneLine(String text, int most) {
    String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
    return plain.length() <= most ? plain : plain.substring(0, most - 1) + "…";
  }

  /** The same lines, without anything else that acts on a terminal. */
  static String plain(String lines) {
    return lines.replaceAll("[[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]&&[^\n]]", " ");
  }

  /** A short fingerprint of lines: the beginning of their SHA-256. */
  static String fingerprint(List<String> lines) {
    byte[] digest = EvidenceFile.digest().digest(write(lines).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
