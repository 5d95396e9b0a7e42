package io.roomwatch.agent.journal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random snapshots. */
final class Snapshots {

  private Snapshots() {}

  /** A whole one, every part with what such a part may have. */
  static Snapshot random(SplittableRandom random) {
    Map<Part, SortedMap<String, List<String>>> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      SortedMap<String, List<String>> entries = new TreeMap<>();
      if (isSingle(part)) {
        entries.put("", words(part, random));
      } else {
        for (int i = random.nextInt(1, 5); i > 0; i--) {
          entries.put("name" + random.nextInt(100), words(part, random));
        }
      }
      parts.put(part, entries);
    }
    return new Snapshot(Events.AT.plusSeconds(random.nextInt(1000)), parts);
  }

  static boolean isSingle(Part part) {
    return switch (part) {
      case DNS, RULES, MEDIUM, VERSION -> true;
      case INTERFACE, ADDRESS, GATEWAY, ROUTE, PROXY, VPN, FIREWALL, CONTROLLER, DHCP -> false;
    };
  }

  /** What such an entry may hold. */
  static List<String> words(Part part, SplittableRandom random) {
    return switch (part) {
      case INTERFACE -> List.of(one(random, "up", "down"), "wired");
      case MEDIUM -> List.of(one(random, "wired", "Wi-Fi"), "if" + random.nextInt(3));
      case VPN ->
          random.nextBoolean()
              ? List.of("WireGuard")
              : List.of("WireGuard", one(random, Paths.DEFAULT_ROUTE, Paths.SPLIT_ROUTE));
      case CONTROLLER -> List.of(one(random, Controllers.CONNECTED, Controllers.UNSTEADY));
      case DHCP ->
          random.nextInt(4) == 0
              ? List.of()
              : List.of("10.0.0." + random.nextInt(250), "from 10.0.0.1");
      case ADDRESS, GATEWAY, ROUTE, DNS, PROXY, FIREWALL, RULES, VERSION -> {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
          words.add("word \"" + random.nextInt(1000) + "\" \\ ü");
        }
        words.sort(null);
        yield words;
      }
    };
  }

  private static String one(SplittableRandom random, String left, String right) {
    return random.nextBoolean() ? left : right;
  }

  /** The same with one entry of one part replaced. */
  static Snapshot with(Snapshot before, Part part, String name, List<String> words) {
    SortedMap<String, List<String>> entries = new TreeMap<>(before.part(part).orElseThrow());
    entries.put(name, words);
    return with(before, part, entries);
  }

  static Snapshot without(Snapshot before, Part part, String name) {
    SortedMap<String, List<String>> entries = new TreeMap<>(before.part(part).orElseThrow());
    entries.remove(name);
    return with(before, part, entries);
  }

  static Snapshot with(Snapshot before, Part part, SortedMap<String, List<String>> entries) {
    Map<Part, SortedMap<String, List<String>>> parts = new EnumMap<>(before.parts());
    parts.put(part, entries);
    return new Snapshot(before.at(), parts);
  }
}
