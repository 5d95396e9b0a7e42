package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.texts;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.via;
import static io.roomwatch.agent.check.RehearsedProbes.ended;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.StatusPageProbe;
import io.roomwatch.agent.probe.StatusPageProbe.Component;
import io.roomwatch.agent.probe.StatusPageProbe.Health;
import io.roomwatch.agent.probe.StatusPageProbe.Incident;
import io.roomwatch.agent.probe.StatusPageProbe.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CloudStatusTest {

  private static final Component MEETINGS = new Component("Zoom Meetings", Health.OPERATIONAL);

  private final Bench bench = new Bench();

  private Finding seen(List<Component> components, Incident... incidents) {
    return seen(new Page("none", Optional.of(bench.now), components, List.of(incidents)));
  }

  private Finding seen(Page page) {
    bench.probes.statusPage =
        spec -> new StatusPageProbe.Result(ended(Reason.OK, 200), Optional.of(page));
    return look(new CloudStatus(bench.context()));
  }

  private static Incident incident(String impact, String status, String... components) {
    return new Incident("Joining fails", impact, status, Optional.empty(), List.of(components));
  }

  @Test
  void operationalPage() {
    Finding finding = seen(List.of(MEETINGS, new Component("Zoom Rooms", Health.OPERATIONAL)));
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("no incident for 2 components", finding);
    assertEquals(new Value.Text(Bench.STATUS.toString()), value(finding, "uri"));
    assertEquals(new Value.Measure(2), value(finding, "components"));
    assertEquals(
        new Value.Measure(bench.now.getEpochSecond()),
        value(finding, "page_updated_timestamp_seconds"));
  }

  @ParameterizedTest
  @CsvSource({
    "OPERATIONAL, OK, OK",
    "UNDER_MAINTENANCE, OK, OK",
    "DEGRADED_PERFORMANCE, DEGRADED, INCIDENT",
    "PARTIAL_OUTAGE, DEGRADED, INCIDENT",
    "MAJOR_OUTAGE, FAILED, INCIDENT"
  })
  void theWorstComponentDecides(Health health, State state, Reason reason) {
    Finding finding = seen(List.of(MEETINGS, new Component("Zoom Rooms", health)));
    assertFinding(state, reason, finding);
    if (health != Health.OPERATIONAL) {
      assertSays("Zoom Rooms", finding);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "minor, DEGRADED, INCIDENT",
    "major, DEGRADED, INCIDENT",
    "critical, FAILED, INCIDENT",
    "Critical, FAILED, INCIDENT",
    "none, OK, OK",
    "maintenance, OK, OK"
  })
  void anIncidentCountsByItsImpact(String impact, State state, Reason reason) {
    Finding finding = seen(List.of(MEETINGS), incident(impact, "investigating"));
    assertFinding(state, reason, finding);
    assertSays("Joining fails", finding);
    assertEquals(texts("Joining fails"), value(finding, "incidents"));
  }

  @ParameterizedTest
  @CsvSource({"resolved", "postmortem", "completed"})
  void anIncidentThatIsOverDoesNotCount(String status) {
    assertFinding(State.OK, Reason.OK, seen(List.of(MEETINGS), incident("critical", status)));
  }

  @Test
  void onlyWhatWasAskedForCounts() {
    bench.components = List.of("ROOMS", "meet");
    Component phone = new Component("Zoom Phone", Health.MAJOR_OUTAGE);
    Finding fine = seen(List.of(MEETINGS, phone), incident("critical", "identified", "Zoom Phone"));
    assertFinding(State.OK, Reason.OK, fine);
    assertEquals(new Value.Measure(1), value(fine, "components"));
    assertFinding(
        State.FAILED,
        Reason.INCIDENT,
        seen(List.of(MEETINGS, phone), incident("critical", "identified", "Zoom Meetings - EU")));
    assertFinding(
        State.DEGRADED, Reason.INCIDENT, seen(List.of(MEETINGS), incident("minor", "identified")));
  }

  @Test
  void noComponentMatchedIsVisible() {
    bench.components = List.of("Zoom Romos");
    Finding finding = seen(List.of(MEETINGS));
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, finding);
    assertSays("No component on the status page is named like Zoom Romos", finding);
  }

  @Test
  void anEmptyPageIsNotOperational() {
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, seen(List.of()));
  }

  @Test
  void aStalePageIsUnknownWhateverItSays() {
    Page old =
        new Page(
            "none",
            Optional.of(bench.now.minus(Duration.ofDays(15))),
            List.of(MEETINGS),
            List.of());
    Finding finding = seen(old);
    assertFinding(State.UNKNOWN, Reason.THRESHOLD, finding);
    assertSays("last updated 15 days ago", finding);
    assertFinding(
        State.OK,
        Reason.OK,
        seen(new Page("none", Optional.empty(), List.of(MEETINGS), List.of())));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TIMEOUT", "REFUSED", "DNS_NXDOMAIN", "HTTP_STATUS", "ERROR", "TLS_UNTRUSTED"})
  void anUnreadablePageIsUnknown(Reason reason) {
    bench.probes.statusPage =
        spec -> new StatusPageProbe.Result(ended(reason, 5), Optional.empty());
    Finding finding = look(new CloudStatus(bench.context()));
    assertFinding(State.UNKNOWN, reason, finding);
    assertEquals(new Value.Text(Bench.STATUS_FALLBACK.toString()), value(finding, "uri"));
    assertEquals(2, bench.probes.asked.size());
  }

  @Test
  void theFallbackIsAskedOnlyWhenTheFirstCannotBeRead() {
    Page page = new Page("none", Optional.of(bench.now), List.of(MEETINGS), List.of());
    bench.probes.statusPage =
        spec ->
            spec.uri().equals(Bench.STATUS)
                ? new StatusPageProbe.Result(ended(Reason.TIMEOUT, 5), Optional.empty())
                : new StatusPageProbe.Result(ended(Reason.OK, 5), Optional.of(page));
    Finding finding = look(new CloudStatus(bench.context()));
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(new Value.Text(Bench.STATUS_FALLBACK.toString()), value(finding, "uri"));
    assertEquals(
        Duration.ofSeconds(3),
        bench.probes.asked(StatusPageProbe.Spec.class).stream()
            .map(StatusPageProbe.Spec::deadline)
            .reduce(Duration.ZERO, Duration::plus));

    bench.probes.asked.clear();
    seen(page);
    assertEquals(1, bench.probes.asked.size());
  }

  @Test
  void goesByTheProxyInForceForThatHost() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", via("proxy.corp", 8080, "*.statuspage.io"));
    look(new CloudStatus(bench.context()));
    List<StatusPageProbe.Spec> asked = bench.probes.asked(StatusPageProbe.Spec.class);
    assertEquals("proxy.corp:8080", asked.get(0).proxy().orElseThrow().address().toString());
    assertEquals(Optional.empty(), asked.get(1).proxy());
  }

  @Test
  void noPageConfigured() {
    bench.statusPages = List.of();
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, look(new CloudStatus(bench.context())));
  }

  @Test
  void ofSeveralTheWorstIsNamed() {
    Finding finding =
        seen(
            List.of(
                new Component("Zoom Phone", Health.MAJOR_OUTAGE),
                new Component("Zoom Rooms", Health.PARTIAL_OUTAGE)));
    assertFinding(State.FAILED, Reason.INCIDENT, finding);
    assertSays("Zoom Phone has a major outage", finding);
    assertEquals(
        texts("Zoom Phone: a major outage", "Zoom Rooms: a partial outage"),
        value(finding, "impaired"));
    assertSays(
        "(impact critical, monitoring); Zoom Rooms has degraded performance.",
        seen(
            List.of(new Component("Zoom Rooms", Health.DEGRADED_PERFORMANCE)),
            incident("critical", "monitoring"),
            incident("minor", "investigating")));
  }

  @Test
  void anAnswerWithoutAPageIsNotUnderstood() {
    bench.probes.statusPage =
        spec -> new StatusPageProbe.Result(ended(Reason.OK, 5), Optional.empty());
    assertFinding(State.UNKNOWN, Reason.ERROR, look(new CloudStatus(bench.context())));
  }
}
