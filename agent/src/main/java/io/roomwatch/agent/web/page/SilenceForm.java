package io.roomwatch.agent.web.page;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.observation.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The forms by which a person silences something, or ends a silence. */
final class SilenceForm {

  static final String ID = "id";
  static final String OTHER = "other";
  static final String LASTS = "for";
  static final String REASON = "reason";
  static final String END = "end";
  static final String EVERYTHING = "";

  private static final List<String> LENGTHS = List.of("30m", "1h", "2h", "4h", "8h", "1d", "7d");
  private static final String USUAL = "2h";

  private SilenceForm() {}

  static String begin(View view, List<String> silenceable, Forms.Given given) {
    return Forms.page(
        view,
        "Silence alerts",
        given,
        html -> {
          html.element(
              "p",
              "Nobody is told of what is silenced; monitoring goes on, and the end of what was told"
                  + " before is told in any case.");
          html.open("form", "method", "post", "action", "/silence")
              .alone("input", "type", "hidden", "name", Forms.TOKEN, "value", given.token());
          what(html, view, given);
          html.element(
                  "label", "Something else (a check, its kind, a verdict, an item)", "for", OTHER)
              .alone(
                  "input",
                  "type",
                  "text",
                  "id",
                  OTHER,
                  "name",
                  OTHER,
                  "list",
                  "known",
                  "value",
                  given.field(OTHER),
                  "maxlength",
                  "200")
              .open("datalist", "id", "known");
          silenceable.forEach(id -> html.open("option", "value", id).close());
          html.close();
          lengths(html, given.field(LASTS));
          Forms.text(html, Forms.BY, "Your name", given, true);
          Forms.text(html, REASON, "Reason", given, false);
          html.element("button", "Silence", "type", "submit").close();
        });
  }

  static String end(View view, Silence silence, Forms.Given given) {
    return Forms.page(
        view,
        "End a silence",
        given,
        html -> {
          html.open("p").element("strong", silence.what()).text(" is silent until ");
          Words.time(html, silence.span().ends(), view);
          html.text(", by " + silence.by() + ". ")
              .text("What still is wrong alerts again as soon as the silence ends.")
              .close()
              .open("form", "method", "post", "action", "/silence/end")
              .alone("input", "type", "hidden", "name", Forms.TOKEN, "value", given.token())
              .alone("input", "type", "hidden", "name", END, "value", String.valueOf(silence.id()));
          Forms.text(html, Forms.BY, "Your name", given, true);
          html.element("button", "End it", "type", "submit").close();
        });
  }

  /** What is wrong now is the likeliest to be silenced. */
  private static void what(Html html, View view, Forms.Given given) {
    Set<String> likely = new LinkedHashSet<>();
    view.alerts().stream().map(Alert::cause).map(cause -> cause.id()).forEach(likely::add);
    view.status().checks().stream()
        .filter(check -> check.state() == State.FAILED || check.state() == State.DEGRADED)
        .map(CheckStatus::check)
        .limit(8)
        .forEach(check -> likely.add(check.toString()));
    String chosen = given.field(ID);
    if (!chosen.isEmpty()) {
      likely.add(chosen);
    }
    html.open("fieldset").element("legend", "What");
    String first = chosen.isEmpty() ? likely.stream().findFirst().orElse(EVERYTHING) : chosen;
    likely.forEach(id -> Forms.choice(html, ID, id, id, id.equals(first)));
    Forms.choice(html, ID, EVERYTHING, "everything in this room", first.equals(EVERYTHING));
    html.close();
  }

  private static void lengths(Html html, String chosen) {
    String wanted = LENGTHS.contains(chosen) ? chosen : USUAL;
    html.element("label", "For", "for", LASTS).open("select", "id", LASTS, "name", LASTS);
    for (String length : LENGTHS) {
      if (length.equals(wanted)) {
        html.element("option", length, "value", length, "selected", "");
      } else {
        html.element("option", length, "value", length);
      }
    }
    html.close();
  }
}
