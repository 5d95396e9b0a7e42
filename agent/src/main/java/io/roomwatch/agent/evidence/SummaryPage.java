package io.roomwatch.agent.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.maintenance.HtmlReport;
import io.roomwatch.agent.observation.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The page that a person reads first: one HTML file that loads nothing and runs nothing, for light
 * and dark screens, narrow ones and paper. Long lists are cut, and say where the rest is.
 */
final class SummaryPage {

  private static final int CHECKS = 300;
  private static final int EVENTS = 100;

  private static final List<String> WORST_FIRST =
      List.of(
          State.FAILED.label(), State.DEGRADED.label(), State.UNKNOWN.label(), State.OK.label());

  private final Evidence evidence;
  private final JsonNode status;
  private final ZoneId zone;
  private final Html html = new Html();

  private SummaryPage(Evidence evidence) {
    this.evidence = evidence;
    this.status = evidence.sight().status();
    this.zone = evidence.occasion().zone();
  }

  /**
   * @param evidence from which secrets have been taken out
   * @param journal what of the journal is in the bundle
   * @param remarks what was left out or is missing
   */
  static String of(
      Evidence evidence, List<Field> fields, List<Event> journal, List<String> remarks) {
    SummaryPage page = new SummaryPage(evidence);
    page.top();
    page.verdict();
    page.fields(fields);
    page.checks();
    page.events(
        "changes",
        "What changed",
        "In the 24 hours before"
            + evidence
                .sight()
                .troubleSince()
                .map(at -> " " + Times.local(at, page.zone) + ", when it began, and since")
                .orElse(""),
        evidence.past().changes().events(),
        Part.CHANGES);
    page.events(
        "journal",
        "What happened",
        "Since " + Times.local(evidence.occasion().from(), page.zone),
        journal,
        Part.JOURNAL);
    new MachineSections(page.html, evidence).write();
    page.contents(remarks);
    return page.html.raw("</main>\n</body>\n</html>\n").toString();
  }

  private void top() {
    String room = evidence.setup().room().name();
    html.raw(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>%s: evidence</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        """
            .formatted(HtmlReport.escaped(room), style()));
    html.raw("<header>\n").element("p", "kind", "Roomwatch evidence").element("h1", room);
    html.element(
        "p",
        "about",
        "Site "
            + evidence.setup().room().site()
            + ". Drawn up "
            + Times.both(evidence.occasion().at(), zone)
            + " by roomwatch "
            + evidence.versions().agent()
            + ".");
    html.raw("<nav>");
    List.of("ticket", "checks", "changes", "journal", "phases", "machine", "versions", "contents")
        .forEach(id -> html.raw("<a href=\"#" + id + "\">" + id + "</a> "));
    html.raw("</nav>\n</header>\n");
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(SummaryPage.class.getResourceAsStream("page.css"), "page.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("page.css is part of the jar", e);
    }
  }

  private void verdict() {
    JsonNode verdict = status.path("verdict");
    String state = verdict.path("state").asText(State.UNKNOWN.label());
    html.raw("<section class=\"verdict ").raw(colour(state)).raw("\">\n<p>").state(state);
    if (status.isMissingNode()) {
      html.raw("</p>\n")
          .element("p", "summary", "What is wrong could not be told: " + evidence.sight().from())
          .end();
      return;
    }
    html.raw(" <code>").text(verdict.path("id").asText()).raw("</code> <span class=\"small\">");
    html.text("confidence " + verdict.path("confidence").asText());
    since(verdict).ifPresent(at -> html.text(", since " + Times.local(at, zone)));
    html.raw("</span></p>\n").element("p", "summary", verdict.path("summary").asText());
    html.raw("<p class=\"next\"><strong>Next:</strong> ")
        .text(verdict.path("next").asText())
        .raw("</p>\n");
    codes(verdict);
    named("Because of", verdict.path("because"));
    named("Explains", verdict.path("consequences"));
    html.element("p", "small", "Said " + evidence.sight().from() + ".").end();
  }

  private Optional<Instant> since(JsonNode verdict) {
    return evidence
        .sight()
        .troubleSince()
        .filter(at -> !verdict.path("state").asText().equals(State.OK.label()));
  }

  private void codes(JsonNode verdict) {
    List<String> codes = words(verdict.path("codes"));
    if (!codes.isEmpty()) {
      html.element("p", "Consistent with " + String.join(", ", codes) + ".");
    }
    evidence
        .occasion()
        .asked()
        .code()
        .ifPresent(
            code ->
                html.element(
                    "p",
                    codes.contains(code)
                        ? "The code on the screen, " + code + ", is one of these."
                        : "The code on the screen is "
                            + code
                            + ": this verdict does not speak of it."));
  }

  private void named(String how, JsonNode checks) {
    List<String> all = words(checks);
    if (!all.isEmpty()) {
      html.raw("<p class=\"small\">").text(how + " ");
      html.raw("<code>").text(String.join(" ", all.subList(0, Math.min(20, all.size()))));
      html.raw("</code>");
      if (all.size() > 20) {
        html.text(" and " + (all.size() - 20) + " more");
      }
      html.raw("</p>\n");
    }
  }

  private void fields(List<Field> fields) {
    html.section("ticket", "For the ticket")
        .element(
            "p",
            "What Zoom, a network team or a maker asks for. Marked blanks are for a person to fill"
                + " in: on paper, or in fields.txt.");
    html.raw("<dl class=\"fields\">\n");
    for (Field field : fields) {
      html.raw("<div>").element("dt", field.asked()).raw("<dd>");
      field.known().forEach(line -> html.element("p", line));
      field
          .blank()
          .ifPresent(
              what ->
                  html.raw("<p class=\"blank\"><span class=\"fill\">fill in</span> ")
                      .text(what)
                      .raw("</p>\n"));
      html.raw("</dd></div>\n");
    }
    html.raw("</dl>\n").end();
  }

  private void checks() {
    html.section("checks", "Checks");
    List<JsonNode> all = new ArrayList<>();
    status.path("checks").forEach(all::add);
    if (all.isEmpty()) {
      html.element("p", "None was looked at: " + evidence.sight().from() + ".").end();
      return;
    }
    all.sort(Comparator.comparingInt(check -> WORST_FIRST.indexOf(check.path("state").asText())));
    html.table("checks", "State", "Check", "Reason", "Seen");
    for (JsonNode check : all.subList(0, Math.min(CHECKS, all.size()))) {
      html.raw("<tr><td>").state(check.path("state").asText()).raw("</td><td><code>");
      html.text(check.path("id").asText()).raw("</code></td><td>");
      html.text(check.path("reason").asText()).raw("</td><td>");
      html.text(check.path("text").asText()).raw("</td></tr>\n");
    }
    html.endTable();
    more(CHECKS, all.size(), "checks, the worst first", Part.STATUS);
    html.end();
  }

  private void events(String id, String title, String when, List<Event> events, Part rest) {
    html.section(id, title);
    Optional<String> unread = evidence.past().unread();
    if (unread.isPresent()) {
      html.element("p", "There is no journal: " + unread.get()).end();
      return;
    }
    html.element("p", when + ". Times are those of " + zone + ".");
    if (events.isEmpty()) {
      html.element("p", "Nothing.").end();
      return;
    }
    html.table("events", "When", "Kind", "Subject", "What");
    events
        .subList(Math.max(0, events.size() - EVENTS), events.size())
        .reversed()
        .forEach(
            event ->
                html.row(
                    Times.local(event.at(), zone),
                    event.kind().label(),
                    event.subject(),
                    event.text()));
    html.endTable();
    more(EVENTS, events.size(), "events, the newest first", rest);
    html.end();
  }

  private void more(int shown, int all, String what, Part rest) {
    if (all > shown) {
      html.element(
          "p", "small", shown + " of " + all + " " + what + "; all are in " + rest.file() + ".");
    }
  }

  private void contents(List<String> remarks) {
    html.section("contents", "What is in this bundle");
    html.raw("<dl class=\"contents\">\n");
    for (Part part : Part.values()) {
      html.raw("<div>").element("dt", part.file()).element("dd", part.what()).raw("</div>\n");
    }
    html.raw("</dl>\n").element("h3", "Left out or missing");
    if (remarks.isEmpty()) {
      html.element("p", "Nothing.");
    } else {
      html.list(remarks);
    }
    html.element("h3", "Privacy")
        .element(
            "p",
            "Secrets of the configuration and whatever looks like one stand as [secret] or"
                + " <secret>. No name of a Wi-Fi network, serial number, hardware address or"
                + " meeting content is collected. Names and addresses of this network and its"
                + " machines are in here: look before you send it.")
        .end();
  }

  private static List<String> words(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** A state as the name of a class. */
  private static String colour(String state) {
    return WORST_FIRST.contains(state) ? state : State.UNKNOWN.label();
  }
}
