package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import java.time.ZoneId;

/**
 * The page for whoever comes as far as the port: which room it is, which layer broke and since
 * when, and the path. No sentence of a check, which may name machines, and nobody's name.
 */
final class StrangersPage {

  private StrangersPage() {}

  static String of(RoomStatus status, ZoneId zone) {
    return RoomPage.of(
        status,
        true,
        false,
        "",
        html -> {
          verdict(html, status, zone);
          RoomPage.path(html, status);
          html.element(
              "p",
              "What was seen, what to do next, and everything else is for who signs in, or is on"
                  + " the machine itself.",
              "class",
              "aside");
          RoomPage.live(html);
        });
  }

  private static void verdict(Html html, RoomStatus status, ZoneId zone) {
    Verdict verdict = status.verdict();
    State state = verdict.cause().state();
    RoomPage.verdict(html, state).open("h2", "id", "verdict-summary");
    Marks.badge(html, state);
    html.text(" " + StatusPage.where(verdict.cause().id().layer())).close();
    html.open("p", "class", "aside").text("Since ");
    Words.time(html, verdict.since(), status.at(), zone);
    html.text(". ").element("code", verdict.cause().id().label()).close().close().line();
  }
}
