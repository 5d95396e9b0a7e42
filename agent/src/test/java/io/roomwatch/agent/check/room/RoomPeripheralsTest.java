package io.roomwatch.agent.check.room;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Peripheral;
import io.roomwatch.agent.facts.Peripheral.Kind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RoomPeripheralsTest {

  private static final Peripheral CAMERA = new Peripheral(Kind.CAMERA, "Logitech Rally");
  private static final Peripheral DISPLAY = new Peripheral(Kind.DISPLAY, "LG 55");

  private final HostScene scene = new HostScene();

  private Finding see(Baseline baseline, Peripheral... now) {
    scene.facts.peripherals = Fact.known(List.of(now));
    return look(new RoomPeripherals(scene.context(), baseline));
  }

  private static Baseline accepted(Peripheral... all) {
    return name ->
        name.equals("room.peripherals")
            ? Optional.of(RoomPeripherals.measured(List.of(all)))
            : Optional.empty();
  }

  @Test
  void firstDayHasNoBaselineAndIsOk() {
    Finding finding = see(Baseline.NONE_YET, DISPLAY, CAMERA);
    assertFinding(
        State.OK,
        Reason.OK,
        "Seen: camera Logitech Rally and display LG 55; no baseline accepted yet.",
        finding);
    assertEquals(
        new Value.Texts(List.of("camera Logitech Rally", "display LG 55")),
        value(finding, "devices"));
    assertEquals("No device is seen; no baseline accepted yet.", see(Baseline.NONE_YET).text());
  }

  @Test
  void sameDevicesInAnyOrderAreOk() {
    assertEquals(State.OK, see(accepted(CAMERA, DISPLAY), DISPLAY, CAMERA).state());
  }

  @Test
  void missingDeviceFailsAndTheReplacementIsNamed() {
    Finding finding =
        see(accepted(CAMERA, DISPLAY, DISPLAY), DISPLAY, new Peripheral(Kind.CAMERA, "Webcam"));
    assertFinding(
        State.FAILED,
        Reason.MISSING,
        "Missing: camera Logitech Rally and display LG 55. New since the baseline: camera Webcam.",
        finding);
    assertEquals(
        new Value.Texts(List.of("camera Logitech Rally", "display LG 55")),
        value(finding, "removed"));
  }

  @Test
  void oneMoreDeviceIsDrift() {
    assertFinding(
        State.DEGRADED,
        Reason.DRIFT,
        "New since the baseline: display LG 55.",
        see(accepted(CAMERA), CAMERA, DISPLAY));
  }

  @Test
  void unreadableDevicesAreUnknown() {
    scene.facts.peripherals = Fact.unread(Reason.UNSUPPORTED, "No reader for this system.");
    assertFinding(
        State.UNKNOWN,
        Reason.UNSUPPORTED,
        "No reader for this system.",
        look(new RoomPeripherals(scene.context(), Baseline.NONE_YET)));
  }
}
