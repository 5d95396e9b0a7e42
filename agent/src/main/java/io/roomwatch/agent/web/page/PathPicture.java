package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.web.page.Place.Part;
import io.roomwatch.agent.web.page.Place.Standing;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The path from the controller to Zoom as SVG, lying for wide screens or standing for narrow ones.
 * A stretch that is broken is drawn broken, a stop shows the sign of its state: no colour is needed
 * to read it.
 */
final class PathPicture {

  /** From one stop to the next. */
  private static final int LYING_STEP = 200;

  private static final int STANDING_STEP = 92;
  private static final int RADIUS = 22;

  private final List<Standing> standings;

  PathPicture(List<Standing> standings) {
    this.standings = List.copyOf(standings);
  }

  /** Both, of which the style sheet shows one. */
  void draw(Html html) {
    svg(html, "lying", 1000, 112, true);
    svg(html, "standing", 320, 4 * STANDING_STEP + 80, false);
  }

  private void svg(Html html, String form, int width, int height, boolean lying) {
    String title = "path-title-" + form;
    String words = "path-words-" + form;
    html.open(
            "svg",
            "class",
            "path " + form,
            "viewBox",
            "0 0 " + width + " " + height,
            "role",
            "img",
            "aria-labelledby",
            title + " " + words)
        .element("title", "The path from the controller to Zoom", "id", title)
        .element(
            "desc",
            standings.stream().map(Standing::words).collect(Collectors.joining("; ")) + ".",
            "id",
            words);
    for (int i = 0; i < standings.size(); i++) {
      if (!standings.get(i).place().isStop()) {
        stretch(html, standings.get(i), i / 2, lying);
      }
    }
    for (int i = 0; i < standings.size(); i++) {
      if (standings.get(i).place().isStop()) {
        stop(html, standings.get(i), i / 2, lying);
      }
    }
    html.close().line();
  }

  private static int x(int stop, boolean lying) {
    return lying ? 100 + stop * LYING_STEP : 40;
  }

  private static int y(int stop, boolean lying) {
    return lying ? 36 : 36 + stop * STANDING_STEP;
  }

  private static String kind(Standing standing) {
    return standing.state().map(State::label).orElse("unwatched")
        + (standing.part() == Part.CAUSE ? " cause" : "");
  }

  private static void stretch(Html html, Standing standing, int from, boolean lying) {
    int x1 = x(from, lying) + (lying ? RADIUS : 0);
    int y1 = y(from, lying) + (lying ? 0 : RADIUS);
    int x2 = x(from + 1, lying) - (lying ? RADIUS : 0);
    int y2 = y(from + 1, lying) - (lying ? 0 : RADIUS);
    int mx = (x1 + x2) / 2;
    int my = (y1 + y2) / 2;
    html.open("g", "class", "stretch " + kind(standing));
    if (standing.state().filter(state -> state == State.FAILED).isPresent()) {
      int gap = 14;
      line(html, x1, y1, lying ? mx - gap : mx, lying ? my : my - gap);
      line(html, lying ? mx + gap : mx, lying ? my : my + gap, x2, y2);
      html.alone(
          "path", "class", "cross", "d", "M%d %dl16 16m0 -16l-16 16".formatted(mx - 8, my - 8));
    } else {
      line(html, x1, y1, x2, y2);
    }
    if (standing.part() == Part.CAUSE) {
      label(html, "broken here", "flag", lying ? mx : mx + 34, lying ? my - 18 : my + 5, lying);
    } else if (standing.state().isEmpty()) {
      label(html, "not watched", "aside", lying ? mx : mx + 34, lying ? my - 10 : my + 5, lying);
    }
    html.close();
  }

  private static void stop(Html html, Standing standing, int number, boolean lying) {
    int x = x(number, lying);
    int y = y(number, lying);
    html.open("g", "class", "stop " + kind(standing))
        .alone(
            "circle",
            "cx",
            String.valueOf(x),
            "cy",
            String.valueOf(y),
            "r",
            String.valueOf(RADIUS));
    label(html, standing.state().map(Marks::sign).orElse("–"), "sign", x, y + 7, true);
    int below = standing.part() == Part.CAUSE ? 5 : 0;
    label(
        html,
        standing.place().label(),
        "name",
        lying ? x : x + 34,
        lying ? y + 44 : y + 5 - below,
        lying);
    if (standing.part() == Part.CAUSE) {
      label(html, "broken here", "flag", lying ? x : x + 34, lying ? y + 64 : y + 18, lying);
    }
    html.close();
  }

  private static void line(Html html, int x1, int y1, int x2, int y2) {
    html.alone("path", "d", "M%d %dL%d %d".formatted(x1, y1, x2, y2));
  }

  private static void label(Html html, String text, String kind, int x, int y, boolean centred) {
    html.element(
        "text",
        text,
        "class",
        kind,
        "x",
        String.valueOf(x),
        "y",
        String.valueOf(y),
        "text-anchor",
        centred ? "middle" : "start");
  }
}
