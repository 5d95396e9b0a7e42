package io.roomwatch.agent.check.room;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RoomAppCheckTest {

  private static final Instant STARTED = Instant.parse("2026-11-20T06:30:15Z");

  private final HostScene scene = new HostScene();
  private final Check check = new RoomAppCheck(scene.context());

  @BeforeEach
  void onWindows() {
    scene.facts.platform = Platform.WINDOWS;
  }

  private Finding see(RunningProcess... processes) {
    scene.facts.processes = Fact.known(List.of(processes));
    return look(check);
  }

  private static RunningProcess process(
      long pid, String name, Instant started, OptionalInt session) {
    return new RunningProcess(pid, name, Optional.empty(), started, Optional.of("kiosk"), session);
  }

  private static RunningProcess app(long pid, Instant started) {
    return process(pid, "ZoomRooms", started, OptionalInt.of(1));
  }

  @Test
  void runningInAnInteractiveSessionIsOk() {
    Finding finding = see(app(7, STARTED));
    assertFinding(
        State.OK,
        Reason.OK,
        "ZoomRooms runs as kiosk in session 1 since 2026-11-20 06:30 UTC.",
        finding);
    assertEquals(new Value.Flag(true), value(finding, "running"));
    assertEquals(
        new Value.Measure(STARTED.getEpochSecond()), value(finding, "started_timestamp_seconds"));
    assertEquals(new Value.Measure(1), value(finding, "session"));
    assertEquals(new Value.Measure(0), value(finding, "restarts"));
  }

  @Test
  void nameIsComparedWholeAndWithoutCase() {
    assertEquals(State.OK, see(process(7, "zoomrooms", STARTED, OptionalInt.of(1))).state());
    for (String other : List.of("ZoomRoomsHelper", "Zoom", "CptHost", "zrshell")) {
      assertEquals(State.FAILED, see(process(7, other, STARTED, OptionalInt.of(1))).state(), other);
    }
  }

  @Test
  void sessionZeroIsSeenByNobody() {
    assertFinding(
        State.DEGRADED,
        Reason.MISSING,
        "ZoomRooms runs as kiosk in session 0 since 2026-11-20 06:30 UTC, which no screen shows: it"
            + " must run in the session of the logged-in user.",
        see(process(7, "ZoomRooms", STARTED, OptionalInt.of(0))));
  }

  @Test
  void hiddenSessionIsNoFault() {
    Finding finding = see(process(7, "ZoomPresence", STARTED, OptionalInt.empty()));
    assertFinding(
        State.OK, Reason.OK, "ZoomPresence runs as kiosk since 2026-11-20 06:30 UTC.", finding);
    assertEquals(new Value.Absent(), value(finding, "session"));
  }

  @Test
  void notRunningFailsAndNamesTheCommonFault() {
    Finding finding = see();
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "The room app is not running (looked for ZoomRooms, ZoomPresence): logged in but not"
            + " running is a common fault after a crash, an update or a restart.",
        finding);
    assertEquals(new Value.Flag(false), value(finding, "running"));
    assertEquals(new Value.Absent(), value(finding, "started_timestamp_seconds"));
  }

  @Test
  void notRunningWhileSomebodyIsLoggedInSaysSo() {
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "A user is logged in, but the room app is not running (looked for ZoomRooms, ZoomPresence):"
            + " logged in but not running is a common fault after a crash, an update or a restart.",
        see(process(3, "explorer", STARTED, OptionalInt.of(1))));
  }

  @Test
  void onLinuxItsAbsenceIsNoOutageAndTheWayOutIsNamed() {
    scene.facts.platform = Platform.LINUX;
    Finding finding = see();
    assertEquals(State.UNKNOWN, finding.state());
    assertEquals(Reason.UNSUPPORTED, finding.reason());
    assertEquals(
        "The room app is not running (looked for ZoomRooms, ZoomPresence), and Zoom Rooms has no"
            + " Linux edition: this machine cannot be the room's device. Set room.device to the"
            + " device's address.",
        finding.text());
  }

  @Test
  void onLinuxItsAbsenceIsAnOutageWhereThisMachineIsSaidToBeTheDevice() {
    scene.facts.platform = Platform.LINUX;
    scene.said = true;
    Check told = new RoomAppCheck(scene.context());
    scene.facts.processes = Fact.known(List.of());
    assertEquals(State.FAILED, look(told).state());
  }

  @Test
  void onLinuxAnAppThatWasThereIsMissed() {
    scene.facts.platform = Platform.LINUX;
    see(app(7, STARTED));
    Finding finding = see();
    assertEquals(State.FAILED, finding.state());
    assertEquals(Reason.MISSING, finding.reason());
  }

  @Test
  void restartsAreCountedAlsoAcrossAGap() {
    see(app(7, STARTED));
    see(app(7, STARTED));
    see();
    Finding finding = see(app(9, STARTED.plusSeconds(60)));
    assertFinding(
        State.OK,
        Reason.OK,
        "ZoomRooms runs as kiosk in session 1 since 2026-11-20 06:31 UTC, 1 restart seen.",
        finding);
    assertEquals(new Value.Measure(1), value(finding, "restarts"));
    assertEquals(new Value.Measure(1), value(see(), "restarts"));
  }

  @Test
  void reusedPidIsStillARestart() {
    see(app(7, STARTED));
    assertEquals(new Value.Measure(1), value(see(app(7, STARTED.plusSeconds(300))), "restarts"));
  }

  @Test
  void crashLoopIsDegradedUntilItCalmsDown() {
    for (int start = 0; start < 3; start++) {
      assertEquals(State.OK, see(app(start, STARTED.plusSeconds(start))).state());
      scene.now = scene.now.plusSeconds(60);
    }
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "ZoomRooms started anew 3 times within an hour.",
        see(app(3, STARTED.plusSeconds(3))));
    scene.now = scene.now.plus(Duration.ofMinutes(61));
    assertEquals(State.OK, see(app(3, STARTED.plusSeconds(3))).state());
  }

  @Test
  void unreadableProcessesAreUnknown() {
    scene.facts.processes = Fact.unread(Reason.PERMISSION, "Processes are hidden.");
    assertFinding(State.UNKNOWN, Reason.PERMISSION, "Processes are hidden.", look(check));
  }

  @Test
  void aClockThatIsCorrectedIsNoRestart() {
    HostScene scene = new HostScene();
    RoomAppCheck check = new RoomAppCheck(scene.context());
    for (int look = 0; look < 5; look++) {
      scene.facts.processes =
          Fact.known(List.of(started(77, scene.now.minusSeconds(1000).plusSeconds(look))));
      Finding finding = HostScene.look(check);
      assertEquals(State.OK, finding.state(), finding.text());
    }
    scene.facts.processes = Fact.known(List.of(started(77, scene.now.minusSeconds(10))));
    assertEquals(
        new Value.Measure(1), HostScene.value(HostScene.look(check), "restarts"), "a pid again");
  }

  private static RunningProcess started(long pid, Instant at) {
    return new RunningProcess(
        pid, "ZoomRooms", Optional.empty(), at, Optional.empty(), OptionalInt.empty());
  }
}
