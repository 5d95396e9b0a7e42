package io.roomwatch.agent.web.page;

import io.roomwatch.agent.html.Html;
import io.roomwatch.agent.maintenance.Answer;
import io.roomwatch.agent.maintenance.ItemStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The maintenance schedule: what is overdue first, then what is due, then what comes next. */
final class SchedulePart {

  private final View view;
  private final boolean mayChange;

  SchedulePart(View view, boolean mayChange) {
    this.view = view;
    this.mayChange = mayChange;
  }

  void draw(Html html) {
    html.open("section", "id", "schedule", "data-live", "", "aria-labelledby", "schedule-head")
        .element("h2", "Maintenance", "id", "schedule-head");
    if (view.schedule().isEmpty()) {
      html.element("p", "Not read yet, or nothing is scheduled.", "class", "aside");
    } else {
      table(html);
    }
    html.close().line();
  }

  private void table(Html html) {
    // The style sheet makes blocks of it on a phone; the roles keep it a table.
    html.open("table", "role", "table")
        .open("thead", "role", "rowgroup")
        .open("tr", "role", "row")
        .element("th", "Item", "scope", "col", "role", "columnheader")
        .element("th", "State", "scope", "col", "role", "columnheader")
        .element("th", "Due", "scope", "col", "role", "columnheader")
        .element("th", "Last", "scope", "col", "role", "columnheader");
    if (mayChange) {
      html.open("th", "scope", "col", "role", "columnheader")
          .element("span", "Attest", "class", "unseen")
          .close();
    }
    html.close().close().open("tbody", "role", "rowgroup").line();
    List<ItemStatus> sorted =
        view.schedule().stream()
            .sorted(
                Comparator.comparing((ItemStatus one) -> !one.overdue())
                    .thenComparing(one -> !one.due())
                    .thenComparing(one -> one.next().due()))
            .toList();
    sorted.forEach(item -> row(html, item));
    html.close().close();
  }

  private void row(Html html, ItemStatus status) {
    String state = status.overdue() ? "overdue" : status.due() ? "due" : "done";
    html.open("tr", "class", state, "role", "row")
        .open("th", "scope", "row", "role", "rowheader")
        .text(status.item().title())
        .element("span", status.item().id(), "class", "id")
        .close()
        .open("td", "role", "cell")
        .element("strong", state(status));
    status.waitingFor().ifPresent(what -> html.element("span", what, "class", "aside"));
    html.close().open("td", "role", "cell", "data-label", "Due");
    Words.time(html, status.next().due(), view);
    html.close().open("td", "role", "cell", "data-label", "Last");
    Optional<Answer.Said> last = status.last().map(Answer::said);
    if (last.isPresent()) {
      html.text(last.get().result().label() + ", " + last.get().by() + ", ");
      Words.time(html, last.get().at(), view);
    } else {
      html.text("never");
    }
    html.close();
    if (mayChange) {
      html.open("td", "role", "cell")
          .open("a", "class", "act", "href", "/attest?item=" + status.item().id())
          .text("Attest")
          .element("span", " " + status.item().title(), "class", "unseen")
          .close()
          .close();
    }
    html.close().line();
  }

  private String state(ItemStatus status) {
    Instant due = status.next().due();
    if (status.overdue()) {
      return "Overdue";
    }
    return status.due() || due.isBefore(view.now()) ? "Due" : "In order";
  }
}
