package io.roomwatch.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckMetersTest {

  private static final CheckId TCP = CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:443");
  private static final CheckId DNS = CheckId.of(CheckKind.CLOUD_DNS, "zoom.us");

  private final CheckMeters meters = new CheckMeters();

  private void look(CheckId check, Finding finding, Phase... phases) {
    List<PhaseTime> times =
        Arrays.stream(phases).map(each -> new PhaseTime(each, Duration.ofMillis(20))).toList();
    meters.observed(
        new Observation(check, Instant.EPOCH, Duration.ofMillis(50), finding.timed(times)));
  }

  /** Answered of sent, by label. */
  private Map<String, String> loss() {
    Map<String, Long> answered = new TreeMap<>();
    meters.roundTrips(
        (label, histogram) -> answered.put(label, Math.round(histogram.view().sum() / 0.02)));
    Map<String, String> loss = new TreeMap<>();
    meters.requests(
        (label, sent) -> loss.put(label, answered.getOrDefault(label, 0L) + " of " + sent));
    return loss;
  }

  @Test
  void healthyChecksThatTimeNoRoundTripHaveNoLoss() {
    look(CheckId.of(CheckKind.LOCAL_GATEWAY), Finding.ok("the gateway answers"));
    look(CheckId.of(CheckKind.LOCAL_PROXY), Finding.ok("no proxy"));
    look(CheckId.of(CheckKind.CLOUD_PROXY), Finding.ok("no proxy is in force"));
    look(TCP, Finding.failed(Reason.DNS_NXDOMAIN, "no such name"), Phase.RESOLVE);
    assertEquals(Map.of(), loss());
  }

  @Test
  void aBadAnswerIsAnAnswer() {
    look(TCP, Finding.ok("open"), Phase.RESOLVE, Phase.CONNECT);
    look(TCP, Finding.failed(Reason.REFUSED, "closed"), Phase.RESOLVE, Phase.CONNECT);
    look(DNS, Finding.failed(Reason.DNS_NXDOMAIN, "no such name"), Phase.FIRST_BYTE);
    look(DNS, Finding.failed(Reason.DNS_SERVFAIL, "cannot say"), Phase.FIRST_BYTE);
    assertEquals(Map.of("cloud.dns:zoom.us", "2 of 2", "cloud.tcp:zoom.us:443", "2 of 2"), loss());
  }

  @Test
  void silenceIsALossAndWhatCameFurtherIsNot() {
    look(TCP, Finding.failed(Reason.TIMEOUT, "silent"), Phase.RESOLVE, Phase.CONNECT);
    look(DNS, Finding.failed(Reason.DNS_TIMEOUT, "silent"), Phase.FIRST_BYTE);
    CheckId tls = CheckId.of(CheckKind.CLOUD_TLS, "zoom.us");
    look(tls, Finding.failed(Reason.TIMEOUT, "mute"), Phase.RESOLVE, Phase.CONNECT, Phase.TLS);
    CheckId media = CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:8801");
    look(
        media,
        Finding.ok("For information only: silent.").with(Reading.text("detail", "timed out")),
        Phase.CONNECT);
    assertEquals(
        Map.of(
            "cloud.dns:zoom.us", "0 of 1",
            "cloud.tcp:zoom.us:443", "0 of 1",
            "cloud.tcp:zoom.us:8801", "0 of 1",
            "cloud.tls:zoom.us", "1 of 1"),
        loss());
  }

  @Test
  void aboveTheLimitRequestsAndRoundTripsAreBothByKind() {
    Set<CheckId> many =
        IntStream.rangeClosed(1, CheckMeters.HISTOGRAMS_BY_ID + 1)
            .mapToObj(i -> CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:" + i))
            .collect(Collectors.toSet());
    meters.keep(many);
    many.forEach(each -> look(each, Finding.ok("open"), Phase.CONNECT));
    assertEquals(Map.of("cloud.tcp", "251 of 251"), loss());
  }

  @Test
  void theLastLookOfACheckThatWasTakenOutLeavesNothingBehind() {
    meters.keep(Set.of(TCP, DNS));
    look(DNS, Finding.ok("answers"), Phase.FIRST_BYTE);
    meters.keep(Set.of(TCP));
    look(DNS, Finding.failed(Reason.DNS_TIMEOUT, "silent"), Phase.FIRST_BYTE);
    look(DNS, Finding.unknown(Reason.ERROR, "our fault"));
    look(TCP, Finding.ok("open"), Phase.CONNECT);
    assertEquals(Map.of("cloud.tcp:zoom.us:443", "1 of 1"), loss());
    Map<String, Object> left = new TreeMap<>();
    meters.durations(left::put);
    meters.failures((check, counts) -> left.put(check.toString(), counts));
    meters.unknowns((check, counts) -> left.put(check.toString(), counts));
    assertEquals(Set.of("cloud.tcp:zoom.us:443"), left.keySet());
  }

  @Test
  void looksThatFindOutNothingAreCountedByReason() {
    look(DNS, Finding.unknown(Reason.TIMEOUT, "given up"));
    look(DNS, Finding.unknown(Reason.TIMEOUT, "given up"));
    look(DNS, Finding.failed(Reason.DNS_TIMEOUT, "silent"));
    Map<String, Map<Reason, Long>> unknowns = new TreeMap<>();
    meters.unknowns((check, counts) -> unknowns.put(check.toString(), counts));
    assertEquals(Map.of("cloud.dns:zoom.us", Map.of(Reason.TIMEOUT, 2L)), unknowns);
  }
}
