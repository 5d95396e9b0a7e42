package io.roomwatch.agent.web.page;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Group;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks by group: state, reason, since when, what was seen, values, the last day. */
final class ChecksPart {

  /** Of a group with thousands of peers the worst are shown. */
  private static final int MOST = 100;

  private final View view;

  ChecksPart(View view) {
    this.view = view;
  }

  /** Where a check stands in the page. */
  static String anchor(CheckId check) {
    return "check-" + check.toString().replaceAll("\\s", "_");
  }

  void draw(Html html) {
    html.open("section", "id", "checks", "aria-labelledby", "checks-head")
        .element("h2", "Checks", "id", "checks-head");
    legend(html);
    Map<Group, List<CheckStatus>> groups = new EnumMap<>(Group.class);
    view.status()
        .checks()
        .forEach(
            check ->
                groups
                    .computeIfAbsent(check.check().kind().group(), one -> new ArrayList<>())
                    .add(check));
    groups.forEach((group, checks) -> group(html, group, checks));
    html.close().line();
  }

  private static void legend(Html html) {
    html.open("p", "class", "legend").text("Strips show the last 24 hours: ");
    for (State state : List.of(State.OK, State.UNKNOWN, State.DEGRADED, State.FAILED)) {
      html.element("span", "", "class", "bar " + state.label(), "aria-hidden", "true")
          .text(" " + state.label() + " ");
    }
    html.close();
  }

  private void group(Html html, Group group, List<CheckStatus> checks) {
    String id = "group-" + group.label();
    html.open("section", "id", id, "class", "group", "data-live", "", "aria-labelledby", id + "-h")
        .open("h3", "id", id + "-h")
        .text(title(group) + " ")
        .element("span", counts(checks), "class", "aside")
        .close()
        .open("ul", "class", "checks")
        .line();
    checks.stream()
        .sorted(Comparator.comparingInt(check -> rank(check.state())))
        .limit(MOST)
        .forEach(check -> check(html, check));
    html.close();
    if (checks.size() > MOST) {
      html.open("p")
          .text("The worst " + MOST + " of " + checks.size() + " are shown; all are in the ")
          .element("a", "status document", "href", "/api/v1/status")
          .text(".")
          .close();
    }
    html.close().line();
  }

  private static String title(Group group) {
    return switch (group) {
      case LINK -> "Controller link";
      case PATH -> "Path between agents";
      case CLOUD -> "Way to Zoom";
      case LOCAL -> "This machine and its network";
      case ROOM -> "Room app and equipment";
    };
  }

  private static int rank(State state) {
    return switch (state) {
      case FAILED -> 0;
      case DEGRADED -> 1;
      case UNKNOWN -> 2;
      case OK -> 3;
    };
  }

  private static String counts(List<CheckStatus> checks) {
    List<String> parts = new ArrayList<>();
    for (State state : List.of(State.FAILED, State.DEGRADED, State.UNKNOWN, State.OK)) {
      long count = checks.stream().filter(check -> check.state() == state).count();
      if (count > 0) {
        parts.add(count + " " + state.label());
      }
    }
    return String.join(", ", parts);
  }

  private void check(Html html, CheckStatus check) {
    Optional<Observation> telling = check.proof().or(check::latest);
    html.open("li", "id", anchor(check.check()), "class", "check " + check.state().label())
        .open("div", "class", "head");
    Marks.badge(html, check.state());
    html.text(" ").element("strong", check.check().toString());
    if (check.state() != State.OK) {
      html.text(" ").element("span", check.reason().label(), "class", "reason");
    }
    if (check.flapping()) {
      html.text(" ").element("span", "comes and goes", "class", "reason");
    }
    html.close();
    HistoryStrip.draw(html, check, view.kept().history());
    html.element(
        "p",
        telling.map(seen -> seen.finding().text()).orElse("Not looked at yet."),
        "class",
        "seen");
    html.open("p", "class", "aside").text("Since ");
    Words.time(html, check.since(), view);
    check
        .latest()
        .ifPresent(
            latest -> {
              html.text(", looked at ");
              Words.time(html, latest.at(), view);
            });
    html.text(".").close();
    telling.map(Observation::finding).ifPresent(finding -> values(html, check, finding));
    html.close().line();
  }

  private void values(Html html, CheckStatus check, Finding finding) {
    if (finding.readings().isEmpty() && finding.phases().isEmpty()) {
      return;
    }
    html.open("details", "id", anchor(check.check()) + "-values")
        .open("summary")
        .text("Values")
        .element("span", " of " + check.check(), "class", "unseen")
        .close()
        .open("dl");
    for (Reading reading : finding.readings()) {
      html.open("div")
          .element("dt", Words.name(reading))
          .element("dd", Words.value(reading, view))
          .close();
    }
    finding
        .phases()
        .forEach(
            phase ->
                html.open("div")
                    .element("dt", "phase " + phase.phase().label())
                    .element(
                        "dd", Words.value(Reading.seconds("phase_seconds", phase.took()), view))
                    .close());
    html.close().close();
  }
}
