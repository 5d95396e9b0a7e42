package io.roomwatch.agent.cli;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.State;
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

  /** The room: its verdict and every check. */
  static String of(RoomStatus status) {
    Verdict verdict = status.verdict();
    StringBuilder page = new StringBuilder();
    head(page, status);
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
    return rows(page, status);
  }

  /**
   * Some of the checks. Without the verdict, which is the room's: beside a few rows it would read
   * as theirs.
   *
   * @param all how many checks there are
   * @param worst the worst state shown, which the exit code tells
   */
  static String of(RoomStatus status, int all, State worst) {
    StringBuilder page = new StringBuilder();
    head(page, status);
    line(
        page,
        "Shown    %d of %d checks, the worst is %s"
            .formatted(status.checks().size(), all, worst.label()));
    return rows(page, status);
  }

  private static void head(StringBuilder page, RoomStatus status) {
    line(page, "Room     " + status.room().name() + " (" + status.room().site() + ")");
    line(page, "Checked  " + status.at() + " by roomwatch " + status.agent().version());
  }

  private static String rows(StringBuilder page, RoomStatus status) {
    line(page, "");
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
              check
                  .proof()
                  .or(check::latest)
                  .map(seen -> seen.finding().text())
                  .orElse("not looked at")));
    }
    return page.toString();
  }

  /** Control characters from the network never reach a terminal. */
  private static void line(StringBuilder page, String text) {
    page.append(text.replaceAll("\\p{Cc}", " ").stripTrailing()).append(System.lineSeparator());
  }
}
