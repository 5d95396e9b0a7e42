package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.check.RehearsedProbes;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.SntpProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LocalClockTest {

  private final HostScene scene = new HostScene();

  private Finding see(Duration offset) {
    scene.probes.clock(offset);
    return look(new LocalClock(scene.context()));
  }

  @Test
  void smallOffsetIsOk() {
    Finding finding = see(Duration.ofMillis(-350));
    assertFinding(
        State.OK, Reason.OK, "The clock is 350 ms ahead of pool.ntp.org (stratum 2).", finding);
    assertEquals(new Value.Measure(-0.35), value(finding, "offset_seconds"));
    assertEquals(new Value.Measure(0.02), value(finding, "round_trip_seconds"));
    assertEquals(Phase.CONNECT, finding.phases().get(0).phase());
    assertEquals(
        "pool.ntp.org:123", scene.probes.asked(SntpProbe.Spec.class).get(0).target().toString());
    assertEquals(HostScene.DEADLINE, scene.probes.asked(SntpProbe.Spec.class).get(0).deadline());
  }

  @Test
  void offsetIsJudgedInBothDirections() {
    assertEquals(State.OK, see(Duration.ofSeconds(2)).state());
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "The clock is 2.5 s behind pool.ntp.org (stratum 2): check this machine's time"
            + " synchronization.",
        see(Duration.ofMillis(2_500)));
    assertEquals(State.DEGRADED, see(Duration.ofMinutes(-1)).state());
    assertFinding(
        State.FAILED,
        Reason.THRESHOLD,
        "The clock is 61 s ahead of pool.ntp.org (stratum 2): sign-in and certificates fail with"
            + " such a clock.",
        see(Duration.ofSeconds(-61)));
  }

  @Test
  void thresholdsAreConfigurable() {
    scene.thresholds(
        CheckKind.LOCAL_CLOCK,
        Map.of("offset_degraded_seconds", 0.1, "offset_failed_seconds", 1.0));
    assertEquals(State.DEGRADED, see(Duration.ofMillis(200)).state());
    assertEquals(State.FAILED, see(Duration.ofMillis(1_100)).state());
  }

  @Test
  void silenceSaysNothingOfTheClock() {
    Finding finding = look(new LocalClock(scene.context()));
    assertFinding(
        State.UNKNOWN,
        Reason.NO_ANSWER,
        "The clock could not be compared: time server pool.ntp.org gave no time (silent for 5 s).",
        finding);
    assertEquals(new Value.Absent(), value(finding, "offset_seconds"));
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "UNREACHABLE", "DNS_TIMEOUT", "DNS_NXDOMAIN", "ERROR"})
  void everyOtherFailureIsUnknownWithItsReason(Reason reason) {
    scene.probes.sntp =
        spec -> new SntpProbe.Result(RehearsedProbes.ended(reason, ""), Optional.empty());
    assertFinding(
        State.UNKNOWN,
        reason,
        "The clock could not be compared: time server pool.ntp.org gave no time.",
        look(new LocalClock(scene.context())));
  }
}
