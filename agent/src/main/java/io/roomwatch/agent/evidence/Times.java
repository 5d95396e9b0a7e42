package io.roomwatch.agent.evidence;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them. */
final class Times {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code Fri 2026-11-20 11:00:00}. */
  static String local(Instant at, ZoneId zone) {
    return LOCAL.format(at.atZone(zone));
  }

  /** {@code Fri 2026-11-20 11:00:00 Europe/Berlin (2026-11-20 10:00:00 UTC)}. */
  static String both(Instant at, ZoneId zone) {
    boolean same = zone.getRules().getOffset(at).equals(ZoneOffset.UTC);
    return local(at, zone) + " " + zone + (same ? "" : " (" + UTC.format(at) + ")");
  }

  /** {@code 20261120T100000Z}, for names of files. */
  static String name(Instant at) {
    return NAME.format(at);
  }
}
