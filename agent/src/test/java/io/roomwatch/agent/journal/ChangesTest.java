package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChangesTest {

  private static final List<String> NONE = List.of();
  private static final List<Part> PARTS = List.of(Part.values());

  /** The one sentence that a change of one entry makes. */
  private static String sentence(Part part, String name, List<String> before, List<String> after) {
    return event(part, name, Optional.of(before), Optional.of(after)).text();
  }

  private static Event event(
      Part part, String name, Optional<List<String>> before, Optional<List<String>> after) {
    List<Event> events = Changes.between(snapshot(part, name, before), snapshot(part, name, after));
    assertEquals(1, events.size(), events.toString());
    assertEquals(Event.Kind.CHANGE, events.getFirst().kind());
    return events.getFirst();
  }

  private static Snapshot snapshot(Part part, String name, Optional<List<String>> words) {
    SortedMap<String, List<String>> entries = new TreeMap<>();
    words.ifPresent(list -> entries.put(name, list));
    return new Snapshot(Events.AT, Map.of(part, entries));
  }

  @Test
  void anAddressSaysWhatItWasAndWhatItIs() {
    Event event =
        event(
            Part.ADDRESS,
            "eth0",
            Optional.of(List.of("10.4.12.20/24")),
            Optional.of(List.of("10.4.13.7/24")));
    assertEquals("address eth0", event.subject());
    assertEquals("The address of eth0 was 10.4.12.20/24, is 10.4.13.7/24.", event.text());
    assertEquals(Optional.of("10.4.12.20/24"), event.before());
    assertEquals(Optional.of("10.4.13.7/24"), event.after());
  }

  @Test
  void everyPartSpeaksInASentence() {
    assertEquals(
        "eth0 has no address any more; it was 10.4.12.20/24.",
        sentence(Part.ADDRESS, "eth0", List.of("10.4.12.20/24"), NONE));
    assertEquals(
        "eth0 has an address now: 10.4.12.20/24.",
        sentence(Part.ADDRESS, "eth0", NONE, List.of("10.4.12.20/24")));
    assertEquals(
        "The interface eth0 (wired) has lost its link.",
        sentence(Part.INTERFACE, "eth0", List.of("up", "wired"), List.of("down", "wired")));
    assertEquals(
        "The interface eth0 (wired) has a link again.",
        sentence(Part.INTERFACE, "eth0", List.of("down", "wired"), List.of("up", "wired")));
    assertEquals(
        "There is no default route any more; it was via 10.4.12.1 on eth0.",
        sentence(Part.GATEWAY, "IPv4", List.of("via 10.4.12.1 on eth0"), NONE));
    assertEquals(
        "The IPv6 default route was via fe80::1 on eth0, is via fe80::2 on eth0.",
        sentence(
            Part.GATEWAY, "IPv6", List.of("via fe80::1 on eth0"), List.of("via fe80::2 on eth0")));
    assertEquals(
        "The DNS servers were 10.4.12.53 and 10.4.12.54, are 8.8.8.8.",
        sentence(Part.DNS, "", List.of("10.4.12.53", "10.4.12.54"), List.of("8.8.8.8")));
    assertEquals(
        "The firewall Windows Firewall Public was on and in use, is off.",
        sentence(
            Part.FIREWALL, "Windows Firewall Public", List.of("on", "in use"), List.of("off")));
    assertEquals(
        "The default route went from wired (eth0) to Wi-Fi (wlan0).",
        sentence(Part.MEDIUM, "", List.of("wired", "eth0"), List.of("Wi-Fi", "wlan0")));
    assertEquals(
        "Zoom Rooms was version 6.1.0, is version 6.2.5.",
        sentence(Part.VERSION, "", List.of("6.1.0"), List.of("6.2.5")));
    assertEquals(
        "Zoom Rooms is not installed any more; it was version 6.1.0.",
        sentence(Part.VERSION, "", List.of("6.1.0"), NONE));
    assertEquals(
        "The VPN WireGuard (wg0) owns the default route now; before it owned none.",
        sentence(Part.VPN, "wg0", List.of("WireGuard"), List.of("WireGuard", Paths.DEFAULT_ROUTE)));
    List<String> lease = List.of("10.4.12.20", "from 10.4.12.1");
    assertEquals(
        "The DHCP lease of eth0 was 10.4.12.20 from 10.4.12.1, is 10.4.12.20 from 10.4.12.2.",
        sentence(Part.DHCP, "eth0", lease, List.of("10.4.12.20", "from 10.4.12.2")));
    assertEquals(
        "eth0 has a static address now; it was by DHCP: 10.4.12.20 from 10.4.12.1.",
        sentence(Part.DHCP, "eth0", lease, NONE));
    Event event = event(Part.DHCP, "eth0", Optional.of(NONE), Optional.of(lease));
    assertEquals(
        "eth0 has its address by DHCP now: 10.4.12.20 from 10.4.12.1; it was static.",
        event.text());
    assertEquals(Optional.of("static"), event.before());
    assertEquals(Optional.of("10.4.12.20 from 10.4.12.1"), event.after());
  }

  @Test
  void whatComesAndGoesSpeaksInASentence() {
    Optional<List<String>> proxy = Optional.of(List.of("proxy.example:3128"));
    assertEquals(
        "There is a proxy in /etc/environment now: proxy.example:3128.",
        event(Part.PROXY, "/etc/environment", Optional.empty(), proxy).text());
    assertEquals(
        "There is no proxy in /etc/environment any more; it was proxy.example:3128.",
        event(Part.PROXY, "/etc/environment", proxy, Optional.empty()).text());
    Optional<List<String>> tunnel = Optional.of(List.of("GlobalProtect", Paths.SPLIT_ROUTE));
    assertEquals(
        "The VPN GlobalProtect (gpd0) is up and owns the split default route.",
        event(Part.VPN, "gpd0", Optional.empty(), tunnel).text());
    assertEquals(
        "The VPN GlobalProtect (gpd0) is not up any more.",
        event(Part.VPN, "gpd0", tunnel, Optional.empty()).text());
    assertEquals(
        "The VPN tunnel xyz0 is up and owns no default route.",
        event(Part.VPN, "xyz0", Optional.empty(), Optional.of(List.of("tunnel"))).text());
    Optional<List<String>> connected = Optional.of(List.of(Controllers.CONNECTED));
    assertEquals(
        "The controller 10.4.13.31 is connected.",
        event(Part.CONTROLLER, "10.4.13.31", Optional.empty(), connected).text());
    assertEquals(
        "The controller 10.4.13.31 is not connected any more.",
        event(Part.CONTROLLER, "10.4.13.31", connected, Optional.empty()).text());
    Optional<List<String>> wire = Optional.of(List.of("up", "wired"));
    assertEquals(
        "The interface eth1 (wired) is new on this machine and has a link.",
        event(Part.INTERFACE, "eth1", Optional.empty(), wire).text());
    assertEquals(
        "The interface eth1 (wired) is gone from this machine.",
        event(Part.INTERFACE, "eth1", wire, Optional.empty()).text());
  }

  @Test
  void whileAwayIsSaidInTheSameSentence() {
    Event event =
        Changes.whileAway(
                snapshot(Part.GATEWAY, "IPv4", Optional.of(List.of("via 10.4.12.1 on eth0"))),
                snapshot(Part.GATEWAY, "IPv4", Optional.of(List.of("via 10.4.12.2 on eth0"))))
            .getFirst();
    assertEquals(
        "While Roomwatch was not running, the default route was via 10.4.12.1 on eth0, is via"
            + " 10.4.12.2 on eth0.",
        event.text());
  }

  @Test
  void aPartThatOnlyOneLookHasIsNoChange() {
    Snapshot known = snapshot(Part.DNS, "", Optional.of(List.of("10.4.12.53")));
    assertEquals(List.of(), Changes.between(Snapshot.NOTHING, known));
    assertEquals(List.of(), Changes.between(known, Snapshot.NOTHING));
  }

  @Test
  void anInterfaceThatIsGoneIsToldOnce() {
    Snapshot before = snapshot(Part.ADDRESS, "eth1", Optional.of(List.of("10.4.12.20/24")));
    assertEquals(
        List.of(), Changes.between(before, snapshot(Part.ADDRESS, "eth1", Optional.empty())));
  }

  @Test
  void anotherInterfaceOfTheSameMediumIsNoFlip() {
    assertEquals(
        List.of(),
        Changes.between(
            snapshot(Part.MEDIUM, "", Optional.of(List.of("wired", "eth0"))),
            snapshot(Part.MEDIUM, "", Optional.of(List.of("wired", "eth1")))));
  }

  @Test
  void aThousandRulesAreToldByTheirNumberAndTheFirstFew() {
    List<String> many =
        IntStream.range(0, 500)
            .mapToObj(i -> String.format("rule %03d %s", i, "x".repeat(500)))
            .toList();
    Event event = event(Part.RULES, "", Optional.of(NONE), Optional.of(many));
    assertTrue(
        event.text().startsWith("The firewall rules changed: 500 new (rule 000 xxx"), event.text());
    assertTrue(event.text().endsWith(" and 497 more)."), event.text());
    assertEquals(Optional.of("0 rules"), event.before());
    assertEquals(Optional.of("500 rules"), event.after());
  }

  @Test
  void ofEqualRulesEachCounts() {
    assertEquals(
        "The firewall rules changed: 1 new (b); 1 gone (a).",
        sentence(Part.RULES, "", List.of("a", "a", "b"), List.of("a", "b", "b")));
  }

  @Test
  void manyRoutesAreOneEvent() {
    SortedMap<String, List<String>> before = new TreeMap<>();
    SortedMap<String, List<String>> after = new TreeMap<>();
    before.put("10.9.0.0/16", List.of("via 10.4.12.9 on eth0"));
    before.put("10.8.0.0/16", List.of("via 10.4.12.9 on eth0"));
    after.put("10.8.0.0/16", List.of("via 10.4.12.8 on eth0"));
    for (int i = 10; i < 99; i++) {
      after.put("172.16." + i + ".0/24", List.of("on tun0"));
    }
    Snapshot empty = snapshot(Part.ROUTE, "", Optional.empty());
    List<Event> events =
        Changes.between(
            Snapshots.with(empty, Part.ROUTE, before), Snapshots.with(empty, Part.ROUTE, after));
    assertEquals(1, events.size());
    assertEquals(
        "The routes changed: 89 new (172.16.10.0/24 on tun0, 172.16.11.0/24 on tun0,"
            + " 172.16.12.0/24 on tun0 and 86 more); 1 changed (10.8.0.0/16 via 10.4.12.8 on eth0,"
            + " was via 10.4.12.9 on eth0); 1 gone (10.9.0.0/16 via 10.4.12.9 on eth0).",
        events.getFirst().text());
    assertEquals(Optional.of("90 routes"), events.getFirst().after());
  }

  @Test
  void anAvalancheIsToldInPart() {
    SortedMap<String, List<String>> entries = new TreeMap<>();
    for (int i = 10; i < 60; i++) {
      entries.put("10.0.0." + i, List.of(Controllers.CONNECTED));
    }
    Snapshot none = snapshot(Part.CONTROLLER, "", Optional.empty());
    List<Event> events = Changes.between(none, Snapshots.with(none, Part.CONTROLLER, entries));
    assertEquals(Changes.TOLD + 1, events.size());
    assertEquals(
        "There are 42 more changes of this kind at the same time.", events.getLast().text());
  }

  /** For random machines: the same is no change, whatever the order in which it was found. */
  @Test
  void theSameMachineHasNotChanged() {
    for (int run = 0; run < 200; run++) {
      long seed = new SplittableRandom().nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      Snapshot snapshot = Snapshots.random(random);
      List<Part> shuffled = new ArrayList<>(snapshot.parts().keySet());
      Collections.shuffle(shuffled, new java.util.Random(seed));
      Map<Part, SortedMap<String, List<String>>> again = new EnumMap<>(Part.class);
      for (Part part : shuffled) {
        again.put(part, new TreeMap<>(snapshot.part(part).orElseThrow()));
      }
      assertEquals(
          List.of(), Changes.between(snapshot, new Snapshot(Events.AT, again)), "seed " + seed);
    }
  }

  /** Any single change of any part is exactly one event, and of that part. */
  @Test
  void aSingleMutationIsExactlyItsEvent() {
    Set<Part> seen = new HashSet<>();
    for (int run = 0; run < 2_000; run++) {
      long seed = new SplittableRandom().nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      Snapshot before = Snapshots.random(random);
      Part part = PARTS.get(random.nextInt(PARTS.size()));
      Snapshot after = mutated(before, part, random);
      if (after.sameAs(before) || isOtherInterface(part, before, after)) {
        continue;
      }
      List<Event> events = Changes.between(before, after);
      assertEquals(1, events.size(), "seed " + seed + ": " + events);
      Event event = events.getFirst();
      assertEquals(part.label(), event.subject().split(" ", 2)[0], "seed " + seed);
      assertEquals(after.at(), event.at(), "seed " + seed);
      assertTrue(event.text().endsWith("."), "seed " + seed + ": " + event.text());
      seen.add(part);
    }
    assertEquals(Set.copyOf(PARTS), seen);
  }

  private static boolean isOtherInterface(Part part, Snapshot before, Snapshot after) {
    return part == Part.MEDIUM
        && before
            .entry(part, "")
            .orElseThrow()
            .getFirst()
            .equals(after.entry(part, "").orElseThrow().getFirst());
  }

  private static Snapshot mutated(Snapshot before, Part part, SplittableRandom random) {
    List<String> names = List.copyOf(before.part(part).orElseThrow().keySet());
    String name = names.get(random.nextInt(names.size()));
    // An interface that goes takes its address and its lease along: that is told of the interface.
    boolean single = Snapshots.isSingle(part) || part == Part.ADDRESS || part == Part.DHCP;
    return switch (random.nextInt(single ? 1 : 3)) {
      case 0 -> Snapshots.with(before, part, name, Snapshots.words(part, random));
      case 1 -> Snapshots.without(before, part, name);
      default -> Snapshots.with(before, part, "fresh", Snapshots.words(part, random));
    };
  }
}
