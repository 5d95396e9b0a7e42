package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import java.util.Optional;
import java.util.function.Consumer;

/** What the page of a room has for everybody, strangers or not: its head, its path, its frame. */
final class RoomPage {

  static final int REFRESH_SECONDS = 30;

  private RoomPage() {}

  /**
   * A whole document.
   *
   * @param refresh whether it loads itself again where scripts are off
   * @param documents whether the reader may see them
   * @param digest its version; empty: there is no stream that tells of another one
   * @param main what it has to say
   */
  static String of(
      RoomStatus status, boolean refresh, boolean documents, String digest, Consumer<Html> main) {
    State state = status.verdict().cause().state();
    return Frame.page(
        new Frame.Around(
            Marks.sign(state) + " " + Marks.word(state) + ": " + status.room().name(),
            Optional.of(REFRESH_SECONDS).filter(seconds -> refresh),
            status.agent().version(),
            documents),
        digest,
        html -> {
          html.open("header")
              .element("h1", status.room().name())
              .element("p", status.room().site(), "class", "site")
              .close()
              .line()
              .open("main", "id", "main");
          main.accept(html);
          html.close().line();
        });
  }

  /** What the script says: that it is connected, and to screen readers another verdict. */
  static void live(Html html) {
    html.element("span", "", "id", "live")
        .element("span", "", "id", "announce", "class", "unseen", "role", "status");
  }

  /** Begins the section of the verdict; its headline has to have the id verdict-summary. */
  static Html verdict(Html html, State state) {
    return html.open(
        "section",
        "id",
        "verdict",
        "class",
        "verdict " + state.label(),
        "data-live",
        "",
        "aria-labelledby",
        "verdict-summary");
  }

  static void path(Html html, RoomStatus status) {
    html.open("section", "id", "path", "data-live", "", "aria-labelledby", "path-head")
        .element("h2", "Path", "id", "path-head");
    new PathPicture(Place.standings(status.checks(), status.verdict())).draw(html);
    html.close().line();
  }
}
