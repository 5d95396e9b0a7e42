package io.roomwatch.agent.maintenance.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.config.Schedule.Cadence;
import io.roomwatch.agent.config.Schedule.Day;
import io.roomwatch.agent.config.Schedule.When;
import io.roomwatch.agent.config.Schedule.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {

  private static final Duration GRACE = Duration.ofDays(2);

  private static Calendar calendar(
      Cadence cadence, String month, String day, String time, String zone) {
    Optional<Month> named = month.isEmpty() ? Optional.empty() : Optional.of(Month.valueOf(month));
    Day on =
        day.isEmpty()
            ? new Day.Every()
            : Character.isDigit(day.charAt(0))
                ? new Day.OfMonth(Integer.parseInt(day))
                : new Day.Weekday(DayOfWeek.valueOf(day));
    When when =
        new When(
            cadence,
            new Window(named, on, LocalTime.parse(time)),
            Optional.of(ZoneId.of(zone)),
            GRACE,
            Duration.ZERO);
    return new Calendar(when, ZoneOffset.UTC);
  }

  /** What comes after a time, by hand from the tz database. */
  @ParameterizedTest(name = "{0} {1} {2} {3} in {4} after {5}")
  @CsvSource({
    // The clock goes from 02:00 to 03:00: 02:30 becomes 03:30; before and after it is itself.
    "DAILY,'','',02:30,Europe/Berlin,2026-03-27T12:00:00Z,2026-03-28T01:30:00Z,2026-03-28",
    "DAILY,'','',02:30,Europe/Berlin,2026-03-28T12:00:00Z,2026-03-29T01:30:00Z,2026-03-29",
    "DAILY,'','',02:30,Europe/Berlin,2026-03-29T12:00:00Z,2026-03-30T00:30:00Z,2026-03-30",
    // 02:30 occurs twice: the first one.
    "DAILY,'','',02:30,Europe/Berlin,2026-10-24T12:00:00Z,2026-10-25T00:30:00Z,2026-10-25",
    "WEEKLY,'',MONDAY,06:30,Europe/Berlin,2026-03-23T05:30:00Z,2026-03-30T04:30:00Z,2026-W14",
    "WEEKLY,'',SUNDAY,02:30,Europe/Berlin,2026-03-23T05:30:00Z,2026-03-29T01:30:00Z,2026-W13",
    // Weeks of ISO 8601: the last of 2026 is the 53rd and reaches into 2027.
    "WEEKLY,'',MONDAY,06:30,Europe/Berlin,2026-12-21T06:00:00Z,2026-12-28T05:30:00Z,2026-W53",
    "WEEKLY,'',FRIDAY,06:30,Europe/Berlin,2026-12-28T06:00:00Z,2027-01-01T05:30:00Z,2026-W53",
    "WEEKLY,'',MONDAY,06:30,Europe/Berlin,2026-12-28T06:00:00Z,2027-01-04T05:30:00Z,2027-W01",
    // New York: 02:00 to 03:00 on 8 March, back on 1 November.
    "DAILY,'','',02:15,America/New_York,2026-03-07T12:00:00Z,2026-03-08T07:15:00Z,2026-03-08",
    "DAILY,'','',01:30,America/New_York,2026-10-31T12:00:00Z,2026-11-01T05:30:00Z,2026-11-01",
    "MONTHLY,'',MONDAY,06:30,America/New_York,2026-02-03T00:00:00Z,2026-03-02T11:30:00Z,2026-03",
    // Lord Howe: half an hour; 02:00 becomes 02:30 on 4 October, 02:00 falls back on 5 April.
    "DAILY,'','',02:10,Australia/Lord_Howe,2026-10-03T00:00:00Z,2026-10-03T15:40:00Z,2026-10-04",
    "DAILY,'','',01:45,Australia/Lord_Howe,2026-04-04T00:00:00Z,2026-04-04T14:45:00Z,2026-04-05",
    // Apia had no 30 December 2011: the day's occurrence does not exist, a week's is a day later.
    "DAILY,'','',06:30,Pacific/Apia,2011-12-29T16:30:00Z,2011-12-30T16:30:00Z,2011-12-31",
    "DAILY,'','',06:30,Pacific/Apia,2011-12-28T16:30:00Z,2011-12-29T16:30:00Z,2011-12-29",
    "WEEKLY,'',FRIDAY,06:30,Pacific/Apia,2011-12-27T00:00:00Z,2011-12-30T16:30:00Z,2011-W52",
    "MONTHLY,'',30,06:30,Pacific/Apia,2011-12-01T00:00:00Z,2011-12-30T16:30:00Z,2011-12",
    // Sao Paulo began summer time at midnight: 00:00 to 01:00 on 4 November 2018.
    "DAILY,'','',00:00,America/Sao_Paulo,2018-11-03T12:00:00Z,2018-11-04T03:00:00Z,2018-11-04",
    "DAILY,'','',00:15,America/Sao_Paulo,2018-11-03T12:00:00Z,2018-11-04T03:15:00Z,2018-11-04",
    "WEEKLY,'',SUNDAY,00:30,America/Sao_Paulo,2018-11-01T00:00:00Z,2018-11-04T03:30:00Z,2018-W44",
    // Month ends and the leap day.
    "MONTHLY,'',31,06:30,UTC,2026-01-31T06:30:00Z,2026-02-28T06:30:00Z,2026-02",
    "MONTHLY,'',31,06:30,UTC,2028-01-31T06:30:00Z,2028-02-29T06:30:00Z,2028-02",
    "MONTHLY,'',31,06:30,UTC,2026-03-31T06:30:00Z,2026-04-30T06:30:00Z,2026-04",
    "MONTHLY,'',30,06:30,UTC,2027-01-30T06:30:00Z,2027-02-28T06:30:00Z,2027-02",
    "ANNUALLY,FEBRUARY,29,06:30,UTC,2027-03-01T00:00:00Z,2028-02-29T06:30:00Z,2028",
    "ANNUALLY,FEBRUARY,29,06:30,UTC,2028-03-01T00:00:00Z,2029-02-28T06:30:00Z,2029",
    "DAILY,'','',06:30,UTC,2028-02-28T12:00:00Z,2028-02-29T06:30:00Z,2028-02-29",
    // Quarters count from their first month, years from January or the named one.
    "QUARTERLY,'',31,06:30,UTC,2026-01-31T06:30:00Z,2026-04-30T06:30:00Z,2026-Q2",
    "QUARTERLY,'',MONDAY,06:30,UTC,2026-10-05T06:30:00Z,2027-01-04T06:30:00Z,2027-Q1",
    "QUARTERLY,'',1,00:00,UTC,2026-12-31T23:59:59Z,2027-01-01T00:00:00Z,2027-Q1",
    "ANNUALLY,'',MONDAY,06:30,UTC,2026-01-05T06:30:00Z,2027-01-04T06:30:00Z,2027",
    "ANNUALLY,NOVEMBER,15,06:30,Europe/Berlin,2026-11-15T05:30:00Z,2027-11-15T05:30:00Z,2027",
  })
  void nextOccurrence(
      Cadence cadence,
      String month,
      String day,
      String time,
      String zone,
      Instant after,
      Instant due,
      String period) {
    assertEquals(
        new Occurrence(period, due), calendar(cadence, month, day, time, zone).next(after));
  }

  @Test
  void dueNowIsTheLatestAndNotTheNext() {
    Calendar weekly = calendar(Cadence.WEEKLY, "", "MONDAY", "06:30", "UTC");
    Instant due = Instant.parse("2026-11-16T06:30:00Z");
    assertEquals(due, weekly.latest(due).due());
    assertEquals(due.plus(Duration.ofDays(7)), weekly.next(due).due());
    assertEquals(due.minus(Duration.ofDays(7)), weekly.latest(due.minusNanos(1)).due());
  }

  @Test
  void windowsReachFromLeadToLead() {
    Calendar weekly = calendar(Cadence.WEEKLY, "", "MONDAY", "06:30", "UTC");
    Instant due = Instant.parse("2026-11-16T06:30:00Z");
    Instant opens = due.minus(GRACE);
    assertEquals("2026-W46", weekly.open(opens.minusMillis(1), GRACE).period());
    assertEquals("2026-W47", weekly.open(opens, GRACE).period());
    assertEquals("2026-W47", weekly.open(due.plus(Duration.ofDays(4)), GRACE).period());
    assertEquals("2026-W47", weekly.open(due, Duration.ZERO).period());
    assertEquals("2026-W46", weekly.open(due.minusMillis(1), Duration.ZERO).period());
  }

  @Test
  void leadIsAtMostHalfOfWhatLiesBetween() {
    Calendar weekly = calendar(Cadence.WEEKLY, "", "MONDAY", "06:30", "UTC");
    Instant due = Instant.parse("2026-11-16T06:30:00Z");
    Duration lead = Duration.ofDays(180);
    assertEquals("2026-W47", weekly.open(due, lead).period());
    assertEquals(due.minus(Duration.ofHours(84)), weekly.opens(weekly.latest(due), lead));
  }

  @Test
  void actsBeforeTheNextOccurrenceWhateverTheSpread() {
    Calendar daily = calendar(Cadence.DAILY, "", "", "06:30", "UTC");
    Occurrence today = daily.latest(Instant.parse("2026-11-16T12:00:00Z"));
    assertEquals(Instant.parse("2026-11-16T06:41:00Z"), daily.runs(today, Duration.ofMinutes(11)));
    assertEquals(
        Instant.parse("2026-11-17T06:29:59.999Z"), daily.runs(today, Duration.ofHours(30)));
  }

  @Test
  void theYearHasOneOccurrenceOfEachPeriod() {
    Instant from = Instant.parse("2025-12-31T23:00:00Z");
    Instant to = Instant.parse("2026-12-31T23:00:00Z");
    assertEquals(365, count(calendar(Cadence.DAILY, "", "", "02:30", "Europe/Berlin"), from, to));
    assertEquals(
        52, count(calendar(Cadence.WEEKLY, "", "MONDAY", "02:30", "Europe/Berlin"), from, to));
    assertEquals(
        12, count(calendar(Cadence.MONTHLY, "", "31", "23:59", "Europe/Berlin"), from, to));
    assertEquals(
        4, count(calendar(Cadence.QUARTERLY, "", "1", "00:00", "Europe/Berlin"), from, to));
    assertEquals(1, count(calendar(Cadence.ANNUALLY, "", "1", "00:00", "Europe/Berlin"), from, to));
  }

  private static int count(Calendar calendar, Instant from, Instant to) {
    Set<String> periods = new HashSet<>();
    Occurrence each = calendar.next(from.minusNanos(1));
    while (each.due().isBefore(to)) {
      assertTrue(periods.add(each.period()), each::toString);
      each = calendar.next(each.due());
    }
    return periods.size();
  }

  @Test
  void laws() {
    for (long seed = 1; seed <= 400; seed++) {
      Random random = new Random(seed);
      List<String> zones = new ArrayList<>(new java.util.TreeSet<>(ZoneId.getAvailableZoneIds()));
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      Cadence cadence = List.of(Cadence.values()).get(random.nextInt(Cadence.values().length));
      When when =
          new When(cadence, window(cadence, random), Optional.of(zone), GRACE, Duration.ZERO);
      Calendar calendar = new Calendar(when, ZoneOffset.UTC);
      String what = "seed " + seed + ": " + when;
      Instant at =
          Instant.parse("1975-01-01T00:00:00Z").plusSeconds(random.nextLong(75L * 365 * 86_400));
      Occurrence before = calendar.latest(at);
      assertFalse(before.due().isAfter(at), what);
      assertEquals(before, calendar.latest(before.due()), what);
      for (int i = 0; i < 60; i++) {
        Occurrence next = calendar.next(before.due());
        Instant between =
            before
                .due()
                .plusMillis(random.nextLong(Duration.between(before.due(), next.due()).toMillis()));
        assertTrue(next.due().isAfter(before.due()), what);
        assertEquals(before, calendar.latest(between), what);
        assertEquals(next, calendar.next(between), what);
        assertEquals(before, calendar.open(between, Duration.ZERO), what);
        assertFalse(next.period().equals(before.period()), what);
        assertEquals(wanted(next.due(), zone, when.window().time()), next.due(), what);
        before = next;
      }
    }
  }

  /**
   * The instant at which the zone's own rules put the window's time, on the day that the occurrence
   * is on: worked out from the transition, not by {@code ZonedDateTime}.
   */
  private static Instant wanted(Instant due, ZoneId zone, LocalTime time) {
    for (int back = 0; back <= 1; back++) {
      LocalDateTime local =
          LocalDateTime.ofInstant(due, zone).toLocalDate().minusDays(back).atTime(time);
      ZoneOffsetTransition change = zone.getRules().getTransition(local);
      Instant at =
          change == null
              ? local.toInstant(zone.getRules().getOffset(local))
              : local.toInstant(change.getOffsetBefore());
      if (at.equals(due)) {
        return at;
      }
    }
    return Instant.EPOCH;
  }

  private static Window window(Cadence cadence, Random random) {
    LocalTime time = LocalTime.of(random.nextInt(24), random.nextInt(60));
    Day.Weekday weekday = new Day.Weekday(DayOfWeek.of(1 + random.nextInt(7)));
    Optional<Month> month =
        cadence == Cadence.ANNUALLY && random.nextBoolean()
            ? Optional.of(Month.of(1 + random.nextInt(12)))
            : Optional.empty();
    Day day =
        switch (cadence) {
          case DAILY -> new Day.Every();
          case WEEKLY -> weekday;
          case MONTHLY, QUARTERLY, ANNUALLY ->
              random.nextBoolean() ? weekday : new Day.OfMonth(1 + random.nextInt(31));
        };
    return new Window(month, day, time);
  }
}
