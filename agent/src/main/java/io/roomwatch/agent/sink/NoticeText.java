package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A notice as people read it, the same in every sink: room and site, what broke, the next best
 * move, since when, and what helps to understand it. Every text is one line.
 *
 * @param heading the status, room and site
 * @param summary what broke, one sentence
 * @param facts in the order of reading; none is empty
 * @param link to the status page
 */
record NoticeText(String heading, String summary, List<Fact> facts, Optional<URI> link) {

  /** The label of what changed on this machine. */
  static final String CHANGES = "In the 24 h before";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A label, and one or several lines. */
  record Fact(String label, List<String> lines) {
    Fact {
      lines = List.copyOf(lines);
    }
  }

  /**
   * How much of a notice is told.
   *
   * @param lines of one fact, the newest of a list
   * @param chars of one line
   */
  record Size(int lines, int chars) {
    static final Size USUAL = new Size(20, 500);
  }

  NoticeText {
    facts = List.copyOf(facts);
  }

  static NoticeText of(Notice notice, Attempt attempt, ZoneId zone) {
    return of(notice, attempt, zone, Size.USUAL);
  }

  static NoticeText of(Notice notice, Attempt attempt, ZoneId zone, Size size) {
    Notice.Cause cause = notice.cause();
    Notice.Context context = notice.context();
    Facts facts = new Facts(size);
    if (notice.ended().isEmpty()) {
      facts.add("Next", List.of(cause.next()));
    }
    facts.add("Since", List.of(when(notice.started(), zone)));
    notice.ended().ifPresent(end -> facts.add("Until", List.of(until(notice, end, zone))));
    late(attempt).ifPresent(late -> facts.add("Note", List.of(late)));
    facts.add("Also", context.others());
    facts.add(CHANGES, changes(context.changes(), zone));
    facts.add("Seen by", joined(cause.evidence().because()));
    facts.add("Because of it", joined(cause.evidence().consequences()));
    facts.add("On screen", codes(cause.certainty().codes()));
    facts.add("Confidence", List.of(cause.certainty().confidence()));
    facts.add("Key", List.of(notice.key()));
    return new NoticeText(
        line(word(notice.status()) + " " + place(notice.room()), size),
        line(cause.summary(), size),
        facts.all,
        context.url());
  }

  /** All of it in one line: for subjects and wherever there is one line only. */
  String headline() {
    return heading + ": " + summary;
  }

  /** The first line of a fact. */
  Optional<String> fact(String label) {
    return facts.stream()
        .filter(fact -> fact.label().equals(label))
        .map(fact -> fact.lines().get(0))
        .findFirst();
  }

  /** All of it as text, with a line end. */
  String plain() {
    StringBuilder text = new StringBuilder(heading).append("\n\n").append(summary).append("\n\n");
    for (Fact fact : facts) {
      text.append(fact.label()).append(':');
      if (fact.lines().size() == 1) {
        text.append(' ').append(fact.lines().get(0)).append('\n');
      } else {
        text.append('\n');
        fact.lines().forEach(line -> text.append("  ").append(line).append('\n'));
      }
    }
    link.ifPresent(url -> text.append("Status page: ").append(url).append('\n'));
    return text.toString();
  }

  /** {@code 37 min}, {@code 3 h 5 min}, {@code 2 d 4 h}; seconds only below a minute. */
  static String lasting(Duration duration) {
    if (duration.toMinutes() < 1) {
      return Math.max(0, duration.toSeconds()) + " s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48
        ? two(duration.toHours(), "h", duration.toMinutesPart(), "min")
        : two(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** {@code delivered 37 min late}; empty below a minute. */
  static Optional<String> late(Attempt attempt) {
    return attempt.late().toMinutes() < 1
        ? Optional.empty()
        : Optional.of("delivered " + lasting(attempt.late()) + " late");
  }

  /**
   * Local time with its zone, and UTC: {@code 2026-11-20 11:00 Europe/Berlin (10:00 UTC)}. UTC has
   * its own date where that differs.
   */
  static String when(Instant at, ZoneId zone) {
    String utc = MINUTE.format(at.atZone(ZoneOffset.UTC));
    if (zone.normalized().equals(ZoneOffset.UTC)) {
      return utc + " UTC";
    }
    String local = MINUTE.format(at.atZone(zone));
    boolean sameDay = local.substring(0, 10).equals(utc.substring(0, 10));
    return local + " " + zone.getId() + " (" + (sameDay ? TIME.format(at) : utc) + " UTC)";
  }

  private static String until(Notice notice, Instant end, ZoneId zone) {
    return when(end, zone) + ", " + lasting(Duration.between(notice.started(), end));
  }

  private static String word(Notice.Status status) {
    return switch (status) {
      case FIRING -> "[FIRING]";
      case REMINDER -> "[STILL FIRING]";
      case RESOLVED -> "[RESOLVED]";
      case TEST -> "[TEST]";
    };
  }

  private static String place(Notice.Room room) {
    return room.site().isBlank() ? room.name() : room.name() + " (" + room.site() + ")";
  }

  private static List<String> changes(List<Notice.Changed> changes, ZoneId zone) {
    return changes.stream().map(each -> when(each.at(), zone) + ": " + each.text()).toList();
  }

  private static List<String> joined(List<String> words) {
    return words.isEmpty() ? List.of() : List.of(String.join(", ", words));
  }

  /** Never "is": a code has many causes. */
  private static List<String> codes(List<String> codes) {
    return codes.isEmpty()
        ? List.of()
        : List.of(codes.stream().collect(Collectors.joining(", ", "consistent with ", "")));
  }

  private static String line(String text, Size size) {
    return Cut.chars(Cut.oneLine(text), size.chars());
  }

  /** Facts as they come; those that say nothing are left out. */
  private static final class Facts {
    private final Size size;
    private final List<Fact> all = new ArrayList<>();

    Facts(Size size) {
      this.size = size;
    }

    void add(String label, List<String> texts) {
      List<String> lines = new ArrayList<>();
      int from = Math.max(0, texts.size() - size.lines());
      if (from > 0) {
        lines.add("(" + from + " more before)");
      }
      for (String text : texts.subList(from, texts.size())) {
        String line = line(text, size);
        if (!line.isEmpty()) {
          lines.add(line);
        }
      }
      if (!lines.isEmpty()) {
        all.add(new Fact(label, lines));
      }
    }
  }

  /** How much a notice matters, in the words that PagerDuty and Alertmanager share. */
  enum Severity {
    /** The room does not work. */
    CRITICAL(2),
    /** It works badly, or its maintenance is overdue. */
    WARNING(4),
    /** A test. */
    INFO(6);

    private final int syslog;

    Severity(int syslog) {
      this.syslog = syslog;
    }

    static Severity of(Notice notice) {
      if (notice.status() == Notice.Status.TEST) {
        return INFO;
      }
      return notice.cause().state().equals("failed") && !maintenance(notice) ? CRITICAL : WARNING;
    }

    /** Whether the cause is an item of the maintenance schedule, not a verdict. */
    static boolean maintenance(Notice notice) {
      return notice.cause().layer().equals("schedule");
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** RFC 5424 table 2. */
    int syslog() {
      return syslog;
    }
  }
}
