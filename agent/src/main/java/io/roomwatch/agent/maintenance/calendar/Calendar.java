package io.roomwatch.agent.maintenance.calendar;

import io.roomwatch.agent.config.Schedule.Cadence;
import io.roomwatch.agent.config.Schedule.Day;
import io.roomwatch.agent.config.Schedule.When;
import io.roomwatch.agent.config.Schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;

/**
 * The occurrences of one item: one in each day, ISO week, month, quarter or year of its time zone.
 *
 * <p>A local time that a clock change skips is shifted forward by the length of the gap; of one
 * that occurs twice, the earlier counts. The 31st of a shorter month is its last day. A day that a
 * zone skipped as a whole (Apia, 30 December 2011) has no occurrence: its time would be that of the
 * day after.
 */
public final class Calendar {

  /** 1970-01-01 was a Thursday: the Monday of its week is three days earlier. */
  private static final int MONDAY = -3;

  private final Cadence cadence;
  private final Window window;
  private final ZoneId zone;

  /**
   * @param zone where {@code when} names none: this machine's
   */
  public Calendar(When when, ZoneId zone) {
    this.cadence = when.cadence();
    this.window = when.window();
    this.zone = when.zone().orElse(zone);
    if (cadence == Cadence.WEEKLY && !(window.day() instanceof Day.Weekday)) {
      throw new IllegalArgumentException("a weekly window names a weekday: " + window);
    }
  }

  /** The zone in which the window's time is meant. */
  public ZoneId zone() {
    return zone;
  }

  /** The newest occurrence that is due at this time or was before. */
  public Occurrence latest(Instant atOrBefore) {
    return occurrence(latestIndex(atOrBefore));
  }

  /** The first occurrence that is due later than this. */
  public Occurrence next(Instant after) {
    long index = latestIndex(after) + 1;
    while (due(index).equals(due(index + 1))) {
      index++;
    }
    return occurrence(index);
  }

  /**
   * The occurrence that an answer given now counts for. The window of an occurrence reaches from
   * {@code lead} before its time to {@code lead} before the time of the next one; the lead is never
   * more than half of what lies between two occurrences.
   *
   * @param lead how long before its time an occurrence may be answered; zero: not before
   */
  public Occurrence open(Instant now, Duration lead) {
    Occurrence latest = latest(now);
    Occurrence coming = next(latest.due());
    return now.isBefore(opens(coming, lead)) ? latest : coming;
  }

  /** When the window of an occurrence begins. */
  public Instant opens(Occurrence occurrence, Duration lead) {
    Instant before = latest(occurrence.due().minusNanos(1)).due();
    Duration half = Duration.between(before, occurrence.due()).dividedBy(2);
    return occurrence.due().minus(lead.compareTo(half) < 0 ? lead : half);
  }

  /**
   * When the agent itself acts on an occurrence: a moment of its own within the spread, and always
   * before the next occurrence.
   */
  public Instant runs(Occurrence occurrence, Duration after) {
    Instant last = next(occurrence.due()).due().minusMillis(1);
    Instant wanted = occurrence.due().plus(after);
    return wanted.isBefore(last) ? wanted : last;
  }

  /** The largest index whose time has come. */
  private long latestIndex(Instant at) {
    long index = index(LocalDate.ofInstant(at, zone)) + 1;
    while (due(index).isAfter(at)) {
      index--;
    }
    return index;
  }

  private Occurrence occurrence(long index) {
    return new Occurrence(period(first(index)), due(index));
  }

  private Instant due(long index) {
    LocalDate first = first(index);
    LocalDate month = window.month().map(named -> first.withMonth(named.getValue())).orElse(first);
    LocalDate day =
        switch (window.day()) {
          case Day.Every every -> month;
          case Day.Weekday weekday -> month.with(TemporalAdjusters.nextOrSame(weekday.day()));
          case Day.OfMonth of -> month.withDayOfMonth(Math.min(of.day(), month.lengthOfMonth()));
        };
    return ZonedDateTime.ofLocal(day.atTime(window.time()), zone, null).toInstant();
  }

  /** The first day of the period with this number, counted from the one that 1970 or 0 began. */
  private LocalDate first(long index) {
    return switch (cadence) {
      case DAILY -> LocalDate.ofEpochDay(index);
      case WEEKLY -> LocalDate.ofEpochDay(index * 7 + MONDAY);
      case MONTHLY -> month(index);
      case QUARTERLY -> month(index * 3);
      case ANNUALLY -> month(index * 12);
    };
  }

  private long index(LocalDate day) {
    long month = day.getLong(ChronoField.PROLEPTIC_MONTH);
    return switch (cadence) {
      case DAILY -> day.toEpochDay();
      case WEEKLY -> Math.floorDiv(day.toEpochDay() - MONDAY, 7L);
      case MONTHLY -> month;
      case QUARTERLY -> Math.floorDiv(month, 3L);
      case ANNUALLY -> Math.floorDiv(month, 12L);
    };
  }

  private static LocalDate month(long prolepticMonth) {
    return LocalDate.of(
        Math.toIntExact(Math.floorDiv(prolepticMonth, 12L)),
        Math.toIntExact(Math.floorMod(prolepticMonth, 12L)) + 1,
        1);
  }

  private String period(LocalDate first) {
    return switch (cadence) {
      case DAILY -> first.toString();
      case WEEKLY ->
          first.get(IsoFields.WEEK_BASED_YEAR)
              + "-W"
              + twoDigits(first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTHLY -> first.getYear() + "-" + twoDigits(first.getMonthValue());
      case QUARTERLY -> first.getYear() + "-Q" + first.get(IsoFields.QUARTER_OF_YEAR);
      case ANNUALLY -> String.valueOf(first.getYear());
    };
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
