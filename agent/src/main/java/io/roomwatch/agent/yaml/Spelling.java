package io.roomwatch.agent.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was meant by a misspelt word. */
public final class Spelling {
  private Spelling() {}

  /**
   * The nearest of the known words: at most a third of the letters may differ, three at the very
   * most. Case, hyphens and underscores do not count.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    String wanted = plain(word);
    if (wanted.length() > 100) {
      return Optional.empty();
    }
    int best = Math.min(3, Math.max(1, wanted.length() / 3)) + 1;
    String found = "";
    for (String candidate : known) {
      int distance = distance(wanted, plain(candidate));
      if (distance < best) {
        best = distance;
        found = candidate;
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  /** {@code ; did you mean 'x'?}, or else {@code otherwise}. */
  public static String hint(String word, Collection<String> known, String otherwise) {
    return nearest(word, known).map(near -> "; did you mean '" + near + "'?").orElse(otherwise);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_').strip();
  }

  /** Optimal string alignment: insert, delete, replace, swap two neighbours; each costs 1. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : step(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] cost) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
