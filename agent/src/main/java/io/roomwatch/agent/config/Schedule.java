package io.roomwatch.agent.config;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The maintenance schedule.
 *
 * @param items the built-in ones in their order, then custom ones as the file lists them; disabled
 *     items are among them
 */
public record Schedule(List<Item> items) {
  public Schedule {
    items = List.copyOf(items);
  }

  /**
   * Something to be done again and again.
   *
   * @param id a {@link BuiltInItem}'s, or {@code custom.…}
   * @param title one phrase
   * @param owner who does it; empty: nobody in particular
   * @param severity how much it matters when it is overdue
   * @param checks of a custom item: run as its evidence; empty: a person attests
   */
  public record Item(
      String id,
      String title,
      When when,
      boolean enabled,
      Optional<String> owner,
      Severity severity,
      List<CheckId> checks) {
    public Item {
      checks = List.copyOf(checks);
    }
  }

  /**
   * @param zone empty: this machine's time zone
   * @param grace how long after its time an item may stay open before it is overdue
   * @param spread how long after its time the agent runs it at the latest: each room at a moment of
   *     its own, so that many rooms do not test at once; zero: on time
   */
  public record When(
      Cadence cadence, Window window, Optional<ZoneId> zone, Duration grace, Duration spread) {}

  /** How often. */
  public enum Cadence {
    DAILY(Duration.ofHours(12)),
    WEEKLY(Duration.ofDays(2)),
    MONTHLY(Duration.ofDays(7)),
    QUARTERLY(Duration.ofDays(14)),
    ANNUALLY(Duration.ofDays(30));

    private final Duration grace;

    Cadence(Duration grace) {
      this.grace = grace;
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The grace of an item that sets none. */
    public Duration grace() {
      return grace;
    }
  }

  /**
   * When in its period an item falls due.
   *
   * @param month of the year, for annual items; empty: the period's first month
   */
  public record Window(Optional<Month> month, Day day, LocalTime time) {}

  /** On which day of its period. */
  public sealed interface Day {
    /** Every day; daily items only. */
    record Every() implements Day {}

    /** The first such day of the period; every one for weekly items. */
    record Weekday(DayOfWeek day) implements Day {}

    /**
     * The day of the period's first month, or that month's last when it is shorter.
     *
     * @param day 1 to 31
     */
    record OfMonth(int day) implements Day {}
  }
}
