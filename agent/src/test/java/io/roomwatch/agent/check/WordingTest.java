package io.roomwatch.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class WordingTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, less than 1 ms",
    "PT-5S, less than 1 ms",
    "PT0.0004S, less than 1 ms",
    "PT0.012S, 12 ms",
    "PT0.999S, 999 ms",
    "PT1S, 1 s",
    "PT1.44S, 1.4 s",
    "PT15.7S, 15 s",
    "PT90S, 90 s",
    "PT2M, 2 min",
    "PT119M, 119 min",
    "PT2H, 2 h",
    "PT47H, 47 h",
    "PT48H, 2 days"
  })
  void durationsHaveOneUnit(Duration duration, String said) {
    assertEquals(said, Wording.duration(duration));
  }

  @Test
  void lists() {
    assertEquals("", Wording.list(List.of()));
    assertEquals("a", Wording.list(List.of("a")));
    assertEquals("a and b", Wording.list(List.of("a", "b")));
    assertEquals("a, b and c", Wording.list(List.of("a", "b", "c")));
  }

  @Test
  void counts() {
    assertEquals("1 controller", Wording.count(1, "controller"));
    assertEquals("0 controllers", Wording.count(0, "controller"));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasAPhraseThatStandsBehindAName(Reason reason) {
    String phrase = Wording.failure(reason, Duration.ofSeconds(5));
    assertFalse(phrase.isBlank());
    assertFalse(phrase.endsWith("."), phrase);
  }

  @Test
  void aTimeBeyondAllClocksIsStillSaid() {
    assertTrue(Wording.duration(Duration.ofSeconds(Long.MAX_VALUE)).endsWith(" days"));
    assertEquals("less than 1 ms", Wording.duration(Duration.ofSeconds(Long.MIN_VALUE)));
  }
}
