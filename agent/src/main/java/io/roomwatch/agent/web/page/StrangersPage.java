package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The page for whoever comes as far as the port: which room it is, which layer broke and since
 * when, and the path. No sentence of a check, which may name machines, and nobody's name.
 */
final class StrangersPage {

  private static final int REFRESH_SECONDS = 30;

  private StrangersPage() {}

  static String of(RoomStatus status, ZoneId zone) {
    Verdict verdict = status.verdict();
    State state = verdict.cause().state();
    return Frame.page(
        new Frame.Around(
            Marks.sign(state) + " " + Marks.word(state) + ": " + status.room().name(),
            Optional.of(REFRESH_SECONDS),
            status.agent().version(),
            false),
        "",
        html -> {
          html.open("header")
              .element("h1", status.room().name())
              .element("p", status.room().site(), "class", "site")
              .close()
              .line()
              .open("main", "id", "main");
          verdict(html, status, zone);
          html.open("section", "id", "path", "data-live", "", "aria-labelledby", "path-head")
              .element("h2", "Path", "id", "path-head");
          new PathPicture(Place.standings(status.checks(), verdict)).draw(html);
          html.close().line();
          html.element(
              "p",
              "What was seen, what to do next, and everything else is for who signs in, or is on"
                  + " the machine itself.",
              "class",
              "aside");
          html.element("span", "", "id", "live")
              .element("span", "", "id", "announce", "class", "unseen", "role", "status")
              .close()
              .line();
        });
  }

  private static void verdict(Html html, RoomStatus status, ZoneId zone) {
    Verdict verdict = status.verdict();
    State state = verdict.cause().state();
    html.open(
            "section",
            "id",
            "verdict",
            "class",
            "verdict " + state.label(),
            "data-live",
            "",
            "aria-labelledby",
            "verdict-summary")
        .open("h2", "id", "verdict-summary");
    Marks.badge(html, state);
    html.text(" " + StatusPage.where(verdict.cause().id().layer())).close();
    html.open("p", "class", "aside").text("Since ");
    Words.time(html, verdict.since(), status.at(), zone);
    html.text(". ").element("code", verdict.cause().id().label()).close().close().line();
  }
}
