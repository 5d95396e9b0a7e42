package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.maintenance.Baselines;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The form by which a person says what came of a maintenance item. */
final class AttestForm {

  static final String ITEM = "item";
  static final String RESULT = "result";
  static final String NOTE = "note";

  private final View view;
  private final ItemStatus status;
  private final List<BaselineState> offers;

  /**
   * @param offers what attesting {@code pass} would accept
   */
  AttestForm(View view, ItemStatus status, List<BaselineState> offers) {
    this.view = view;
    this.status = status;
    this.offers = List.copyOf(offers);
  }

  /**
   * @param given what the reader has filled in, and why it was not taken
   */
  String page(Forms.Given given) {
    String id = status.item().id();
    return Forms.page(
        view,
        "Attest: " + status.item().title(),
        given,
        html -> {
          html.element("p", id, "class", "id");
          html.open("p").text("Due ");
          Words.time(html, status.next().due(), view);
          html.text(status.overdue() ? ", overdue." : ".").close();
          known(html);
          offers.forEach(offer -> offer(html, offer));
          html.open("form", "method", "post", "action", "/attest")
              .alone("input", "type", "hidden", "name", Forms.TOKEN, "value", given.token())
              .alone("input", "type", "hidden", "name", ITEM, "value", id);
          results(html, given.field(RESULT));
          Forms.text(html, Forms.BY, "Your name", given, true);
          html.element("label", "Note", "for", NOTE)
              .element(
                  "textarea",
                  given.field(NOTE),
                  "id",
                  NOTE,
                  "name",
                  NOTE,
                  "rows",
                  "4",
                  "maxlength",
                  "2000");
          html.element("button", "Keep it", "type", "submit").close();
        });
  }

  private static void results(Html html, String chosen) {
    html.open("fieldset").element("legend", "Result");
    Arrays.stream(Result.values())
        .filter(Result::attestable)
        .forEach(
            result ->
                Forms.choice(
                    html,
                    RESULT,
                    result.label(),
                    words(result),
                    chosen.isEmpty() ? result == Result.PASS : chosen.equals(result.label())));
    html.close();
  }

  private static String words(Result result) {
    return switch (result) {
      case PASS -> "pass: done, and as it should be";
      case FAIL -> "fail: done, and not as it should be";
      case NO_ACCESS -> "no-access: I could not get at it; it stays due";
      case UNKNOWN, NEEDS_PERSON -> result.label();
    };
  }

  private void known(Html html) {
    if (!status.prefilled().isEmpty()) {
      html.element("h2", "Known to the agent")
          .element("pre", String.join("\n", status.prefilled()), "tabindex", "0");
    }
  }

  private void offer(Html html, BaselineState state) {
    html.element("h2", "Accepted by a pass: " + state.name());
    Optional<BaselineState.Taken> measured = state.captured();
    measured.ifPresent(
        taken -> {
          html.open("p").text("Measured ");
          Words.time(html, taken.at(), view);
          html.text(", fingerprint " + Baselines.fingerprint(taken.lines()) + ".").close();
        });
    List<String> lines =
        state.accepted().isPresent()
            ? Baselines.difference(state)
            : measured.map(BaselineState.Taken::lines).orElse(List.of());
    html.element(
        "p",
        state.accepted().isEmpty()
            ? "Nothing has been accepted before; this would be:"
            : lines.isEmpty() ? "The same as what was accepted before." : "What has changed:");
    if (!lines.isEmpty()) {
      html.element("pre", String.join("\n", lines), "tabindex", "0");
    }
  }
}
