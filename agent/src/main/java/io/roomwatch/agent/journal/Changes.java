package io.roomwatch.agent.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What changed between two looks at this machine, as events. Pure. A part that only one of the two
 * has was not known before or is not now, and is no change. Order never is one.
 */
final class Changes {

  /** Of one part, told one by one; of the others only how many they are. */
  static final int TOLD = 8;

  /** Of the items of a list that stand in a sentence. */
  private static final int NAMED = 3;

  private Changes() {}

  /** From one look to the next. */
  static List<Event> between(Snapshot before, Snapshot after) {
    return events(before, after, Changes::capitalised);
  }

  /** From the last look of an earlier run to the first one of this. */
  static List<Event> whileAway(Snapshot before, Snapshot after) {
    return events(before, after, text -> "While Roomwatch was not running, " + text);
  }

  private static List<Event> events(
      Snapshot before, Snapshot after, UnaryOperator<String> sentence) {
    List<Event> events = new ArrayList<>();
    for (Part part : Part.values()) {
      Optional<SortedMap<String, List<String>>> old = before.part(part);
      Optional<SortedMap<String, List<String>>> now = after.part(part);
      if (old.isPresent() && now.isPresent()) {
        for (Difference one : differences(part, old.get(), now.get())) {
          events.add(
              new Event(
                  after.at(),
                  Event.Kind.CHANGE,
                  one.subject(),
                  sentence.apply(one.text()),
                  one.before(),
                  one.after()));
        }
      }
    }
    return List.copyOf(events);
  }

  private static String capitalised(String text) {
    return text.startsWith("the ") || text.startsWith("there ")
        ? Character.toUpperCase(text.charAt(0)) + text.substring(1)
        : text;
  }

  /** One difference in words: an event but for its time. */
  private record Difference(
      String subject, String text, Optional<String> before, Optional<String> after) {}

  private static List<Difference> differences(
      Part part, SortedMap<String, List<String>> before, SortedMap<String, List<String>> after) {
    return switch (part) {
      case ROUTE -> routes(before, after);
      case RULES -> rules(words(before), words(after));
      case INTERFACE,
          ADDRESS,
          GATEWAY,
          DNS,
          PROXY,
          VPN,
          FIREWALL,
          MEDIUM,
          VERSION,
          CONTROLLER,
          DHCP ->
          each(part, before, after);
    };
  }

  private static List<Difference> each(
      Part part, SortedMap<String, List<String>> before, SortedMap<String, List<String>> after) {
    List<Difference> told = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    int more = 0;
    for (String name : names) {
      Optional<List<String>> old = Optional.ofNullable(before.get(name));
      Optional<List<String>> now = Optional.ofNullable(after.get(name));
      Optional<String> text = ChangeWords.text(part, name, old, now);
      if (text.isPresent() && told.size() == TOLD) {
        more++;
      } else if (text.isPresent()) {
        told.add(
            new Difference(
                (part.label() + " " + name).strip(),
                text.get(),
                joined(part, old),
                joined(part, now)));
      }
    }
    if (more > 0) {
      told.add(
          new Difference(
              part.label(),
              "there are " + more + " more changes of this kind at the same time.",
              Optional.empty(),
              Optional.empty()));
    }
    return told;
  }

  /** A tunnel brings hundreds at once: they are told together. */
  private static List<Difference> routes(
      SortedMap<String, List<String>> before, SortedMap<String, List<String>> after) {
    List<String> fresh = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    after.forEach(
        (destination, ways) -> {
          List<String> old = before.get(destination);
          String now = destination + " " + String.join(" and ", ways);
          if (old == null) {
            fresh.add(now);
          } else if (!old.equals(ways)) {
            moved.add(now + ", was " + String.join(" and ", old));
          }
        });
    before.forEach(
        (destination, ways) -> {
          if (!after.containsKey(destination)) {
            gone.add(destination + " " + String.join(" and ", ways));
          }
        });
    List<String> parts = new ArrayList<>();
    part(parts, fresh, "new");
    part(parts, moved, "changed");
    part(parts, gone, "gone");
    return parts.isEmpty()
        ? List.of()
        : List.of(
            new Difference(
                Part.ROUTE.label(),
                "the routes changed: " + String.join("; ", parts) + ".",
                Optional.of(Words.count(before.size(), "route")),
                Optional.of(Words.count(after.size(), "route"))));
  }

  private static List<Difference> rules(List<String> before, List<String> after) {
    List<String> parts = new ArrayList<>();
    part(parts, minus(after, before), "new");
    part(parts, minus(before, after), "gone");
    return parts.isEmpty()
        ? List.of()
        : List.of(
            new Difference(
                Part.RULES.label(),
                "the firewall rules changed: " + String.join("; ", parts) + ".",
                Optional.of(Words.count(before.size(), "rule")),
                Optional.of(Words.count(after.size(), "rule"))));
  }

  private static void part(List<String> parts, List<String> items, String what) {
    if (!items.isEmpty()) {
      List<String> cut = items.stream().map(Changes::cut).toList();
      parts.add(items.size() + " " + what + " (" + Words.some(cut, NAMED) + ")");
    }
  }

  private static String cut(String item) {
    return item.length() <= 120 ? item : item.substring(0, 119) + "…";
  }

  /** What is in the one and not in the other; equal lines count as often as they occur. */
  private static List<String> minus(List<String> from, List<String> what) {
    Map<String, Integer> counts = new TreeMap<>();
    what.forEach(line -> counts.merge(line, 1, Integer::sum));
    List<String> left = new ArrayList<>();
    for (String line : from) {
      if (counts.merge(line, -1, Integer::sum) < 0) {
        left.add(line);
      }
    }
    Collections.sort(left);
    return left;
  }

  private static List<String> words(SortedMap<String, List<String>> part) {
    return part.getOrDefault("", List.of());
  }

  private static Optional<String> joined(Part part, Optional<List<String>> words) {
    if (part == Part.DHCP) {
      return words.map(list -> list.isEmpty() ? Leases.STATIC : String.join(" ", list));
    }
    return words.filter(list -> !list.isEmpty()).map(list -> Words.some(list, 10));
  }
}
