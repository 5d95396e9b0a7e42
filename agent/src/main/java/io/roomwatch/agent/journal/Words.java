package io.roomwatch.agent.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The small parts of the sentences of events. */
final class Words {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /** {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b, c and 4 more}. */
  static String some(List<String> items, int most) {
    if (items.size() > most) {
      return String.join(", ", items.subList(0, most)) + " and " + (items.size() - most) + " more";
    }
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }

  /** {@code 1 event}, {@code 1,234 events}. */
  static String count(long number, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
  }

  /** {@code 40 s}, {@code 12 min}, {@code 3 h}, {@code 5 days}. */
  static String span(Duration duration) {
    if (duration.toSeconds() < 120) {
      return Math.max(0, duration.toSeconds()) + " s";
    }
    if (duration.toHours() < 2) {
      return duration.toMinutes() + " min";
    }
    return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " days";
  }

  /** {@code 2026-11-20 10:00 UTC}. */
  static String utc(Instant instant) {
    return UTC.format(instant);
  }
}
