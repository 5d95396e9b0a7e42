package io.roomwatch.agent.cli;

import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.Answer;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.ScheduledItem;
import io.roomwatch.agent.maintenance.duty.Duty;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The maintenance items as a table, and what happens next. */
final class ScheduleTable {

  private static final List<String> HEAD =
      List.of("STATE", "ITEM", "CADENCE", "KIND", "LAST", "RESULT", "BY", "NEXT DUE");

  private static final List<String> WAITING = List.of("DUE", "OVERDUE", "WAITS FOR");

  private ScheduleTable() {}

  /**
   * When and where it is looked at.
   *
   * @param zone of the times in the table; sentences name the zone of the item
   */
  record Here(Instant now, ZoneId zone) {}

  static void write(Page page, Agenda agenda, List<ItemStatus> statuses, Here here) {
    page.line("Maintenance of " + agenda.room() + " at " + Page.day(here.now(), here.zone()));
    page.gap();
    if (statuses.isEmpty()) {
      page.line("No maintenance item is enabled in the configuration (schedule).");
      return;
    }
    page.table(HEAD, statuses.stream().map(status -> row(status, here.zone())).toList());
    List<ItemStatus> due = statuses.stream().filter(ItemStatus::due).toList();
    if (!due.isEmpty()) {
      page.gap().table(WAITING, due.stream().map(status -> waiting(agenda, status, here)).toList());
    }
    page.gap();
    if (due.stream().anyMatch(status -> status.needsPerson(here.now()))) {
      page.line(
          "A person answers with: roomwatch attest ITEM --by NAME. Without --by it shows what the"
              + " agent knows, and what would be accepted.");
    }
    statuses.stream()
        .filter(status -> !status.due())
        .min(Comparator.comparing(status -> status.next().due()))
        .ifPresent(status -> next(page, agenda, status, due.isEmpty()));
  }

  private static List<String> row(ItemStatus status, ZoneId zone) {
    Optional<Answer.Said> last = status.last().map(Answer::said);
    return List.of(
        state(status),
        status.item().id(),
        status.item().item().when().cadence().label(),
        status.item().kind().label(),
        last.map(said -> Page.minute(said.at(), zone)).orElse("never"),
        last.map(said -> said.result().label()).orElse("-"),
        last.map(Answer.Said::by).orElse("-"),
        Page.minute(status.next().due(), zone));
  }

  private static String state(ItemStatus status) {
    return status.overdue() ? "OVERDUE" : status.due() ? "DUE" : "PLANNED";
  }

  /** What a due item waits for. */
  private static List<String> waiting(Agenda agenda, ItemStatus status, Here here) {
    ScheduledItem item = status.item();
    Instant overdue = status.next().due().plus(item.item().when().grace());
    Instant run = item.runs(item.calendar().latest(here.now()), agenda.room());
    boolean planned =
        item.kind() == Duty.Kind.AUTO
            && !status.needsPerson(here.now())
            && here.now().isBefore(run);
    return List.of(
        item.id(),
        (status.overdue() ? "since " : "after ") + Page.minute(overdue, here.zone()),
        planned
            ? "The agent, at " + Page.minute(run, here.zone()) + "."
            : status.waitingFor().orElse("-"));
  }

  private static void next(Page page, Agenda agenda, ItemStatus status, boolean nothingDue) {
    ScheduledItem item = status.item();
    page.line(
        (nothingDue ? "Nothing is due. Next: " : "Next: ")
            + item.id()
            + " is due "
            + when(status, status.next().due())
            + switch (item.kind()) {
              case AUTO ->
                  "; the agent runs it at "
                      + when(status, item.runs(status.next(), agenda.room()))
                      + ".";
              case ATTEST -> "; a person attests it.";
            });
  }

  private static String when(ItemStatus status, Instant at) {
    return Page.day(at, status.item().calendar().zone());
  }
}
