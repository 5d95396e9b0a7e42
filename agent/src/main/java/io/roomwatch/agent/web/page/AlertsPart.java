package io.roomwatch.agent.web.page;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.outbox.Entry;
import io.roomwatch.agent.web.Site;
import java.util.List;

/** Alerts that are firing or wait to be told, and the messages about them. */
final class AlertsPart {

  /** A sink that is down for a week must not fill the page. */
  private static final int MOST = 10;

  private final View view;
  private final boolean mayChange;

  AlertsPart(View view, boolean mayChange) {
    this.view = view;
    this.mayChange = mayChange;
  }

  void draw(Html html) {
    html.open("section", "id", "alerts", "data-live", "", "aria-labelledby", "alerts-head")
        .element("h2", "Alerts", "id", "alerts-head");
    if (view.alerts().isEmpty()) {
      html.element("p", "Nothing is firing.", "class", "aside");
    } else {
      html.open("ul").line();
      view.alerts().forEach(alert -> alert(html, alert));
      html.close();
    }
    Site.Mail mail = view.kept().mail();
    messages(html, "Waiting to be delivered", mail.pending(), true);
    messages(html, "Refused by the receiver", mail.parked(), true);
    messages(html, "Delivered", mail.delivered(), false);
    html.close().line();
  }

  private void alert(Html html, Alert alert) {
    html.open("li", "class", "alert " + alert.cause().state())
        .open("p")
        .element("strong", alert.phase() instanceof Alert.Firing ? "Firing" : "Waiting")
        .text(" since ");
    Words.time(html, alert.identity().started(), view);
    html.text(": " + alert.cause().summary()).close();
    html.element("p", phase(alert), "class", "aside");
    if (mayChange) {
      html.open("p")
          .open("a", "class", "act", "href", "/silence?id=" + alert.cause().id())
          .text("Silence")
          .element("span", " " + alert.cause().id(), "class", "unseen")
          .close()
          .close();
    }
    html.close().line();
  }

  private static String phase(Alert alert) {
    return switch (alert.phase()) {
      case Alert.Waiting waiting ->
          waiting.hushed().map(why -> "Not told: " + why + ".").orElse("Not told yet.");
      case Alert.Firing firing ->
          (firing.told().isEmpty()
                  ? "There is no sink to tell."
                  : "Told: " + String.join(", ", firing.told().stream().sorted().toList()) + ".")
              + firing.acknowledgedBy().map(by -> " " + by + " takes care of it.").orElse("");
    };
  }

  private void messages(Html html, String title, List<Entry> messages, boolean open) {
    if (messages.isEmpty()) {
      return;
    }
    String id = "mail-" + title.charAt(0);
    String[] shown = {"id", id};
    String[] unfolded = {"id", id, "open", ""};
    html.open("details", open ? unfolded : shown)
        .element("summary", title + " (" + messages.size() + ")")
        .open("ul")
        .line();
    messages.stream().limit(MOST).forEach(message -> message(html, message));
    html.close();
    if (messages.size() > MOST) {
      html.element("p", "And " + (messages.size() - MOST) + " more: roomwatch alert list");
    }
    html.close();
  }

  private void message(Html html, Entry entry) {
    Entry.Progress progress = entry.progress();
    html.open("li")
        .element("strong", entry.sink())
        .text(": " + entry.notice().status().label() + ", " + entry.notice().cause().id() + ", ");
    Words.time(html, progress.created(), view);
    if (progress.status() != Entry.Status.DELIVERED) {
      html.text(", tried " + (progress.attempts() == 1 ? "once" : progress.attempts() + " times"));
    }
    html.text(progress.said().isBlank() ? "." : ": " + progress.said()).close().line();
  }
}
