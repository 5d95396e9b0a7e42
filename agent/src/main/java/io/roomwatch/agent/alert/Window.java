package io.roomwatch.agent.alert;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Planned work that comes again: no alert begins while it lasts. It begins by the clock on the wall
 * of its zone and lasts its length in real time, also over a change to or from summer time.
 *
 * @param length at most {@link #LONGEST}
 */
public record Window(String name, Day day, LocalTime time, Duration length, ZoneId zone) {

  /** Of windows. */
  public static final Duration LONGEST = Duration.ofDays(7);

  /** On which days it begins. */
  public sealed interface Day {
    record Every() implements Day {}

    record Weekday(DayOfWeek day) implements Day {}

    /**
     * The day of every month, or the month's last when it is shorter.
     *
     * @param day 1 to 31
     */
    record OfMonth(int day) implements Day {}
  }

  public Window {
    if (length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a window lasts 7 days at most: " + length);
    }
  }

  /** When it ends, or empty when it does not hold now. */
  public Optional<Instant> holdsUntil(Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    // One day more on each side: the day of the zone may be another one when it began.
    for (long back = -1; back <= LONGEST.toDays() + 1; back++) {
      LocalDate date = today.minusDays(back);
      if (beginsOn(date)) {
        Instant from = date.atTime(time).atZone(zone).toInstant();
        Instant until = from.plus(length);
        if (!now.isBefore(from) && now.isBefore(until)) {
          return Optional.of(until);
        }
      }
    }
    return Optional.empty();
  }

  private boolean beginsOn(LocalDate date) {
    return switch (day) {
      case Day.Every() -> true;
      case Day.Weekday(DayOfWeek wanted) -> date.getDayOfWeek() == wanted;
      case Day.OfMonth(int wanted) ->
          date.getDayOfMonth() == Math.min(wanted, YearMonth.from(date).lengthOfMonth());
    };
  }
}
