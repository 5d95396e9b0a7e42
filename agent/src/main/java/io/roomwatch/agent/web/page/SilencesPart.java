package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.maintenance.Silence;

/** The silences in force. */
final class SilencesPart {

  private final View view;
  private final boolean mayChange;

  SilencesPart(View view, boolean mayChange) {
    this.view = view;
    this.mayChange = mayChange;
  }

  void draw(Html html) {
    html.open("section", "id", "silences", "data-live", "", "aria-labelledby", "silences-head")
        .element("h2", "Silences", "id", "silences-head");
    if (view.kept().silences().isEmpty()) {
      html.element("p", "None: whatever breaks is told.", "class", "aside");
    } else {
      html.open("ul").line();
      view.kept().silences().forEach(silence -> silence(html, silence));
      html.close();
    }
    if (mayChange) {
      html.open("p").element("a", "Silence something", "class", "act", "href", "/silence").close();
    }
    html.close().line();
  }

  private void silence(Html html, Silence silence) {
    html.open("li").element("strong", silence.what()).text(" until ");
    Words.time(html, silence.span().ends(), view);
    html.text(", by " + silence.by());
    html.text(silence.reason().isEmpty() ? "." : ": " + silence.reason());
    if (mayChange) {
      html.text(" ")
          .open("a", "class", "act", "href", "/silence?end=" + silence.id())
          .text("End")
          .element("span", " the silence of " + silence.what(), "class", "unseen")
          .close();
    }
    html.close().line();
  }
}
