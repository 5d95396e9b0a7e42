package io.roomwatch.agent.web.page;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Layer;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The page: verdict, path, alerts, checks, schedule, silences, events. Each {@code section} with
 * {@code data-live} is replaced by its script when it changes.
 */
final class StatusPage {

  private static final int REFRESH_SECONDS = 30;

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
    RoomStatus status = view.status();
    State state = status.verdict().cause().state();
    return Frame.page(
        new Frame.Around(
            Marks.sign(state) + " " + Marks.word(state) + ": " + status.room().name(),
            Optional.of(REFRESH_SECONDS).filter(seconds -> refresh),
            status.agent().version(),
            true),
        Digest.of(live.toString()),
        html -> {
          html.open("header")
              .element("h1", status.room().name())
              .element("p", status.room().site(), "class", "site")
              .close()
              .line()
              .open("main", "id", "main");
          told.ifPresent(text -> html.element("p", text, "class", "told", "role", "status"));
          html.add(live);
          still(html, refresh);
          html.close().line();
        });
  }

  /** What distinguishes this state of the page from another. */
  String digest() {
    return Digest.of(live().toString());
  }

  private Html live() {
    Html html = new Html();
    verdict(html);
    path(html);
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
    // What the script says: that it is connected, and to screen readers another verdict.
    html.element("span", "", "id", "live")
        .element("span", "", "id", "announce", "class", "unseen", "role", "status");
    html.open("noscript");
    if (refresh) {
      html.text("This page loads itself again every " + REFRESH_SECONDS + " seconds. ")
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
        .open("p", "class", "state");
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

  private void path(Html html) {
    html.open("section", "id", "path", "data-live", "", "aria-labelledby", "path-head")
        .element("h2", "Path", "id", "path-head");
    new PathPicture(Place.standings(view.status().checks(), view.status().verdict())).draw(html);
    html.close().line();
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

  /** Whether an alert was told to people. */
  static boolean isFiring(Alert alert) {
    return alert.phase() instanceof Alert.Firing;
  }
}
