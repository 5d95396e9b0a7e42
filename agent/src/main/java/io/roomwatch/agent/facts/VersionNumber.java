package io.roomwatch.agent.facts;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Zoom Rooms or of a controller. Only the first three parts count: {@code 5.1.1
 * (1624.0806)} and {@code 5.1.1.99} are the same version [KB0061134].
 */
public record VersionNumber(int major, int minor, int patch) implements Comparable<VersionNumber> {

  private static final Comparator<VersionNumber> ORDER =
      Comparator.comparingInt(VersionNumber::major)
          .thenComparingInt(VersionNumber::minor)
          .thenComparingInt(VersionNumber::patch);

  /** Two parts at least; after a third whatever follows a dot, after either a space or bracket. */
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6})(?:[.\\s(].*)?|(?:[\\s(].*)?)");

  /** Reads a version; empty when it is none. A missing third part is 0. */
  public static Optional<VersionNumber> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String patch = matcher.group(3);
    return Optional.of(
        new VersionNumber(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            patch == null ? 0 : Integer.parseInt(patch)));
  }

  /**
   * The next day on which Zoom raises its minimum version, {@code today} included: the first
   * weekend of February, May, August and November [KB0061134], taken as the first Saturday of that
   * month. A month that begins on a Sunday therefore has it on the 7th.
   */
  public static LocalDate nextEnforcement(LocalDate today) {
    LocalDate month = today.withDayOfMonth(1);
    while (true) {
      LocalDate saturday = month.with(TemporalAdjusters.firstInMonth(DayOfWeek.SATURDAY));
      if (month.getMonthValue() % 3 == 2 && !saturday.isBefore(today)) {
        return saturday;
      }
      month = month.plusMonths(1);
    }
  }

  @Override
  public int compareTo(VersionNumber other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
