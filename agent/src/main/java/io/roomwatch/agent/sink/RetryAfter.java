package io.roomwatch.agent.sink;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code Retry-After}, RFC 9110 section 10.2.3: seconds, or a date in one of three forms. */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);

  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.of(2000, 1, 1))
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final List<DateTimeFormatter> DATES =
      List.of(DateTimeFormatter.RFC_1123_DATE_TIME, RFC_850, ASCTIME);

  private RetryAfter() {}

  /**
   * From now on; at most a day. Empty for what is not understood, is over, or is nothing.
   *
   * @param now by the receiver's clock ({@code Date}) where it tells the time, for a date is its
   */
  static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    Optional<Duration> wish =
        text.matches("[0-9]{1,18}")
            ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
            : date(text).map(date -> Duration.between(now, date));
    return wish.filter(Duration::isPositive)
        .map(each -> each.compareTo(LONGEST) > 0 ? LONGEST : each);
  }

  /** An HTTP-date, RFC 9110 section 5.6.7. */
  static Optional<Instant> date(String text) {
    for (DateTimeFormatter form : DATES) {
      try {
        return Optional.of(ZonedDateTime.parse(text.strip(), form).toInstant());
      } catch (DateTimeException e) {
        // The next form, then.
      }
    }
    return Optional.empty();
  }
}
