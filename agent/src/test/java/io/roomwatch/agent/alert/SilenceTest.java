package io.roomwatch.agent.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a silence is about, and when. */
class SilenceTest {
  private static final Instant NOW = Room.START;

  @ParameterizedTest
  @CsvSource({
    "link.peer-down, true",
    "link, true",
    "link.peer, true",
    "link.peer:boardroom-pc, true",
    "link.peer:lobby-pc, false",
    "link.port-closed, false",
    "cloud, false",
    "weekly.vpn, false"
  })
  void idNamesAVerdictALayerACheckOrItsKind(String id, boolean covers) {
    Notice.Cause cause = Room.trouble(Room.PEER_DOWN, "failed", NOW).cause();
    assertEquals(covers, of(Set.of(id)).covers(cause));
  }

  @Test
  void groupOfChecksIsCovered() {
    Notice.Cause cause = Room.trouble(Room.GATEWAY_DOWN, "failed", NOW).cause();
    assertTrue(of(Set.of("local")).covers(cause));
  }

  @Test
  void withoutIdsItIsAboutEverything() {
    assertTrue(of(Set.of()).covers(Room.trouble(Room.DNS, "failed", NOW).cause()));
  }

  @Test
  void holdsFromItsBeginToBeforeItsEnd() {
    Silence silence = of(Set.of());
    assertFalse(silence.holds(NOW.minusMillis(1)));
    assertTrue(silence.holds(NOW));
    assertTrue(silence.holds(NOW.plusSeconds(60).minusMillis(1)));
    assertFalse(silence.holds(NOW.plusSeconds(60)));
  }

  private static Silence of(Set<String> ids) {
    return new Silence(ids, "Ada", "", NOW, NOW.plusSeconds(60));
  }
}
