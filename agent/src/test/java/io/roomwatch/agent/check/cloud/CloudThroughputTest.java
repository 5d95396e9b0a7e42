package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.config.Throughput;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.ThroughputProbe.Direction;
import io.roomwatch.agent.probe.ThroughputProbe.Guard;
import io.roomwatch.agent.probe.ThroughputProbe.Result;
import io.roomwatch.agent.probe.ThroughputProbe.Spec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When it is measured, when it is not, and what comes of it. */
class CloudThroughputTest {

  private static final long MIB = 1024 * 1024;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Bench bench = new Bench();
  private final List<Spec> asked = new ArrayList<>();

  private double downloadMbps = 25;
  private double uploadMbps = 11;
  private long received;
  private long sent;

  @BeforeEach
  void configure() {
    bench.now = Instant.parse("2026-11-20T00:00:00Z");
    bench.throughput =
        Optional.of(
            new Throughput(
                new Throughput.Ends(
                    Optional.of(URI.create("https://speed.example.com/10mb?token=hunter2")),
                    Optional.of(URI.create("https://speed.example.com/up"))),
                new Throughput.Quiet(
                    LocalTime.of(2, 30), Duration.ofHours(3), Optional.of(ZoneOffset.UTC), true),
                8 * MIB,
                32_000));
    bench.probes.throughput =
        spec -> {
          asked.add(spec);
          return moved(spec.direction() == Direction.DOWNLOAD ? downloadMbps : uploadMbps);
        };
    carries(0, 0);
  }

  private static Result moved(double mbps) {
    return new Result(
        ended(Reason.OK),
        OptionalInt.of(200),
        (long) (mbps * 1e6 / 8 * 4),
        Duration.ofSeconds(4),
        Optional.empty());
  }

  private static Outcome ended(Reason reason) {
    return new Outcome(reason, "", List.of(), Duration.ofSeconds(4));
  }

  private static Result ended(Reason reason, OptionalInt status) {
    return new Result(ended(reason), status, 0, Duration.ZERO, Optional.empty());
  }

  /** Since the last time, in either direction. */
  private void carries(long moreReceived, long moreSent) {
    received += moreReceived;
    sent += moreSent;
    bench.facts.interfaces(
        new NetInterface(
            "eth0",
            "eth0",
            NetInterface.Kind.ETHERNET,
            true,
            List.of(FixedFacts.subnet("10.4.12.20/24")),
            OptionalLong.empty(),
            new NetInterface.Counters(received, sent, 0, 0)),
        new NetInterface(
            "lo",
            "lo",
            NetInterface.Kind.LOOPBACK,
            true,
            List.of(),
            OptionalLong.empty(),
            new NetInterface.Counters(received * 1000, sent * 1000, 0, 0)));
  }

  private CloudThroughput check() {
    return new CloudThroughput(
        bench.context(), bench.throughput.orElseThrow(), ZoneOffset.ofHours(9));
  }

  private Finding look(CloudThroughput check) {
    return check.look(Duration.ofSeconds(45)).join();
  }

  /** Looks every minute until then; what the last look found. */
  private Finding until(CloudThroughput check, String time) {
    Instant end = Instant.parse("2026-11-" + time + "Z");
    Finding finding = look(check);
    while (bench.now.isBefore(end)) {
      bench.pass(MINUTE);
      finding = look(check);
    }
    return finding;
  }

  private List<Direction> directions() {
    return asked.stream().map(Spec::direction).toList();
  }

  @Test
  void nothingIsMeasuredUnlessItIsAskedFor() {
    bench.throughput = Optional.empty();
    assertTrue(
        CloudChecks.of(bench.context()).stream()
            .noneMatch(check -> check.id().kind() == CheckKind.CLOUD_THROUGHPUT));
    configure();
    assertTrue(
        CloudChecks.of(bench.context()).stream()
            .anyMatch(check -> check.id().equals(CheckId.of(CheckKind.CLOUD_THROUGHPUT))));
  }

  @Test
  void outsideOfTheQuietTimeNothingIsSent() {
    Finding finding = until(check(), "20T02:29:00");
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, finding);
    assertEquals(
        "Not measured yet: the daemon does it once a day from 02:30 to 05:30 (Z), while no meeting"
            + " is on.",
        finding.text());
    assertEquals(Bench.absent(), value(finding, "download_bits_per_second"));
    assertEquals(List.of(), asked);
  }

  @Test
  void itIsMeasuredOnceInEachQuietTime() {
    CloudThroughput check = check();
    Finding finding = until(check, "20T05:29:00");
    assertEquals(List.of(Direction.DOWNLOAD, Direction.UPLOAD), directions());
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(
        "The line carries download 25.0 Mbit/s, upload 11.0 Mbit/s, measured while no meeting was"
            + " on.",
        finding.text());
    assertEquals(new Value.Measure(25e6), value(finding, "download_bits_per_second"));
    assertEquals(new Value.Measure(11e6), value(finding, "upload_bits_per_second"));
    assertEquals(finding, until(check, "21T02:29:00"), "and holds all day");
    until(check, "21T06:00:00");
    assertEquals(4, asked.size());
    Spec spec = asked.getFirst();
    assertEquals(8 * MIB, spec.mostBytes());
    assertTrue(spec.deadline().compareTo(Duration.ofSeconds(12)) <= 0);
  }

  /** So a crash loop, a reload and a single look send nothing twice. */
  @Test
  void anAgentThatBeganLaterWaitsForTheNextDay() {
    until(check(), "20T05:29:00");
    int once = asked.size();
    bench.now = Instant.parse("2026-11-20T04:05:00Z");
    CloudThroughput again = check();
    until(again, "20T05:29:00");
    assertEquals(once, asked.size());
    until(again, "21T05:29:00");
    assertEquals(2 * once, asked.size());
  }

  @Test
  void afterAReloadWhatWasMeasuredStillHolds() {
    Finding before = until(check(), "20T06:00:00");
    bench.saw(CheckId.of(CheckKind.CLOUD_THROUGHPUT), before);
    assertEquals(before, look(check()));
  }

  @Test
  void roomsHaveTheirOwnMoments() {
    CloudThroughput check = check();
    until(check, "20T02:31:00");
    assertEquals(List.of(), asked, "this room's moment is later");
    until(check, "20T04:01:00");
    assertEquals(2, asked.size(), "and in the first half");
  }

  @Test
  void whileMediaMayFlowNothingIsSent() {
    CloudThroughput check = check();
    Finding finding = look(check);
    // 80 kbit/s of sound, in one direction.
    while (bench.now.isBefore(Instant.parse("2026-11-20T04:30:00Z"))) {
      bench.pass(MINUTE);
      carries(0, 10_000 * 60);
      finding = look(check);
    }
    assertEquals(List.of(), asked);
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, finding);
    assertSays("; a meeting may be on: eth0 carries 80 kbit/s, more than 32 kbit/s.", finding);
    bench.pass(MINUTE);
    carries(3_000 * 60, 3_000 * 60);
    assertFinding(State.OK, Reason.OK, look(check));
    assertEquals(2, asked.size());
  }

  @Test
  void whenNobodyCanTellWhetherMediaFlowsNothingIsSentAndTheReasonIsNamed() {
    CloudThroughput check = check();
    bench.facts.interfaces =
        Fact.unread(Reason.PERMISSION, "Reading interfaces needs more rights.");
    Finding finding = until(check, "20T04:30:00");
    assertFinding(State.UNKNOWN, Reason.PERMISSION, finding);
    assertEquals(
        "Not measured: whether a meeting is on cannot be told. Reading interfaces needs more"
            + " rights.",
        finding.text());
    assertEquals(List.of(), asked);
  }

  @Test
  void countersThatWereSetBackTellNothing() {
    CloudThroughput check = check();
    until(check, "20T02:29:00");
    while (bench.now.isBefore(Instant.parse("2026-11-20T05:00:00Z"))) {
      bench.pass(MINUTE);
      received = bench.now.getEpochSecond() / 60 % 2 == 0 ? 1_000_000 : 0;
      carries(0, 0);
      look(check);
    }
    assertEquals(List.of(), asked);
  }

  /** What this machine carries says nothing of the room's device. */
  @Test
  void besideTheRoomTheQuietTimeDecidesAndThatIsSaid() {
    bench.device = Optional.of(FixedFacts.ip("10.4.12.20"));
    bench.facts.interfaces = Fact.unread(Reason.PERMISSION, "Nobody needs to know.");
    CloudThroughput check = check();
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, until(check, "20T02:29:00"));
    Finding finding = until(check, "20T05:00:00");
    assertFinding(State.OK, Reason.OK, finding);
    assertSays(
        "measured in the quiet time; whether a meeting was on cannot be told from beside the room",
        finding);
    assertEquals(
        Optional.empty(),
        asked.getFirst().guard().objection(1, Duration.ofSeconds(1)),
        "nothing is there to object");
  }

  @Test
  void lessThanAskedForIsDegradedWhenItStaysSo() {
    uploadMbps = 2.5;
    CloudThroughput check = check();
    Finding finding = until(check, "20T05:00:00");
    assertEquals(4, asked.size(), "measured once more, a minute later");
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertEquals(
        "The line carries download 25.0 Mbit/s, upload 2.5 Mbit/s, measured while no meeting was"
            + " on; upload is less than 3.0 Mbit/s.",
        finding.text());
    until(check, "21T02:00:00");
    assertEquals(4, asked.size());
  }

  @Test
  void theBetterOneOfTwoCounts() {
    bench.probes.throughput =
        spec -> {
          asked.add(spec);
          return moved(asked.size() <= 2 ? 1 : 20);
        };
    Finding finding = until(check(), "20T05:00:00");
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("download 20.0 Mbit/s, upload 20.0 Mbit/s", finding);
  }

  @Test
  void thresholdsAreThoseOfTheConfiguration() {
    bench.override("cloud.throughput", "download_degraded_mbps", 30);
    Finding finding = until(check(), "20T05:00:00");
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertSays("download is less than 30.0 Mbit/s", finding);
  }

  @Test
  void aPoorMeasurementThatCannotBeRepeatedCountsWhenTheTimeIsOver() {
    downloadMbps = 1;
    CloudThroughput check = check();
    Finding finding = look(check);
    while (bench.now.isBefore(Instant.parse("2026-11-20T05:31:00Z"))) {
      bench.pass(MINUTE);
      carries(0, asked.isEmpty() ? 0 : 1_000_000);
      finding = look(check);
    }
    assertEquals(2, asked.size());
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
  }

  @Test
  void anEndpointThatIsNotThereIsUnknownAndTriedThreeTimesAtMost() {
    bench.probes.throughput =
        spec -> {
          asked.add(spec);
          return ended(Reason.REFUSED, OptionalInt.empty());
        };
    Finding finding = until(check(), "20T05:00:00");
    assertFinding(State.UNKNOWN, Reason.REFUSED, finding);
    assertSays("The download from speed.example.com could not be measured: it refuses", finding);
    assertEquals(CloudThroughput.MOST_TRIES, asked.size());
    assertTrue(!finding.toString().contains("hunter2"), finding::toString);
  }

  @Test
  void aStatusThatIsNoSuccessNamesIt() {
    bench.probes.throughput = spec -> ended(Reason.HTTP_STATUS, OptionalInt.of(404));
    assertSays("answers with status 404", until(check(), "20T05:00:00"));
  }

  @Test
  void aFileThatIsTooSmallSaysNothing() {
    bench.probes.throughput =
        spec ->
            new Result(
                ended(Reason.OK),
                OptionalInt.of(200),
                5_000,
                Duration.ofMillis(2),
                Optional.empty());
    Finding finding = until(check(), "20T05:00:00");
    assertFinding(State.UNKNOWN, Reason.MISSING, finding);
    assertSays("5000 bytes are too few", finding);
  }

  @Test
  void whatWasStoppedIsNoMeasurement() {
    bench.probes.throughput =
        spec -> {
          asked.add(spec);
          Result moved = moved(0.5);
          return new Result(
              moved.outcome(),
              moved.status(),
              moved.bytes(),
              moved.took(),
              Optional.of("eth0 began to carry something else"));
        };
    Finding finding = until(check(), "20T05:00:00");
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, finding);
    assertSays("it was stopped, as eth0 began to carry something else", finding);
    assertEquals(List.of(Direction.DOWNLOAD, Direction.DOWNLOAD, Direction.DOWNLOAD), directions());
  }

  @Test
  void whatGoesTheOtherWayDuringATransferObjects() {
    until(check(), "20T05:00:00");
    for (Spec spec : List.of(asked.getFirst(), asked.getLast())) {
      configure();
      LineUse line = new LineUse(bench.facts, 32_000);
      Guard guard = line.guard(spec.direction());
      boolean down = spec.direction() == Direction.DOWNLOAD;
      // 4 MB of its own and what acknowledges it.
      carries(down ? 4_000_000 : 150_000, down ? 150_000 : 4_000_000);
      assertEquals(Optional.empty(), guard.objection(4_000_000, Duration.ofSeconds(2)));
      // And half a second of video the other way.
      carries(down ? 0 : 400_000, down ? 400_000 : 0);
      assertTrue(guard.objection(4_000_000, Duration.ofSeconds(2)).isPresent());
      bench.facts.interfaces = Fact.unread(Reason.TIMEOUT, "Too slow.");
      assertEquals(Optional.of("Too slow."), guard.objection(4_000_000, Duration.ofSeconds(3)));
    }
  }

  @Test
  void anOldMeasurementHoldsForThreeDaysOnly() {
    CloudThroughput check = check();
    Finding measured = until(check, "20T06:00:00");
    while (bench.now.isBefore(Instant.parse("2026-11-23T02:00:00Z"))) {
      bench.pass(MINUTE);
      carries(1_000_000, 0);
      assertEquals(measured, look(check));
    }
    while (bench.now.isBefore(Instant.parse("2026-11-23T05:00:00Z"))) {
      bench.pass(MINUTE);
      carries(1_000_000, 0);
      measured = look(check);
    }
    Finding finding = measured;
    assertFinding(State.UNKNOWN, Reason.OVERDUE, finding);
    assertSays("a meeting may be on", finding);
  }

  @Test
  void quietTimesReachOverMidnightAndTheChangeToSummerTime() {
    Throughput.Quiet late =
        new Throughput.Quiet(
            LocalTime.of(23, 0),
            Duration.ofHours(4),
            Optional.of(java.time.ZoneId.of("Europe/Berlin")),
            true);
    assertEquals(
        Optional.of(Instant.parse("2026-03-28T22:00:00Z")),
        late.since(Instant.parse("2026-03-29T01:59:00Z"), ZoneOffset.UTC));
    assertEquals(
        Optional.empty(), late.since(Instant.parse("2026-03-29T02:00:00Z"), ZoneOffset.UTC));
    assertEquals(
        Optional.empty(), late.since(Instant.parse("2026-03-28T21:59:59Z"), ZoneOffset.UTC));
  }

  @Test
  void oneEndIsEnough() {
    Throughput both = bench.throughput.orElseThrow();
    bench.throughput =
        Optional.of(
            new Throughput(
                new Throughput.Ends(Optional.empty(), both.ends().upload()),
                both.quiet(),
                both.mostBytes(),
                both.idleBitsPerSecond()));
    Finding finding = until(check(), "20T05:00:00");
    assertEquals(List.of(Direction.UPLOAD), directions());
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(Bench.absent(), value(finding, "download_bits_per_second"));
  }
}
