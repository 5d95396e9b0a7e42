package io.roomwatch.agent.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * This machine at one moment, as far as it is journaled: for each part named entries, each a short
 * list of words in a stable order. A part that has never been read is not there; one that is empty
 * is.
 *
 * @param at when it was looked at
 * @param parts never changed after construction
 */
record Snapshot(Instant at, Map<Part, SortedMap<String, List<String>>> parts) {

  /** Nothing has been read yet. */
  static final Snapshot NOTHING = new Snapshot(Instant.EPOCH, Map.of());

  Snapshot {
    Map<Part, SortedMap<String, List<String>>> copy = new EnumMap<>(Part.class);
    parts.forEach((part, entries) -> copy.put(part, copy(entries)));
    parts = Collections.unmodifiableMap(copy);
  }

  private static SortedMap<String, List<String>> copy(SortedMap<String, List<String>> entries) {
    SortedMap<String, List<String>> copy = new TreeMap<>();
    entries.forEach((name, words) -> copy.put(name, List.copyOf(words)));
    return Collections.unmodifiableSortedMap(copy);
  }

  Optional<SortedMap<String, List<String>>> part(Part part) {
    return Optional.ofNullable(parts.get(part));
  }

  /** The words of one entry; empty when the part was never read or has no such entry. */
  Optional<List<String>> entry(Part part, String name) {
    return part(part).map(entries -> entries.get(name));
  }

  boolean sameAs(Snapshot other) {
    return parts.equals(other.parts);
  }

  /**
   * This snapshot, but what has merely vanished against {@code before} is still there unless {@code
   * other}, another look close by, misses it too: after a boot, and while DHCP asks for an address,
   * things are gone for a moment. What was replaced is replaced at once.
   *
   * @param other empty: there is no other look yet, so nothing vanishes
   */
  Snapshot settled(Snapshot before, Optional<Snapshot> other) {
    Map<Part, SortedMap<String, List<String>>> settled = new EnumMap<>(Part.class);
    parts.forEach(
        (part, entries) -> {
          SortedMap<String, List<String>> kept = new TreeMap<>(entries);
          before
              .part(part)
              .orElse(Collections.emptySortedMap())
              .forEach(
                  (name, words) -> {
                    Optional<List<String>> now = Optional.ofNullable(entries.get(name));
                    boolean agreed =
                        other.filter(look -> look.entry(part, name).equals(now)).isPresent();
                    if (isLoss(words, now) && !agreed) {
                      kept.put(name, words);
                    }
                  });
          settled.put(part, kept);
        });
    return new Snapshot(at, settled);
  }

  private static boolean isLoss(List<String> before, Optional<List<String>> now) {
    return now.map(words -> !words.equals(before) && before.containsAll(words)).orElse(true);
  }
}
