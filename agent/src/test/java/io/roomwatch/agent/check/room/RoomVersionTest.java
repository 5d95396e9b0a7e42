package io.roomwatch.agent.check.room;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.config.Room;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Today is 2026-11-20; the enforcement Saturdays around are 2026-11-07 and 2027-02-06. */
final class RoomVersionTest {

  private final HostScene scene = new HostScene();

  private Finding see() {
    return look(new RoomVersion(scene.context(), ZoneOffset.UTC));
  }

  private void installed(String version) {
    scene.facts.applications =
        Fact.known(
            List.of(
                new InstalledApplication("Zoom Workplace", Optional.of("9.9.9"), "Zoom"),
                new InstalledApplication("Zoom Rooms", Optional.of(version), "Zoom")));
  }

  private void declared(String minimum, Optional<LocalDate> asOf, Map<String, String> controllers) {
    scene.version = new Room.Version(Optional.of(minimum), asOf, controllers);
  }

  @Test
  void atTheMinimumIsOkByItsFirstThreeParts() {
    installed("6.4.5 (1624.0806)");
    declared("6.4.5.9999", Optional.of(LocalDate.of(2026, 11, 10)), Map.of());
    Finding finding = see();
    assertFinding(
        State.OK,
        Reason.OK,
        "Zoom Rooms 6.4.5, at or above the minimum 6.4.5; the next enforcement is in 78 days"
            + " (2027-02-06).",
        finding);
    assertEquals(new Value.Text("6.4.5 (1624.0806)"), value(finding, "installed"));
    assertEquals(new Value.Text("6.4.5.9999"), value(finding, "minimum"));
    assertEquals(new Value.Measure(78), value(finding, "enforcement_days"));
  }

  @Test
  void undeclaredMinimumIsOkAndSaysSo() {
    installed("7.0.5.12655");
    Finding finding = see();
    assertFinding(
        State.OK,
        Reason.OK,
        "Zoom Rooms 7.0.5; no minimum is declared (room.version.minimum); the next enforcement is"
            + " in 78 days (2027-02-06).",
        finding);
    assertEquals(new Value.Absent(), value(finding, "minimum"));
  }

  @Test
  void belowAMinimumThatIsNotYetEnforcedIsDegraded() {
    installed("6.4.4.1");
    declared("6.4.5", Optional.of(LocalDate.of(2026, 11, 10)), Map.of());
    assertFinding(
        State.DEGRADED,
        Reason.BELOW_MINIMUM,
        "Zoom Rooms 6.4.4 is below the minimum 6.4.5, enforced in 78 days (2027-02-06): update it.",
        see());
  }

  @Test
  void belowAnEnforcedMinimumFails() {
    installed("6.4.4");
    declared("6.4.5", Optional.of(LocalDate.of(2026, 11, 6)), Map.of());
    assertFinding(
        State.FAILED,
        Reason.BELOW_MINIMUM,
        "Zoom Rooms 6.4.4 is below the minimum 6.4.5, enforced since 2026-11-07: update it now.",
        see());
    scene.now = Instant.parse("2026-11-07T00:00:00Z");
    assertEquals(State.FAILED, see().state());
    scene.now = Instant.parse("2026-11-06T23:59:59Z");
    assertEquals(State.DEGRADED, see().state());
  }

  @Test
  void minimumWithoutADayNeverFailsTheRoom() {
    installed("5.0.0");
    declared("6.4.5", Optional.empty(), Map.of());
    assertFinding(
        State.DEGRADED,
        Reason.BELOW_MINIMUM,
        "Zoom Rooms 5.0.0 is below the minimum 6.4.5: update it before the minimum is enforced.",
        see());
  }

  @Test
  void minimumFromBeforeTheLastEnforcementIsSaidToBeOld() {
    installed("6.4.5");
    declared("6.4.5", Optional.of(LocalDate.of(2026, 9, 1)), Map.of());
    assertFinding(
        State.OK,
        Reason.OK,
        "Zoom Rooms 6.4.5, at or above the minimum 6.4.5; that was looked up on 2026-09-01, look it"
            + " up again; the next enforcement is in 78 days (2027-02-06).",
        see());
  }

  @Test
  void enforcementDayItselfIsNamed() {
    installed("6.4.5");
    scene.now = Instant.parse("2027-02-06T08:00:00Z");
    Finding finding = see();
    assertEquals(true, finding.text().endsWith("the next enforcement is today (2027-02-06)."));
    assertEquals(new Value.Measure(0), value(finding, "enforcement_days"));
  }

  @Test
  void controllerNewerThanTheRoomIsTheWrongOrder() {
    installed("6.4.5");
    scene.version =
        new Room.Version(
            Optional.empty(),
            Optional.empty(),
            Map.of("ipad-2", "6.5.0", "ipad-1", "6.4.6.100", "wall", "6.4.5.999"));
    assertFinding(
        State.DEGRADED,
        Reason.DRIFT,
        "Zoom Rooms 6.4.5 is older than controller ipad-1 (6.4.6) and ipad-2 (6.5.0): update the"
            + " room first, then the controllers.",
        see());
  }

  @Test
  void controllerBelowTheMinimumIsDegraded() {
    installed("6.4.5");
    declared("6.4.5", Optional.of(LocalDate.of(2026, 9, 1)), Map.of("ipad", "6.4.4"));
    assertFinding(
        State.DEGRADED,
        Reason.BELOW_MINIMUM,
        "Below the minimum 6.4.5: controller ipad (6.4.4), by its declared version.",
        see());
  }

  @Test
  void declarationsThatAreNotUnderstoodAreSaid() {
    installed("6.4.5");
    declared("newest", Optional.empty(), Map.of("ipad", "latest"));
    assertFinding(
        State.OK,
        Reason.OK,
        "Zoom Rooms 6.4.5; the declared minimum 'newest' is not understood; the declared version of"
            + " controller ipad is not understood; the next enforcement is in 78 days"
            + " (2027-02-06).",
        see());
  }

  @Test
  void appThatIsNotInstalledIsUnknown() {
    assertFinding(
        State.UNKNOWN,
        Reason.NOT_FOUND,
        "Zoom Rooms is not among the installed applications, so its version is not known.",
        see());
  }

  @Test
  void missingOrOddVersionIsUnknown() {
    scene.facts.applications =
        Fact.known(List.of(new InstalledApplication("Zoom Rooms", Optional.empty(), "Zoom")));
    assertFinding(
        State.UNKNOWN,
        Reason.NOT_FOUND,
        "Zoom Rooms is installed, but its version is not listed.",
        see());
    installed("beta");
    assertFinding(
        State.UNKNOWN, Reason.ERROR, "The installed version 'beta' is not understood.", see());
  }

  @Test
  void unreadableApplicationsAreUnknownAndTheDaysAreStillCounted() {
    scene.facts.applications = Fact.unread(Reason.TIMEOUT, "The list took too long.");
    Finding finding = see();
    assertFinding(State.UNKNOWN, Reason.TIMEOUT, "The list took too long.", finding);
    assertEquals(new Value.Measure(78), value(finding, "enforcement_days"));
  }
}
