package io.roomwatch.agent.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "120,120",
    " 120 ,120",
    "86400,86400",
    "86401,86400",
    "999999999999999999,86400"
  })
  void secondsAreTakenUpToADay(String value, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), RetryAfter.parse(value, NOW));
  }

  /** The three forms of RFC 9110 section 5.6.7. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:51:37 GMT",
        "Sun Nov  6 08:51:37 1994",
      })
  void datesAreTaken(String value) {
    assertEquals(Optional.of(Duration.ofMinutes(2)), RetryAfter.parse(value, NOW));
  }

  @Test
  void twoDigitsOfAYearAreOfThisCentury() {
    assertEquals(
        Optional.of(Duration.ofMinutes(2)),
        RetryAfter.parse("Friday, 20-Nov-26 10:02:00 GMT", Instant.parse("2026-11-20T10:00:00Z")));
  }

  @Test
  void dateFarAwayIsADay() {
    assertEquals(
        Optional.of(Duration.ofDays(1)), RetryAfter.parse("Sun, 13 Nov 1994 08:49:37 GMT", NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "",
        "soon",
        "1.5",
        "1e3",
        "99999999999999999999",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sat, 05 Nov 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT"
      })
  void whatIsOverOrNotUnderstoodIsNoWish(String value) {
    assertEquals(Optional.empty(), RetryAfter.parse(value, NOW));
  }
}
