package io.roomwatch.agent.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When planned work holds. */
class WindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void weekdayWindowReachesIntoTheNextDay() {
    Window window =
        window(new Window.Day.Weekday(DayOfWeek.SATURDAY), "22:00", Duration.ofHours(4));
    Optional<Instant> end = Optional.of(Instant.parse("2026-11-22T01:00:00Z"));
    assertEquals(Optional.empty(), window.holdsUntil(Instant.parse("2026-11-21T20:59:59Z")));
    assertEquals(end, window.holdsUntil(Instant.parse("2026-11-21T21:00:00Z")));
    assertEquals(end, window.holdsUntil(Instant.parse("2026-11-22T00:59:59Z")));
    assertEquals(Optional.empty(), window.holdsUntil(Instant.parse("2026-11-22T01:00:00Z")));
  }

  @Test
  void lastsItsRealLengthWhereTheClockIsSetBack() {
    // 2026-10-25 03:00 CEST becomes 02:00 CET.
    Window window = window(new Window.Day.Every(), "01:30", Duration.ofHours(2));
    assertEquals(
        Optional.of(Instant.parse("2026-10-25T01:30:00Z")),
        window.holdsUntil(Instant.parse("2026-10-24T23:30:00Z")));
    assertEquals(Optional.empty(), window.holdsUntil(Instant.parse("2026-10-25T01:30:00Z")));
  }

  @Test
  void beginsAlsoOnTheDayOnWhichItsTimeDoesNotExist() {
    // 2026-03-29 02:00 CET becomes 03:00 CEST: 02:30 is 03:30.
    Window window = window(new Window.Day.Every(), "02:30", Duration.ofHours(1));
    assertEquals(
        Optional.of(Instant.parse("2026-03-29T02:30:00Z")),
        window.holdsUntil(Instant.parse("2026-03-29T01:30:00Z")));
  }

  @Test
  void dayOfMonthIsTheLastOneOfAShorterMonth() {
    Window window = window(new Window.Day.OfMonth(31), "12:00", Duration.ofHours(1));
    assertEquals(
        Optional.of(Instant.parse("2028-02-29T12:00:00Z")),
        window.holdsUntil(Instant.parse("2028-02-29T11:30:00Z")));
    assertEquals(Optional.empty(), window.holdsUntil(Instant.parse("2028-02-28T11:30:00Z")));
  }

  @Test
  void wholeWeekHoldsToItsEnd() {
    Window window = window(new Window.Day.OfMonth(1), "00:00", Window.LONGEST);
    assertEquals(
        Optional.of(Instant.parse("2026-12-07T23:00:00Z")),
        window.holdsUntil(Instant.parse("2026-12-07T22:59:59Z")));
  }

  @Test
  void longerThanAWeekIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> window(new Window.Day.Every(), "00:00", Window.LONGEST.plusMillis(1)));
  }

  private static Window window(Window.Day day, String time, Duration length) {
    return new Window("work", day, LocalTime.parse(time), length, BERLIN);
  }
}
