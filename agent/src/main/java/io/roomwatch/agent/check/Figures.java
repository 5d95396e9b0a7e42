package io.roomwatch.agent.check;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Sizes, rates, times and long lists as sentences write them. */
public final class Figures {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final double GIB = 1 << 30;

  private Figures() {}

  /** The first {@code most} of them and how many more there are. */
  public static String some(List<String> items, int most) {
    return items.size() <= most
        ? Wording.list(items)
        : String.join(", ", items.subList(0, most)) + " and " + (items.size() - most) + " more";
  }

  /** {@code 1 Gbit/s}, {@code 2.5 Gbit/s}, {@code 100 Mbit/s}. */
  public static String speed(double bitsPerSecond) {
    return bitsPerSecond >= 1e9
        ? plain(bitsPerSecond / 1e9) + " Gbit/s"
        : plain(bitsPerSecond / 1e6) + " Mbit/s";
  }

  public static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }

  public static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
  }

  /** At most one decimal, none where it would be zero. */
  public static String plain(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** {@code 1 day}, {@code 3 days}. */
  public static String days(long count) {
    return count + (count == 1 ? " day" : " days");
  }

  /** {@code 2026-11-20 10:00 UTC}. */
  public static String utc(Instant instant) {
    return UTC.format(instant);
  }
}
