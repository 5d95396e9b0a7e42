package io.roomwatch.agent.check.room;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class RoomActivationTest {

  private static final Room.Activation ISSUED = new Room.Activation(LocalDate.of(2026, 11, 20));

  private static Finding on(String instant, ZoneId zone) {
    return look(new RoomActivation(ISSUED, () -> Instant.parse(instant), zone));
  }

  private static Finding on(String day) {
    return on(day + "T12:00:00Z", ZoneOffset.UTC);
  }

  @Test
  void tenDaysAreCountedDown() {
    Finding finding = on("2026-11-20");
    assertFinding(
        State.OK,
        Reason.OK,
        "The activation code of 2026-11-20 ends in 10 days (2026-11-30).",
        finding);
    assertEquals(new Value.Measure(10), value(finding, "left_days"));
    assertEquals(new Value.Measure(0), value(finding, "age_days"));
    assertEquals(State.OK, on("2026-11-27").state());
  }

  @Test
  void lastTwoDaysAreDegraded() {
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "The activation code of 2026-11-20 ends in 2 days (2026-11-30): complete the setup.",
        on("2026-11-28"));
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "The activation code of 2026-11-20 ends today: complete the setup.",
        on("2026-11-30"));
  }

  @Test
  void expiredCodeFails() {
    assertFinding(
        State.FAILED,
        Reason.OVERDUE,
        "The activation code of 2026-11-20 expired 1 day ago (2026-11-30): issue a new one.",
        on("2026-12-01"));
  }

  @Test
  void daysAreThoseOfTheRoomsCalendar() {
    ZoneId losAngeles = ZoneId.of("America/Los_Angeles");
    assertEquals(State.DEGRADED, on("2026-12-01T03:00:00Z", losAngeles).state());
    assertEquals(State.FAILED, on("2026-12-01T03:00:00Z", ZoneOffset.UTC).state());
  }

  @Test
  void codeFromTheFutureIsAnError() {
    assertFinding(
        State.UNKNOWN,
        Reason.ERROR,
        "The activation code of 2026-11-20 would be issued in 3 days: check"
            + " room.activation.issued.",
        on("2026-11-17"));
  }
}
