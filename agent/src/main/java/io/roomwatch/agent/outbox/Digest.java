package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.outbox.Letter.Earlier;
import io.roomwatch.agent.sink.Receiver.Audience;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The next message to one sink, out of the letters that wait for it. Machines get one letter a
 * message. People get together what was said at once, and after a time without a way to them the
 * whole story: what is broken now leads, everything else is a line.
 *
 * @param notice to be sent
 * @param lead the letter that the notice is made of, and its lateness
 * @param items all that the message tells
 */
record Digest(Notice notice, Item lead, List<Item> items) {

  /** After this the way to the sink has been closed, and not only slow. */
  private static final Duration BACKLOG = Duration.ofMinutes(1);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  Digest {
    items = List.copyOf(items);
  }

  /**
   * @param waiting at least one, in order
   * @param now by the steady clock
   */
  static Digest next(List<Item> waiting, Audience audience, Instant now) {
    Item first = waiting.get(0);
    List<Item> told =
        switch (audience) {
          case MACHINES -> List.of(first);
          case PEOPLE -> together(first, waiting, now);
        };
    Item lead =
        told.stream()
            .filter(one -> !one.is(Notice.Status.RESOLVED))
            .min(Comparator.comparing(Digest::isMilder))
            .orElse(told.get(told.size() - 1));
    List<String> others = new ArrayList<>(lead.notice().context().others());
    lead.letter.earlier().ifPresent(earlier -> others.add(words(earlier)));
    told.stream().filter(one -> one != lead).map(Digest::line).forEach(others::add);
    return new Digest(withOthers(lead.notice(), others), lead, told);
  }

  private static List<Item> together(Item first, List<Item> waiting, Instant now) {
    if (first.is(Notice.Status.TEST)) {
      return List.of(first);
    }
    boolean backlog = first.attempts > 0 || first.due.plus(BACKLOG).isBefore(now);
    return waiting.stream()
        .filter(one -> !one.is(Notice.Status.TEST))
        .filter(
            one ->
                backlog
                    || (one.due.equals(first.due)
                        && one.notice().status() == first.notice().status()))
        .toList();
  }

  /** False sorts first: what is failed leads before what is degraded. */
  private static boolean isMilder(Item item) {
    return !item.notice().cause().state().equals("failed");
  }

  private static String line(Item item) {
    Notice notice = item.notice();
    String since = CLOCK.format(notice.started());
    String what =
        switch (notice.status()) {
          case FIRING, TEST -> "Also broken since " + since + " UTC: ";
          case REMINDER -> "Still broken since " + since + " UTC: ";
          case RESOLVED -> "Over, broken from " + since + " to " + end(notice) + " UTC: ";
        };
    return what
        + notice.cause().summary()
        + item.letter.earlier().map(earlier -> " " + words(earlier)).orElse("");
  }

  /** With its day only when that is another one. */
  private static String end(Notice notice) {
    String began = CLOCK.format(notice.started());
    String ended = CLOCK.format(notice.ended().orElse(notice.started()));
    int day = "yyyy-MM-dd ".length();
    return ended.startsWith(began.substring(0, day)) ? ended.substring(day) : ended;
  }

  private static String words(Earlier earlier) {
    return "Before that "
        + (earlier.times() == 1 ? "one alert" : earlier.times() + " alerts")
        + " of this went untold since "
        + CLOCK.format(earlier.since())
        + " UTC, broken for "
        + Math.max(1, earlier.broken().toMinutes())
        + " min in all.";
  }

  private static Notice withOthers(Notice notice, List<String> others) {
    return new Notice(
        notice.status(),
        notice.key(),
        notice.room(),
        notice.cause(),
        notice.started(),
        notice.ended(),
        new Notice.Context(notice.context().changes(), others, notice.context().url()));
  }
}
