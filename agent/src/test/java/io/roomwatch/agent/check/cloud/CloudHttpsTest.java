package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.pac;
import static io.roomwatch.agent.check.FixedFacts.via;
import static io.roomwatch.agent.check.RehearsedProbes.ended;
import static io.roomwatch.agent.check.RehearsedProbes.http;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.check.RehearsedProbes;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.HttpProbe;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.PortalProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CloudHttpsTest {

  private final Bench bench = new Bench();

  @BeforeEach
  void noPortal() {
    bench.probes.portal = spec -> new PortalProbe.Result(ended(Reason.OK, 30), Optional.empty());
  }

  private Finding seen(Reason reason, int status, long millis) {
    bench.probes.http = spec -> http(reason, status, millis);
    return look(new CloudHttps(bench.context(), "zoom.us"));
  }

  private void portal(String where) {
    bench.probes.portal =
        spec -> new PortalProbe.Result(ended(Reason.CAPTIVE_PORTAL, 30), Optional.of(where));
  }

  @ParameterizedTest
  @CsvSource({
    "200, OK, OK",
    "204, OK, OK",
    "301, OK, OK",
    "302, OK, OK",
    "403, DEGRADED, HTTP_STATUS",
    "404, DEGRADED, HTTP_STATUS",
    "429, DEGRADED, HTTP_STATUS",
    "500, FAILED, HTTP_STATUS",
    "503, FAILED, HTTP_STATUS",
    "511, FAILED, CAPTIVE_PORTAL"
  })
  void theStatusIsJudgedHere(int status, State state, Reason reason) {
    Finding finding = seen(Reason.OK, status, 80);
    assertFinding(state, reason, finding);
    assertEquals(new Value.Measure(status), value(finding, "http_status"));
  }

  @Test
  void phasesAreReadAndPassedOn() {
    List<PhaseTime> phases =
        List.of(
            new PhaseTime(Phase.RESOLVE, Duration.ofMillis(1)),
            new PhaseTime(Phase.CONNECT, Duration.ofMillis(2)),
            new PhaseTime(Phase.TLS, Duration.ofMillis(3)),
            new PhaseTime(Phase.FIRST_BYTE, Duration.ofMillis(4)),
            new PhaseTime(Phase.TRANSFER, Duration.ofMillis(5)));
    bench.probes.http =
        spec ->
            new HttpProbe.Result(
                new Outcome(Reason.OK, "", phases, Duration.ofMillis(15)),
                OptionalInt.of(200),
                Map.of(),
                "",
                false);
    Finding finding = look(new CloudHttps(bench.context(), "zoom.us"));
    assertEquals(phases, finding.phases());
    assertEquals(new Value.Measure(0.004), value(finding, "first_byte_seconds"));
    assertEquals(absent(), value(finding, "proxy_seconds"));
    assertEquals(new Value.Measure(0.015), value(finding, "total_seconds"));
    assertEquals(new Value.Flag(false), value(finding, "captive_portal"));
  }

  @Test
  void aSlowAnswerIsDegraded() {
    assertFinding(State.DEGRADED, Reason.THRESHOLD, seen(Reason.OK, 200, 3_200));
    bench.override("cloud.https", "total_degraded_seconds", 5);
    assertFinding(State.OK, Reason.OK, seen(Reason.OK, 200, 3_200));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REFUSED",
        "TIMEOUT",
        "UNREACHABLE",
        "NO_ROUTE",
        "RESET",
        "CLOSED_EARLY",
        "DNS_NXDOMAIN",
        "DNS_SERVFAIL",
        "DNS_TIMEOUT",
        "TLS_UNTRUSTED",
        "TLS_EXPIRED",
        "TLS_NAME",
        "TLS_INSPECTED",
        "TLS_HANDSHAKE",
        "PROXY_DEAD",
        "PROXY_AUTH",
        "PROXY_REFUSED",
        "ERROR"
      })
  void everyOtherEndFailsWithItsOwnReason(Reason reason) {
    Finding finding = seen(reason, 0, 50);
    assertFinding(State.FAILED, reason, finding);
    assertEquals(absent(), value(finding, "http_status"));
    assertEquals(absent(), value(finding, "total_seconds"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMEOUT", "TLS_UNTRUSTED", "TLS_NAME", "REFUSED"})
  void aPortalIsTheCauseWhenHttpsDoesNotPass(Reason reason) {
    portal("login.hotel.example");
    Finding finding = seen(reason, 0, 50);
    assertFinding(State.FAILED, Reason.CAPTIVE_PORTAL, finding);
    assertSays("(login.hotel.example)", finding);
    assertEquals(new Value.Flag(true), value(finding, "captive_portal"));
  }

  @Test
  void aPortalOnPlainHttpAloneIsDegraded() {
    portal("block.corp");
    Finding finding = seen(Reason.OK, 200, 50);
    assertFinding(State.DEGRADED, Reason.CAPTIVE_PORTAL, finding);
    assertSays("HTTPS still passes", finding);
  }

  @Test
  void aPlainRequestThatFailsTellsNothingOfPortals() {
    bench.probes.portal =
        spec -> new PortalProbe.Result(ended(Reason.REFUSED, 3), Optional.empty());
    Finding finding = seen(Reason.OK, 200, 50);
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(absent(), value(finding, "captive_portal"));
  }

  @Test
  void asksTheHostsOwnPortsThroughTheProxyInForceAndLittleOfThePage() {
    bench.facts.proxy(ProxySource.Kind.ENVIRONMENT, "roomwatch", via("proxy.corp", 3128));
    seen(Reason.OK, 200, 50);
    HttpProbe.Spec https = bench.probes.asked(HttpProbe.Spec.class).get(0);
    PortalProbe.Spec plain = bench.probes.asked(PortalProbe.Spec.class).get(0);
    assertEquals("https://zoom.us/", https.uri().toString());
    assertEquals("proxy.corp:3128", https.proxy().orElseThrow().address().toString());
    assertEquals(16 * 1024, https.maxBodyBytes());
    assertEquals("zoom.us:80", plain.target().toString());
    assertEquals(https.proxy(), plain.proxy());
  }

  @Test
  void anIpv6LiteralIsABracketedAuthority() {
    bench.probes.http = spec -> http(Reason.OK, 200, 10);
    look(new CloudHttps(bench.context(), "2001:db8::7"));
    assertEquals(
        "https://[2001:db8::7]/", bench.probes.asked(HttpProbe.Spec.class).get(0).uri().toString());
  }

  @Test
  void aDirectWayThatFailsUnderAScriptIsUnknown() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", pac("http://wpad/p.pac"));
    assertFinding(State.UNKNOWN, Reason.UNSUPPORTED, seen(Reason.TIMEOUT, 0, 50));
    assertFinding(State.OK, Reason.OK, seen(Reason.OK, 200, 50));
  }

  @Test
  void aScriptThatMayKnowAnotherWayDoesNotHideALoginPage() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", FixedFacts.pac("http://wpad/p.pac"));
    bench.probes.portal =
        spec ->
            new PortalProbe.Result(
                RehearsedProbes.ended(Reason.CAPTIVE_PORTAL, 30),
                Optional.of("http://login.example/"));
    bench.probes.http = spec -> RehearsedProbes.http(Reason.TIMEOUT, 0, 900);
    Finding finding = Bench.look(new CloudHttps(bench.context(), "zoom.us"));
    Bench.assertFinding(State.FAILED, Reason.CAPTIVE_PORTAL, finding);
    Bench.assertSays("login.example", finding);
  }
}
