package io.roomwatch.agent.cli;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The status as a table that can be pasted into a ticket: plain text, one line a check, the verdict
 * on top.
 */
final class CheckTable {
  private CheckTable() {}

  static String of(RoomStatus status) {
    Verdict verdict = status.verdict();
    StringBuilder page = new StringBuilder();
    line(page, "Room     " + status.room().name() + " (" + status.room().site() + ")");
    line(page, "Checked  " + status.at() + " by roomwatch " + status.agent().version());
    line(
        page,
        "Verdict  "
            + verdict.cause().id().label()
            + ": "
            + verdict.cause().state().label()
            + ", confidence "
            + verdict.cause().confidence().label());
    line(page, "         " + verdict.summary());
    line(page, "Next     " + verdict.next());
    if (!verdict.cause().codes().isEmpty()) {
      line(page, "Codes    consistent with " + String.join(", ", verdict.cause().codes()));
    }
    if (!verdict.consequences().isEmpty()) {
      line(
          page,
          "Explains "
              + verdict.consequences().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(", ")));
    }
    page.append('\n');
    int widest =
        status.checks().stream()
            .mapToInt(check -> check.check().toString().length())
            .max()
            .orElse(0);
    String row = "%-8s  %-" + Math.max(widest, 5) + "s  %-14s  %s";
    line(page, row.formatted("STATE", "CHECK", "REASON", "SEEN"));
    for (CheckStatus check : status.checks()) {
      line(
          page,
          row.formatted(
              check.state().label().toUpperCase(Locale.ROOT),
              check.check(),
              check.reason().label(),
              check.proof().map(seen -> seen.finding().text()).orElse("not looked at")));
    }
    return page.toString();
  }

  /** Control characters from the network never reach a terminal. */
  private static void line(StringBuilder page, String text) {
    page.append(text.replaceAll("\\p{Cntrl}", " ").stripTrailing()).append(System.lineSeparator());
  }
}
