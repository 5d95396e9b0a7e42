package io.roomwatch.agent.maintenance.duty;

import java.util.List;

/** Small parts of sentences. */
public final class Phrases {

  private static final int NAMED = 3;

  private Phrases() {}

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  public static String list(List<String> items) {
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** {@code 1 check}, {@code 2 checks}. */
  public static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /** The first few sentences, one behind the other, and how many more there are. */
  static String some(List<String> sentences) {
    int more = sentences.size() - NAMED;
    return String.join(" ", sentences.subList(0, Math.min(NAMED, sentences.size())))
        + (more > 0 ? " And " + more + " more." : "");
  }
}
