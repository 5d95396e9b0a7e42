package io.roomwatch.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNumberTest {

  @ParameterizedTest
  @CsvSource({
    "5.1.1 (1624.0806), 5.1.1",
    "7.0.5.12655, 7.0.5",
    "6.4.5(5571), 6.4.5",
    "' 6.3.0 ', 6.3.0",
    "6.3, 6.3.0",
    "6.3 (1), 6.3.0",
    "007.1.02, 7.1.2"
  })
  void theFirstThreePartsAreRead(String text, String expected) {
    assertEquals(expected, VersionNumber.parse(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "7",
        "7.",
        "7.0.x",
        "7.x.1",
        "v7.0.5",
        "-7.0.5",
        "7.-1.0",
        "7..0",
        "seven",
        "7.0.5b",
        "99999999999.0.0",
        "7.0.99999999999",
        "7,0,5"
      })
  void whatIsNoVersionIsEmpty(String text) {
    assertEquals(Optional.empty(), VersionNumber.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "5.1.1 (1624.0806), 5.1.1.9999, 0",
    "5.1.1, 5.1.2, -1",
    "5.9.0, 5.10.0, -1",
    "10.0.0, 9.9.9, 1",
    "6.0.0, 5.99.99, 1"
  })
  void versionsAreComparedAsNumbersAndWithoutTheBuild(String one, String other, int expected) {
    assertEquals(
        expected,
        Integer.signum(
            VersionNumber.parse(one)
                .orElseThrow()
                .compareTo(VersionNumber.parse(other).orElseThrow())));
  }

  @ParameterizedTest
  @CsvSource({
    // The month begins on a Saturday, a Sunday, a Monday, a Friday.
    "2026-07-31, 2026-08-01",
    "2026-01-15, 2026-02-07",
    "2023-05-01, 2023-05-06",
    "2026-05-01, 2026-05-02",
    // On the day itself it is today; the day after, the next quarter.
    "2026-11-07, 2026-11-07",
    "2026-11-08, 2027-02-06",
    "2026-12-31, 2027-02-06",
    "2028-02-29, 2028-05-06"
  })
  void theNextEnforcementIsTheFirstSaturdayOfAQuartersSecondMonth(LocalDate today, LocalDate next) {
    assertEquals(next, VersionNumber.nextEnforcement(today));
  }

  @Test
  void everyDayOfTwentyYearsHasOneWithinAQuarter() {
    LocalDate end = LocalDate.of(2045, 1, 1);
    for (LocalDate day = LocalDate.of(2025, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
      LocalDate next = VersionNumber.nextEnforcement(day);
      assertEquals(DayOfWeek.SATURDAY, next.getDayOfWeek());
      assertTrue(next.getDayOfMonth() <= 7 && next.getMonthValue() % 3 == 2, next.toString());
      assertTrue(!next.isBefore(day) && next.isBefore(day.plusDays(99)), day + " " + next);
    }
  }
}
