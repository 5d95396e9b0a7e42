package io.roomwatch.agent.check.path;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.RehearsedProbes.ended;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.StampProbe;
import io.roomwatch.agent.probe.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PathStampTest {

  private final Bench bench = new Bench();

  private Check check(Optional<String> key, boolean stateful) {
    Peer.Burst burst = new Peer.Burst(20, Duration.ofMillis(50));
    Peer.Stamp stamp = new Peer.Stamp(61862, key.map(Secret::new), burst, stateful);
    bench.peers = List.of(new Peer("hall-pc", "10.4.12.21", 9090, Optional.of(stamp)));
    List<Check> checks = PathChecks.of(bench.context());
    assertEquals("path.stamp:hall-pc", checks.getFirst().id().toString());
    return checks.getFirst();
  }

  private Check check() {
    return check(Optional.empty(), true);
  }

  private void comesBack(int lost, int forward, int backward, long... millis) {
    List<Duration> trips =
        IntStream.range(0, 20 - lost)
            .mapToObj(i -> Duration.ofMillis(millis[i % millis.length]))
            .toList();
    bench.probes.stamp =
        spec ->
            new StampProbe.Result(
                ended(Reason.OK, Phase.FIRST_BYTE, 1_000),
                Optional.of(
                    new StampProbe.Burst(
                        20,
                        20 - lost,
                        0,
                        trips,
                        Optional.of(new StampProbe.Directions(forward, backward)))));
  }

  private static double number(Finding finding, String name) {
    return value(finding, name) instanceof Value.Measure measure ? measure.value() : Double.NaN;
  }

  @Test
  void aPeerWithoutAReflectorIsNotMeasured() {
    bench.peers = List.of(new Peer("hall-pc", "10.4.12.21", 9090));
    assertEquals(List.of(), PathChecks.of(bench.context()));
  }

  @Test
  void aGoodPathIsOkWithItsFigures() {
    comesBack(0, 0, 0, 12);
    Finding finding = look(check());
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(
        "hall-pc answers 20 of 20 packets, the round trip is 12 ms, jitter 0.0 ms.",
        finding.text());
    assertEquals(0.0, number(finding, "loss_ratio"));
    assertEquals(0.0, number(finding, "loss_forward_ratio"));
    assertEquals(0.012, number(finding, "rtt_seconds"));
    assertEquals(20.0, number(finding, "packets_sent"));
    assertEquals(new Value.Text("unauthenticated"), value(finding, "mode"));
    // The histogram of round trips is fed by this phase, not by how long the burst took.
    assertEquals(List.of(new PhaseTime(Phase.FIRST_BYTE, Duration.ofMillis(12))), finding.phases());
  }

  @Test
  void whatIsAskedIsWhatTheFileSays() {
    Finding finding = look(check(Optional.of("hunter2hunter2hunter2"), true));
    StampProbe.Spec spec = bench.probes.asked(StampProbe.Spec.class).getFirst();
    assertEquals(new Target("10.4.12.21", 61862), spec.target());
    assertEquals(20, spec.packets());
    assertEquals(Duration.ofMillis(50), spec.pause());
    assertEquals(Duration.ofSeconds(3), spec.deadline());
    assertTrue(spec.mode().isAuthenticated());
    assertEquals(new Value.Text("authenticated"), value(finding, "mode"));
    assertTrue(!spec.toString().contains("hunter2"), spec.toString());
  }

  @Test
  void jitterIsThatOfRfc3550() {
    // By hand: J = 10/16 = 0.625 ms, then 0.625 + (10 - 0.625) / 16 = 1.2109375 ms.
    PathQuality quality = new PathQuality();
    quality.add(
        new StampProbe.Burst(
            3,
            3,
            0,
            List.of(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(10)),
            Optional.empty()));
    assertEquals(Duration.ofNanos(1_210_938), quality.jitter());
  }

  @Test
  void jitterRunsOnFromBurstToBurst() {
    Check check = check();
    comesBack(0, 0, 0, 10, 60);
    Finding first = look(check);
    // 50 ms at every packet: 19 differences bring 71 % of it, and 40 ms are not yet passed.
    assertEquals(0.0353, number(first, "jitter_seconds"), 1e-3);
    assertFinding(State.OK, Reason.OK, first);
    Finding second = look(check);
    assertEquals(0.0457, number(second, "jitter_seconds"), 1e-3);
    assertFinding(State.DEGRADED, Reason.THRESHOLD, second);
    assertEquals("The path to hall-pc is poor: jitter is 46 ms, more than 40 ms.", second.text());
  }

  @Test
  void aLongWayIsDegraded() {
    comesBack(0, 0, 0, 151);
    Finding finding = look(check());
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertEquals(
        "The path to hall-pc is poor: the round trip is 151 ms, more than 150 ms.", finding.text());
    comesBack(0, 0, 0, 150);
    assertFinding(State.OK, Reason.OK, look(check()));
  }

  @Test
  void oneLostPacketIsAnAccident() {
    comesBack(1, 1, 0, 12);
    Check check = check();
    Finding finding = look(check);
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(0.05, number(finding, "loss_ratio"));
    assertEquals(0.05, number(finding, "loss_forward_ratio"));
    assertEquals(0.0, number(finding, "loss_backward_ratio"));
  }

  @Test
  void lossIsJudgedOverTheLastFiveBursts() {
    Check check = check();
    comesBack(1, 0, 1, 12);
    look(check);
    Finding twice = look(check);
    assertFinding(State.DEGRADED, Reason.THRESHOLD, twice);
    assertEquals(
        "The path to hall-pc is poor: 5 % of the last 40 packets were lost (just now 0 on the way"
            + " there, 1 on the way back), more than 2 %.",
        twice.text());
    comesBack(0, 0, 0, 12);
    look(check);
    look(check);
    Finding fifth = look(check);
    assertFinding(State.OK, Reason.OK, fifth);
    assertEquals(0.02, number(fifth, "recent_loss_ratio"), 1e-9);
    assertEquals(0.0, number(fifth, "loss_ratio"));
  }

  @Test
  void aStatelessReflectorTellsNoDirection() {
    comesBack(5, 0, 5, 12);
    Finding finding = look(check(Optional.empty(), false));
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertTrue(finding.text().contains("25 % of the last 20 packets were lost, more"));
    assertEquals(absent(), value(finding, "loss_forward_ratio"));
    assertEquals(absent(), value(finding, "loss_backward_ratio"));
    assertEquals(0.25, number(finding, "loss_ratio"));
  }

  @Test
  void silenceProvesNothingAndIsNoLoss() {
    Check check = check();
    comesBack(4, 4, 0, 12);
    assertFinding(State.DEGRADED, Reason.THRESHOLD, look(check));
    for (Reason reason :
        List.of(
            Reason.NO_ANSWER,
            Reason.REFUSED,
            Reason.UNREACHABLE,
            Reason.NO_ROUTE,
            Reason.ERROR,
            Reason.DNS_NXDOMAIN)) {
      bench.probes.stamp =
          spec -> new StampProbe.Result(ended(reason, Phase.FIRST_BYTE, 3_000), Optional.empty());
      Finding finding = look(check);
      assertFinding(State.UNKNOWN, reason, finding);
      assertEquals(absent(), value(finding, "loss_ratio"));
      assertEquals(absent(), value(finding, "rtt_seconds"));
    }
    comesBack(1, 1, 0, 12);
    assertFinding(State.OK, Reason.OK, look(check));
  }

  @Test
  void anotherLimitHolds() {
    bench.override("path.stamp:hall-pc", "loss_degraded_ratio", 0.3);
    comesBack(5, 5, 0, 12);
    assertFinding(State.OK, Reason.OK, look(check()));
  }
}
