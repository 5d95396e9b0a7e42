package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Times and values as people read them. */
final class Words {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

  private static final int TEXTS = 6;

  /** Longer endings first: {@code _timestamp_seconds} is no duration. */
  private static final List<String> UNITS =
      List.of("_timestamp_seconds", "_seconds", "_bytes", "_ratio", "_dbm", "_days");

  private Words() {}

  /** A {@code time} element: the clock for today, else the day. */
  static void time(Html html, Instant at, View view) {
    time(html, at, view.now(), view.zone());
  }

  static void time(Html html, Instant at, Instant now, ZoneId zone) {
    html.element(
        "time",
        time(at, now, zone),
        "datetime",
        at.toString(),
        "title",
        WHOLE.format(at.atZone(zone)));
  }

  static String time(Instant at, Instant now, ZoneId zone) {
    var there = at.atZone(zone);
    var here = now.atZone(zone);
    if (there.toLocalDate().equals(here.toLocalDate())) {
      return CLOCK.format(there);
    }
    boolean near = Duration.between(at, now).abs().compareTo(Duration.ofDays(180)) < 0;
    return (near ? DAY : YEAR).format(there);
  }

  /** {@code 40 s}, {@code 12 min}, {@code 3 h 5 min}, {@code 5 days}. */
  static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    if (seconds < 2 * 86_400) {
      long minutes = seconds / 60 % 60;
      return seconds / 3600 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
    }
    return seconds / 86_400 + " days";
  }

  /** The name of a reading without its unit: {@code connect} of {@code connect_seconds}. */
  static String name(Reading reading) {
    String name = reading.name();
    for (String unit : UNITS) {
      if (name.endsWith(unit)) {
        name = name.substring(0, name.length() - unit.length());
        break;
      }
    }
    return name.replace('_', ' ');
  }

  static String value(Reading reading, View view) {
    return switch (reading.value()) {
      case Value.Measure measure -> measure(reading.name(), measure.value(), view);
      case Value.Text text -> text.value();
      case Value.Flag flag -> flag.value() ? "yes" : "no";
      case Value.Texts texts -> texts(texts.values());
      case Value.Absent absent -> "not known";
    };
  }

  private static String texts(List<String> values) {
    if (values.isEmpty()) {
      return "none";
    }
    int more = values.size() - TEXTS;
    return String.join(", ", more > 0 ? values.subList(0, TEXTS) : values)
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String measure(String name, double value, View view) {
    if (!Double.isFinite(value)) {
      return "not a number";
    }
    if (name.endsWith("_timestamp_seconds")) {
      return time(Instant.ofEpochSecond((long) value), view.now(), view.zone());
    }
    if (name.endsWith("_seconds")) {
      return seconds(value);
    }
    if (name.endsWith("_bytes")) {
      return bytes(value);
    }
    if (name.endsWith("_ratio")) {
      return figure(value * 100) + " %";
    }
    if (name.endsWith("_dbm")) {
      return figure(value) + " dBm";
    }
    return name.endsWith("_days") ? figure(value) + " days" : figure(value);
  }

  private static String seconds(double value) {
    if (Math.abs(value) >= 120) {
      return (value < 0 ? "−" : "") + span(Duration.ofSeconds((long) Math.abs(value)));
    }
    return Math.abs(value) >= 1 ? figure(value) + " s" : figure(value * 1000) + " ms";
  }

  private static String bytes(double value) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 1024 && unit < units.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return figure(scaled) + " " + units[unit];
  }

  /** Three figures, or all of a whole number. */
  private static String figure(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.valueOf((long) value);
    }
    int digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
