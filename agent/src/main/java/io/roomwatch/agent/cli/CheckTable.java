package io.roomwatch.agent.cli;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
    Page page = head(status);
    page.line(
        "Verdict  "
            + verdict.cause().id().label()
            + ": "
            + verdict.cause().state().label()
            + ", confidence "
            + verdict.cause().confidence().label());
    page.line("         " + verdict.summary());
    page.line("Next     " + verdict.next());
    if (!verdict.cause().codes().isEmpty()) {
      page.line("Codes    consistent with " + String.join(", ", verdict.cause().codes()));
    }
    if (!verdict.consequences().isEmpty()) {
      page.line(
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
    Page page = head(status);
    page.line(
        "Shown    %d of %d checks, the worst is %s"
            .formatted(status.checks().size(), all, worst.label()));
    return rows(page, status);
  }

  private static Page head(RoomStatus status) {
    return new Page()
        .line("Room     " + status.room().name() + " (" + status.room().site() + ")")
        .line(
            "Checked  "
                + status.at().truncatedTo(ChronoUnit.SECONDS)
                + " by roomwatch "
                + status.agent().version());
  }

  private static String rows(Page page, RoomStatus status) {
    return page.gap()
        .table(
            List.of("STATE", "CHECK", "REASON", "SEEN"),
            status.checks().stream().map(CheckTable::row).toList())
        .toString();
  }

  private static List<String> row(CheckStatus check) {
    return List.of(
        check.state().label().toUpperCase(Locale.ROOT),
        check.check().toString(),
        check.reason().label(),
        check.proof().or(check::latest).map(seen -> seen.finding().text()).orElse("not looked at"));
  }
}
