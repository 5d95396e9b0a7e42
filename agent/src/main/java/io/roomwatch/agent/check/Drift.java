package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * The difference between what was accepted and what is. Lines count as often as they occur: of two
 * equal displays, one may be missing.
 */
public record Drift(List<String> added, List<String> removed) {

  /** Lines named in a sentence; the readings have all of them, up to {@link #KEPT}. */
  private static final int NAMED = 3;

  private static final int KEPT = 50;

  public Drift {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  public static Drift between(List<String> accepted, List<String> now) {
    return new Drift(minus(now, accepted), minus(accepted, now));
  }

  public boolean isNone() {
    return added.isEmpty() && removed.isEmpty();
  }

  /** {@code 2 added: a and b; 1 removed: c}. */
  public String text() {
    List<String> parts = new ArrayList<>();
    if (!added.isEmpty()) {
      parts.add(added.size() + " added: " + Figures.some(added, NAMED));
    }
    if (!removed.isEmpty()) {
      parts.add(removed.size() + " removed: " + Figures.some(removed, NAMED));
    }
    return String.join("; ", parts);
  }

  public Reading[] readings() {
    return new Reading[] {
      Reading.texts("added", added.subList(0, Math.min(KEPT, added.size()))),
      Reading.texts("removed", removed.subList(0, Math.min(KEPT, removed.size())))
    };
  }

  /** Every line that differs: {@code + } before what is new, {@code - } before what is gone. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    removed.forEach(line -> lines.add("- " + line));
    added.forEach(line -> lines.add("+ " + line));
    return lines;
  }

  private static List<String> minus(List<String> from, List<String> what) {
    List<String> left = new ArrayList<>(from);
    what.forEach(left::remove);
    return left;
  }
}
