package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an item stands.
 *
 * @param last the newest answer that counts, whichever occurrence it is of; empty: never answered
 * @param next the first occurrence that has no conclusive answer since the last one that has: the
 *     one that is due, or will be next. Its time is the window's, whenever this room acts on it
 * @param due the time of {@code next} has come
 * @param overdue and the grace has passed too; it stays so until somebody answers
 * @param waitingFor what a due item waits for, as one sentence; empty when it is not due
 * @param prefilled what the agent knows for a person; empty when it has not looked
 */
public record ItemStatus(
    ScheduledItem item,
    Optional<Answer> last,
    Occurrence next,
    boolean due,
    boolean overdue,
    Optional<String> waitingFor,
    List<String> prefilled) {

  public ItemStatus {
    prefilled = List.copyOf(prefilled);
  }

  /** Whether a due item waits for a person, and not for the agent. */
  public boolean needsPerson(Instant now) {
    return due
        && (item.kind() == Duty.Kind.ATTEST
            || last.filter(answer -> answer.occurrence().period().equals(item.open(now).period()))
                .map(Answer::result)
                .filter(result -> result == Result.NEEDS_PERSON || result == Result.NO_ACCESS)
                .isPresent());
  }

  /**
   * @param since what was due at this time or before is nobody's fault: the agent, or the item, was
   *     not there
   */
  static ItemStatus of(
      ScheduledItem item,
      Ledger.History history,
      Instant since,
      Instant now,
      List<String> prefilled) {
    Occurrence next = next(item, history, since, now);
    boolean due = !now.isBefore(next.due());
    boolean overdue = due && item.isOverdue(next, now);
    Optional<String> waitingFor =
        due ? Optional.of(waitingFor(item, history, now)) : Optional.empty();
    return new ItemStatus(item, history.last(), next, due, overdue, waitingFor, prefilled);
  }

  /**
   * Answers of occurrences that are still to come are left aside: they were given while the clock
   * was wrong, and count when their time comes.
   */
  private static Occurrence next(
      ScheduledItem item, Ledger.History history, Instant since, Instant now) {
    Occurrence open = item.open(now);
    Occurrence first = item.calendar().next(since);
    if (history.isConcluded(open.period())) {
      return later(item.calendar().next(open.due()), first);
    }
    Occurrence unanswered =
        history
            .concludedBefore(open.due())
            .map(answer -> following(item, answer.occurrence()))
            .orElse(first);
    return later(unanswered, first);
  }

  /** The next occurrence of another period: the window may have been moved within the period. */
  private static Occurrence following(ScheduledItem item, Occurrence answered) {
    Occurrence next = item.calendar().next(answered.due());
    return next.period().equals(answered.period()) ? item.calendar().next(next.due()) : next;
  }

  private static Occurrence later(Occurrence one, Occurrence other) {
    return one.due().isBefore(other.due()) ? other : one;
  }

  private static String waitingFor(ScheduledItem item, Ledger.History history, Instant now) {
    Optional<Answer> newest = history.counting(item.open(now).period());
    if (item.kind() == Duty.Kind.ATTEST) {
      return newest
          .filter(answer -> answer.result() == Result.NO_ACCESS)
          .map(answer -> "A person: " + answer.said().by() + " had no access.")
          .orElse("A person.");
    }
    return newest
        .map(
            answer ->
                switch (answer.result()) {
                  case NEEDS_PERSON -> "A person: " + answer.said().note();
                  case NO_ACCESS -> "A person: " + answer.said().by() + " had no access.";
                  case UNKNOWN -> "Another try: " + answer.said().note();
                  case PASS, FAIL -> "The agent.";
                })
        .orElse("The agent.");
  }
}
