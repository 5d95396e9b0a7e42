package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SnapshotTest {

  private static Snapshot addresses(Map<String, List<String>> entries) {
    return new Snapshot(Events.AT, Map.of(Part.ADDRESS, new TreeMap<>(entries)));
  }

  private static final Snapshot TWO =
      addresses(Map.of("eth0", List.of("10.0.0.1/24", "10.0.1.1/24"), "eth1", List.of("a")));
  private static final Snapshot LESS = addresses(Map.of("eth0", List.of("10.0.0.1/24")));

  @Test
  void whatVanishesMustBeMissedTwice() {
    assertEquals(TWO.parts(), LESS.settled(TWO, Optional.empty()).parts());
    assertEquals(TWO.parts(), LESS.settled(TWO, Optional.of(TWO)).parts());
    assertEquals(LESS.parts(), LESS.settled(TWO, Optional.of(LESS)).parts());
  }

  @Test
  void whatIsReplacedIsReplacedAtOnce() {
    Snapshot other = addresses(Map.of("eth0", List.of("10.9.9.9/24"), "eth1", List.of("a")));
    assertEquals(other.parts(), other.settled(TWO, Optional.empty()).parts());
  }

  @Test
  void whatIsNewIsThereAtOnce() {
    assertEquals(TWO.parts(), TWO.settled(LESS, Optional.empty()).parts());
  }

  @Test
  void eachEntrySettlesByItself() {
    Snapshot mixed = addresses(Map.of("eth0", List.of("10.9.9.9/24")));
    assertEquals(
        Map.of("eth0", List.of("10.9.9.9/24"), "eth1", List.of("a")),
        mixed.settled(TWO, Optional.of(TWO)).part(Part.ADDRESS).orElseThrow());
  }

  @Test
  void aSnapshotSurvivesItsJson() {
    for (int run = 0; run < 200; run++) {
      long seed = new SplittableRandom().nextLong();
      Snapshot snapshot = Snapshots.random(new SplittableRandom(seed));
      assertEquals(
          Optional.of(snapshot), SnapshotJson.read(SnapshotJson.of(snapshot)), "seed " + seed);
    }
    assertEquals(
        Optional.of(Snapshot.NOTHING), SnapshotJson.read(SnapshotJson.of(Snapshot.NOTHING)));
  }

  @Test
  void whatANewerVersionAddedIsPassedOver() {
    String text =
        """
        {"extra":{"a":[1,{"b":2}]},"version":1,"at":"2026-11-20T10:00:00Z","more":null,
         "parts":{"smell":{"eth0":["musty"]},"dns":{"":["10.0.0.1",7,["x"],"10.0.0.2"],"y":3},
                  "vpn":"none"}}\
        """;
    assertEquals(
        Optional.of(
            new Snapshot(
                Events.AT,
                Map.of(Part.DNS, new TreeMap<>(Map.of("", List.of("10.0.0.1", "10.0.0.2")))))),
        SnapshotJson.read(text));
  }

  @Test
  void whatIsNoSnapshotIsNone() {
    for (String text :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{}",
            "{\"version\":2,\"parts\":{}}",
            "{\"version\":1,\"at\":\"yesterday\",\"parts\":{}}",
            "{\"version\":1,\"parts\":{\"dns\":{\"\":[\"10.0",
            "{\"version\":1,\"parts\":{\"dns\":{\"\":[")) {
      assertEquals(Optional.empty(), SnapshotJson.read(text), text);
    }
  }

  @Test
  void aJsonCutAnywhereIsNone() {
    String whole = SnapshotJson.of(Snapshots.random(new SplittableRandom(1)));
    for (int end = 0; end < whole.length(); end++) {
      assertEquals(Optional.empty(), SnapshotJson.read(whole.substring(0, end)));
    }
  }

  @Test
  void rulesWithoutMeasureAreNotKept() {
    Snapshot huge =
        Snapshots.with(TWO, Part.RULES, new TreeMap<>(Map.of("", List.of("x".repeat(1 << 19)))));
    assertEquals(Optional.of(TWO), SnapshotJson.read(SnapshotJson.of(huge)));
  }
}
