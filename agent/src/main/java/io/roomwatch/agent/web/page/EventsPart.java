package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.journal.Event;

/** What happened, the newest first. */
final class EventsPart {

  private final View view;

  EventsPart(View view) {
    this.view = view;
  }

  void draw(Html html) {
    html.open("section", "id", "events", "data-live", "", "aria-labelledby", "events-head")
        .element("h2", "Events", "id", "events-head");
    if (view.kept().events().isEmpty()) {
      html.element("p", "Nothing in the last 24 hours.", "class", "aside");
    } else {
      html.open("ol", "class", "events").line();
      for (Event event : view.kept().events()) {
        html.open("li");
        Words.time(html, event.at(), view);
        html.text(" ")
            .element("span", event.kind().label(), "class", "kind")
            .text(" ")
            .element("span", event.text())
            .close()
            .line();
      }
      html.close();
    }
    html.close().line();
  }
}
