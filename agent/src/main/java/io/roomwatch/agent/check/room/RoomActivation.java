package io.roomwatch.agent.check.room;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;

/**
 * The activation code of a setup that is under way: it lives 10 days.
 *
 * <p>Failed: {@code OVERDUE} (expired). Degraded: {@code THRESHOLD} (two days or less are left).
 * Unknown: {@code ERROR} (issued in the future, so the date or the clock is wrong).
 */
final class RoomActivation implements Check {

  private static final long LIFE_DAYS = 10;
  private static final long SHORT_DAYS = 2;

  private final Room.Activation activation;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param zone whose calendar days count
   */
  RoomActivation(Room.Activation activation, InstantSource clock, ZoneId zone) {
    this.activation = activation;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.ROOM_ACTIVATION);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    LocalDate issued = activation.issued();
    long age = ChronoUnit.DAYS.between(issued, LocalDate.ofInstant(clock.instant(), zone));
    long left = LIFE_DAYS - age;
    LocalDate last = issued.plusDays(LIFE_DAYS);
    String code = "The activation code of " + issued;
    Finding finding;
    if (age < 0) {
      finding =
          Finding.unknown(
              Reason.ERROR,
              code
                  + " would be issued in "
                  + Figures.days(-age)
                  + ": check room.activation.issued.");
    } else if (left < 0) {
      finding =
          Finding.failed(
              Reason.OVERDUE,
              code + " expired " + Figures.days(-left) + " ago (" + last + "): issue a new one.");
    } else {
      String until =
          code + " ends " + (left == 0 ? "today" : "in " + Figures.days(left) + " (" + last + ")");
      finding =
          left <= SHORT_DAYS
              ? Finding.degraded(Reason.THRESHOLD, until + ": complete the setup.")
              : Finding.ok(until + ".");
    }
    return CompletableFuture.completedFuture(
        finding.with(
            Reading.number("age_days", (double) age), Reading.number("left_days", (double) left)));
  }
}
