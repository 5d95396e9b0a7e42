package io.roomwatch.agent.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds what stands in the repository and is made from the code; {@code -Ddocs.update=true} writes
 * it anew.
 */
public final class Generated {

  /** Whether to write instead of to compare. */
  public static final boolean UPDATE = Boolean.getBoolean("docs.update");

  private static final String END = "<!-- end -->";

  private Generated() {}

  /** A whole file. */
  public static void file(Class<?> test, Path file, String made) throws IOException {
    if (UPDATE) {
      Files.writeString(file, made);
    }
    assertEquals(made, Files.readString(file), file + " is out of date, " + hint(test));
  }

  /** The part of a page between the line {@code <!-- generated: TEST -->} and the end's. */
  public static void part(Class<?> test, Path page, String made) throws IOException {
    String head = "<!-- generated: " + test.getSimpleName() + " -->\n";
    String text = Files.readString(page);
    int begin = text.indexOf(head) + head.length();
    int end = text.indexOf(END, begin);
    assertTrue(begin >= head.length() && end >= 0, page + " has no place for it");
    if (UPDATE) {
      Files.writeString(page, text.substring(0, begin) + made + text.substring(end));
    } else {
      assertEquals(made, text.substring(begin, end), page + " is out of date, " + hint(test));
    }
  }

  /** How to write it anew. */
  public static String hint(Class<?> test) {
    return "run: mvn test -Dtest=" + test.getSimpleName() + " -Ddocs.update=true";
  }
}
