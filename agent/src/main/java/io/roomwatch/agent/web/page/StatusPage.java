package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Layer;
import io.roomwatch.agent.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The page: verdict, path, alerts, checks, schedule, silences, events. Each {@code section} with
 * {@code data-live} is replaced by its script when it changes.
 */
final class StatusPage {

  private final View view;
  private final boolean mayChange;

  /**
   * @param mayChange whether the reader is offered to attest and to silence
   */
  StatusPage(View view, boolean mayChange) {
    this.view = view;
    this.mayChange = mayChange;
  }

  /**
   * @param told what came of what the reader has just done; empty: nothing was done
   * @param refresh whether the page loads itself again where scripts are off
   */
  String page(Optional<String> told, boolean refresh) {
    Html live = live();
    return RoomPage.of(
        view.status(),
        refresh,
        true,
        Digest.of(live.toString()),
        html -> {
          told.ifPresent(text -> html.element("p", text, "class", "told", "role", "status"));
          html.add(live);
          still(html, refresh);
        });
  }

  /** What distinguishes this state of the page from another. */
  String digest() {
    return Digest.of(live().toString());
  }

  private Html live() {
    Html html = new Html();
    verdict(html);
    RoomPage.path(html, view.status());
    troubles(html);
    new AlertsPart(view, mayChange).draw(html);
    new ChecksPart(view).draw(html);
    new SchedulePart(view, mayChange).draw(html);
    new SilencesPart(view, mayChange).draw(html);
    new EventsPart(view).draw(html);
    return html;
  }

  /** For readers without scripts: how fresh this is, and how to stop it from loading again. */
  private void still(Html html, boolean refresh) {
    html.open("p", "class", "still").text("As of ");
    Words.time(html, view.now(), view);
    html.text(" " + view.zone().getId() + ". ");
    RoomPage.live(html);
    html.open("noscript");
    if (refresh) {
      html.text("This page loads itself again every " + RoomPage.REFRESH_SECONDS + " seconds. ")
          .element("a", "Stop that", "href", "/?refresh=off")
          .text(".");
    } else {
      html.element("a", "Load it again", "href", "/").text(".");
    }
    html.close().close();
  }

  private void verdict(Html html) {
    Verdict verdict = view.status().verdict();
    State state = verdict.cause().state();
    RoomPage.verdict(html, state).open("p", "class", "state");
    Marks.badge(html, state);
    html.text(" " + where(verdict.cause().id().layer())).close();
    html.element("h2", verdict.summary(), "id", "verdict-summary");
    if (!verdict.next().isBlank()) {
      html.open("p", "class", "next").element("strong", "Next: ").text(verdict.next()).close();
    }
    html.open("p", "class", "aside").text("Since ");
    Words.time(html, verdict.since(), view);
    html.text(
        " ("
            + Words.span(
                Duration.ofMinutes(Duration.between(verdict.since(), view.now()).toMinutes()))
            + ")");
    if (state != State.OK && state != State.UNKNOWN) {
      html.text(", confidence " + verdict.cause().confidence().label());
      if (!verdict.cause().codes().isEmpty()) {
        html.text(", consistent with " + String.join(", ", verdict.cause().codes()));
      }
    }
    html.text(". ").element("code", verdict.cause().id().label()).close();
    if (state != State.OK) {
      grounds(html, verdict);
    }
    html.close().line();
  }

  private static void grounds(Html html, Verdict verdict) {
    html.open("details", "id", "verdict-why").element("summary", "Why");
    checks(html, "Says so:", verdict.because());
    checks(html, "Follows from it:", verdict.consequences());
    if (!verdict.grounds().disproof().isBlank()) {
      html.element("p", "What would prove it wrong: " + verdict.grounds().disproof());
    }
    String source = verdict.grounds().source();
    html.element(
        "p",
        "Known from: "
            + verdict.grounds().provenance().label()
            + (source.isBlank() ? "" : ", " + source)
            + " (rule "
            + verdict.grounds().rule()
            + ").",
        "class",
        "aside");
    html.close();
  }

  private static void checks(Html html, String words, List<CheckId> checks) {
    if (checks.isEmpty()) {
      return;
    }
    html.open("p").text(words);
    for (CheckId check : checks) {
      html.text(" ").element("a", check.toString(), "href", "#" + ChecksPart.anchor(check));
    }
    html.close();
  }

  static String where(Layer layer) {
    return switch (layer) {
      case SERVICE -> "at the Zoom service";
      case HOST -> "on the room device";
      case NET -> "in the local network";
      case LINK -> "between controller and room";
      case CLOUD -> "on the way to Zoom";
      case APP -> "in the room app";
      case ROOM -> "in the room's equipment";
      case AGENT -> "about Roomwatch itself";
      case NONE -> "";
    };
  }

  private void troubles(Html html) {
    html.open("section", "id", "troubles", "data-live", "", "class", "troubles");
    view.troubles().forEach(text -> html.element("p", text, "class", "trouble"));
    view.status()
        .agent()
        .storage()
        .filter(storage -> !storage.text().isEmpty())
        .ifPresent(storage -> html.element("p", storage.text(), "class", "trouble"));
    html.close().line();
  }
}
