package io.roomwatch.agent.web.page;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.journal.History;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last day of one check as a strip of SVG: the height of a bar says the state as well as its
 * colour does. Times are drawn in steps of 5 minutes, so that the strip stays the same for a while.
 */
final class HistoryStrip {

  /** One for 5 minutes. */
  private static final int WIDTH = 288;

  private static final int HEIGHT = 16;

  private HistoryStrip() {}

  static void draw(Html html, CheckStatus check, History history) {
    List<History.Span> spans = spans(check, history);
    String words = words(check, spans);
    html.open(
            "svg",
            "class",
            "strip",
            "viewBox",
            "0 0 " + WIDTH + " " + HEIGHT,
            "preserveAspectRatio",
            "none",
            "role",
            "img",
            "aria-label",
            words)
        .element("title", words)
        .alone("path", "class", "ground", "d", "M0 %1$d.5H%2$d".formatted(HEIGHT - 1, WIDTH));
    for (History.Span span : spans) {
      int from = place(span.from(), history);
      int to = Math.max(from + 1, place(span.to(), history));
      int tall = tall(span.state());
      html.alone(
          "rect",
          "class",
          span.state().label(),
          "x",
          String.valueOf(Math.min(from, WIDTH - 1)),
          "y",
          String.valueOf(HEIGHT - tall),
          "width",
          String.valueOf(to - from),
          "height",
          String.valueOf(tall));
    }
    html.close();
  }

  /** What the journal says, and what is believed now where it says nothing. */
  private static List<History.Span> spans(CheckStatus check, History history) {
    List<History.Span> spans = new ArrayList<>(history.of(check.check().toString()));
    Instant told = spans.isEmpty() ? history.from() : spans.getLast().to();
    Instant since = check.since().isBefore(told) ? told : check.since();
    if (since.isBefore(history.to())) {
      spans.add(new History.Span(since, history.to(), check.state()));
    }
    return spans;
  }

  private static int place(Instant at, History history) {
    double whole = Duration.between(history.from(), history.to()).toMillis();
    double part = Duration.between(history.from(), at).toMillis();
    return (int) Math.round(Math.clamp(part / whole, 0, 1) * WIDTH);
  }

  private static int tall(State state) {
    return switch (state) {
      case OK -> 4;
      case UNKNOWN -> 7;
      case DEGRADED -> 11;
      case FAILED -> HEIGHT;
    };
  }

  /** {@code Last 24 h: ok 22 h, failed 50 min; changed 3 times}. */
  private static String words(CheckStatus check, List<History.Span> spans) {
    Map<State, Duration> sums = new EnumMap<>(State.class);
    spans.forEach(
        span -> sums.merge(span.state(), Duration.between(span.from(), span.to()), Duration::plus));
    List<String> parts = new ArrayList<>();
    // By the minute: a text that changes with each second would be read out again and again.
    sums.forEach(
        (state, sum) ->
            parts.add(state.label() + " " + Words.span(Duration.ofMinutes(sum.toMinutes()))));
    int changes = Math.max(0, spans.size() - 1);
    return check.check()
        + ", last 24 h: "
        + (parts.isEmpty() ? "nothing is known" : String.join(", ", parts))
        + (changes == 0 ? "" : "; changed " + (changes == 1 ? "once" : changes + " times"));
  }
}
