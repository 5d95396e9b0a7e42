package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostLoad;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class LocalHostTest {

  private static final long GIB = 1 << 30;

  private final HostScene scene = new HostScene();
  private OptionalDouble cpu = OptionalDouble.of(0.14);
  private HostLoad.Memory memory = new HostLoad.Memory(16 * GIB, 5 * GIB);
  private Optional<HostLoad.Disk> disk =
      Optional.of(new HostLoad.Disk("C:\\", 237 * GIB, 101 * GIB));
  private Optional<Boolean> pending = Optional.of(false);

  private Finding see() {
    scene.facts.load = Fact.known(new HostLoad(Duration.ofDays(12), cpu, memory, disk, pending));
    return look(new LocalHost(scene.context()));
  }

  @Test
  void restingMachineIsOk() {
    Finding finding = see();
    assertFinding(
        State.OK,
        Reason.OK,
        "Up 12 days, CPU 14 % busy, 5.0 GiB of 16.0 GiB memory available, 101.0 GiB of 237.0 GiB"
            + " free on C:\\, no restart pending.",
        finding);
    assertEquals(new Value.Measure(12 * 86_400), value(finding, "uptime_seconds"));
    assertEquals(new Value.Measure(0.14), value(finding, "cpu_ratio"));
    assertEquals(new Value.Measure(5.0 * GIB), value(finding, "memory_available_bytes"));
    assertEquals(new Value.Measure(101.0 * GIB), value(finding, "disk_free_bytes"));
    assertEquals(new Value.Flag(false), value(finding, "pending_reboot"));
  }

  @Test
  void whatIsNotToldIsAbsentAndNeverZero() {
    cpu = OptionalDouble.empty();
    disk = Optional.empty();
    pending = Optional.empty();
    memory = new HostLoad.Memory(0, 0);
    Finding finding = see();
    assertEquals(State.OK, finding.state());
    assertEquals(new Value.Absent(), value(finding, "cpu_ratio"));
    assertEquals(new Value.Absent(), value(finding, "disk_free_bytes"));
    assertEquals(new Value.Absent(), value(finding, "pending_reboot"));
  }

  @Test
  void everyShortageIsNamed() {
    cpu = OptionalDouble.of(0.95);
    memory = new HostLoad.Memory(16 * GIB, GIB / 2);
    disk = Optional.of(new HostLoad.Disk("/", 100 * GIB, 2 * GIB));
    pending = Optional.of(true);
    assertFinding(
        State.DEGRADED,
        Reason.THRESHOLD,
        "This machine is short: CPU 95 % busy, 0.5 GiB of 16.0 GiB memory available and 2.0 GiB of"
            + " 100.0 GiB free on /; a restart is pending.",
        see());
  }

  @Test
  void eachThresholdDegradesByItselfAndIsConfigurable() {
    cpu = OptionalDouble.of(0.94);
    assertEquals(State.OK, see().state());
    scene.thresholds(CheckKind.LOCAL_HOST, Map.of("cpu_degraded_ratio", 0.9));
    assertEquals(Reason.THRESHOLD, see().reason());
    cpu = OptionalDouble.empty();
    scene.thresholds(CheckKind.LOCAL_HOST, Map.of("memory_available_degraded_ratio", 0.5));
    assertEquals(Reason.THRESHOLD, see().reason());
    scene.thresholds(CheckKind.LOCAL_HOST, Map.of("disk_free_degraded_ratio", 0.5));
    assertEquals(Reason.THRESHOLD, see().reason());
  }

  @Test
  void pendingRestartIsDegraded() {
    pending = Optional.of(true);
    assertFinding(
        State.DEGRADED,
        Reason.OVERDUE,
        "A restart is pending to finish an update; up 12 days.",
        see());
  }

  @Test
  void unreadableLoadIsUnknown() {
    scene.facts.load = Fact.unread(Reason.TIMEOUT, "The load took too long.");
    assertFinding(
        State.UNKNOWN,
        Reason.TIMEOUT,
        "The load took too long.",
        look(new LocalHost(scene.context())));
  }
}
