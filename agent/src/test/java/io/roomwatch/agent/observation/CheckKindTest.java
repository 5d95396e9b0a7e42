package io.roomwatch.agent.observation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class CheckKindTest {

  @Test
  void defaultsKeepTheRulesThatFilesMustKeep() {
    for (CheckKind kind : CheckKind.values()) {
      assertTrue(kind.timeout().compareTo(kind.interval()) < 0, kind.id());
      assertTrue(kind.interval().compareTo(kind.shortestInterval()) >= 0, kind.id());
    }
  }

  @Test
  void peersAndTheStatusPageAreLeftInPeace() {
    assertEquals(Duration.ofSeconds(15), CheckKind.LINK_PEER.shortestInterval());
    assertEquals(Duration.ofMinutes(5), CheckKind.CLOUD_STATUS.shortestInterval());
  }

  @Test
  void idsAreUnique() {
    long ids = Arrays.stream(CheckKind.values()).map(CheckKind::id).distinct().count();
    assertEquals(CheckKind.values().length, ids);
  }

  @Test
  void thresholdsAreUniqueAndFoundByName() {
    for (CheckKind kind : CheckKind.values()) {
      HashSet<String> names = new HashSet<>();
      kind.thresholds().forEach(each -> assertTrue(names.add(each.name()), each.name()));
    }
    assertEquals(-67, CheckKind.LOCAL_WIFI.threshold("signal_degraded_dbm").value());
    assertThrows(
        IllegalArgumentException.class, () -> CheckKind.ROOM_APP.threshold("signal_degraded_dbm"));
  }

  @Test
  void thresholdSaysItsUnitAndKeepsItsRange() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Threshold("offset_degraded", 1, Threshold.Unit.SECONDS));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Threshold("load_degraded_ratio", 95, Threshold.Unit.RATIO));
  }
}
