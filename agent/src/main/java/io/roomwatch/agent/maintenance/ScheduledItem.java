package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.config.Schedule;
import io.roomwatch.agent.maintenance.calendar.Calendar;
import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.calendar.Spread;
import io.roomwatch.agent.maintenance.duty.Duty;
import java.time.Duration;
import java.time.Instant;

/** An item that is enabled, with how it is answered and when it is due. */
public record ScheduledItem(Schedule.Item item, Duty duty, Calendar calendar) {

  public String id() {
    return item.id();
  }

  /** What is to be done, as one phrase. */
  public String title() {
    return item.title();
  }

  public Duty.Kind kind() {
    return duty.kind();
  }

  /** How long before its time an occurrence may be attested; what the agent does has none. */
  public Duration lead() {
    return switch (kind()) {
      case AUTO -> Duration.ZERO;
      case ATTEST -> item.when().grace();
    };
  }

  /** The occurrence that an answer given now counts for. */
  public Occurrence open(Instant now) {
    return calendar.open(now, lead());
  }

  /** When the window of an occurrence closes. */
  Instant closes(Occurrence occurrence) {
    return calendar.opens(calendar.next(occurrence.due()), lead());
  }

  /** Whether an occurrence that nobody has answered is overdue. */
  boolean isOverdue(Occurrence occurrence, Instant now) {
    return now.isAfter(occurrence.due().plus(item.when().grace()));
  }

  /** When the agent of this room acts on an occurrence; a person may answer at any time. */
  public Instant runs(Occurrence occurrence, String room) {
    return calendar.runs(occurrence, Spread.of(room, id(), item.when().spread()));
  }
}
