package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.verdict.States.NOW;
import static io.roomwatch.agent.verdict.States.SINCE;
import static io.roomwatch.agent.verdict.States.degraded;
import static io.roomwatch.agent.verdict.States.failed;
import static io.roomwatch.agent.verdict.States.ids;
import static io.roomwatch.agent.verdict.States.ok;
import static io.roomwatch.agent.verdict.States.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One cause for many findings. */
final class RootCauseTest {

  private static final Reading HEARD = Reading.flag("host_answers", true);
  private static final Reading SILENT = Reading.flag("host_answers", false);

  private static Verdict judge(CheckStatus... statuses) {
    return new Triage(TriageFile.shipped()).judge(List.of(statuses), Map.of(), NOW);
  }

  @Test
  void aDeadGatewayExplainsTheCloudAndWhatIsBehindIt() {
    Verdict verdict =
        judge(
            failed("local.gateway", Reason.UNREACHABLE),
            failed("cloud.dns:zoom.us", Reason.DNS_TIMEOUT),
            failed("cloud.tcp:zoom.us:443", Reason.DNS_TIMEOUT),
            failed("cloud.https:zoom.us", Reason.TIMEOUT),
            degraded("cloud.udp:zoom.us:3478", Reason.UNREACHABLE),
            failed("cloud.media", Reason.TIMEOUT),
            failed("link.peer:far", Reason.TIMEOUT),
            ok("link.subnet:far", Reading.text("way", "routed")),
            unknown("cloud.status", Reason.DNS_TIMEOUT));
    assertEquals(VerdictId.NET_GATEWAY_DOWN, verdict.cause().id());
    assertEquals(State.FAILED, verdict.cause().state());
    assertEquals(Confidence.HIGH, verdict.cause().confidence());
    assertEquals(ids("local.gateway"), verdict.because());
    assertEquals(
        ids(
            "link.peer:far",
            "cloud.dns:zoom.us",
            "cloud.tcp:zoom.us:443",
            "cloud.https:zoom.us",
            "cloud.udp:zoom.us:3478",
            "cloud.media"),
        verdict.consequences());
  }

  @Test
  void aDeadGatewayDoesNotExplainAPeerOnTheSameNetwork() {
    Verdict verdict =
        judge(
            failed("local.gateway", Reason.UNREACHABLE),
            failed("link.peer:near", Reason.TIMEOUT, SILENT),
            ok("link.subnet:near", Reading.text("way", "on-link")));
    assertEquals(VerdictId.NET_GATEWAY_DOWN, verdict.cause().id());
    assertEquals(List.of(), verdict.consequences());
  }

  @Test
  void aPortThatOpensAndCarriesNothingIsNoPortToBeAllowed() {
    Reading open = Reading.flag("open", true);
    Verdict stalled =
        judge(
            ok("cloud.tcp:zoom.us:443", open),
            failed("cloud.tls:zoom.us", Reason.TIMEOUT),
            failed("cloud.https:zoom.us", Reason.TIMEOUT));
    assertEquals(VerdictId.CLOUD_PORT_BLOCKED, stalled.cause().id());
    assertEquals("port-stalls", stalled.grounds().rule());
    assertTrue(stalled.summary().startsWith("Port 443 of zoom.us opens"), stalled.summary());
    Verdict other =
        judge(
            ok("cloud.tcp:other.example:443", open),
            failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT, Reading.flag("open", false)),
            failed("cloud.tls:zoom.us", Reason.TIMEOUT));
    assertEquals("port-blocked", other.grounds().rule());
  }

  @Test
  void aPortThatAnotherProgramHoldsExplainsAnAppThatIsNotThere() {
    Verdict verdict =
        judge(
            failed("room.app", Reason.MISSING),
            failed("link.listener", Reason.FOREIGN_OWNER),
            degraded("link.controllers", Reason.MISSING));
    assertEquals(VerdictId.HOST_PORT_CONFLICT, verdict.cause().id());
    assertEquals(ids("link.listener"), verdict.because());
    assertEquals(ids("link.controllers", "room.app"), verdict.consequences());
  }

  @Test
  void aCableThatIsOutExplainsEverythingOnTheNetwork() {
    Verdict verdict =
        judge(
            failed("local.interface", Reason.MISSING),
            failed("local.gateway", Reason.NO_ROUTE),
            failed("link.peer:boardroom-pc", Reason.NO_ROUTE),
            failed("link.subnet:boardroom-pc", Reason.NO_ROUTE),
            degraded("link.controllers", Reason.MISSING),
            failed("cloud.dns:zoom.us", Reason.DNS_TIMEOUT),
            failed("room.app", Reason.MISSING));
    // The app has its own fault, earlier in triage and as bad; the cable is said when it is up.
    assertEquals(VerdictId.HOST_APP_DOWN, verdict.cause().id());
    assertEquals(ids("link.controllers"), verdict.consequences());
    Verdict running =
        judge(
            failed("local.interface", Reason.MISSING),
            failed("local.gateway", Reason.NO_ROUTE),
            failed("link.peer:boardroom-pc", Reason.NO_ROUTE),
            failed("link.subnet:boardroom-pc", Reason.NO_ROUTE),
            degraded("link.controllers", Reason.MISSING),
            failed("cloud.dns:zoom.us", Reason.DNS_TIMEOUT),
            ok("room.app"));
    assertEquals(VerdictId.NET_LINK_DOWN, running.cause().id());
    assertEquals(
        ids(
            "link.controllers",
            "link.peer:boardroom-pc",
            "link.subnet:boardroom-pc",
            "cloud.dns:zoom.us",
            "local.gateway"),
        running.consequences());
  }

  @Test
  void theFilteredPortExplainsTheMissingController() {
    Verdict verdict =
        judge(
            failed("link.peer:boardroom-pc", Reason.TIMEOUT, HEARD),
            degraded("link.controllers", Reason.MISSING));
    assertEquals(VerdictId.LINK_PORT_FILTERED, verdict.cause().id());
    assertEquals(ids("link.peer:boardroom-pc"), verdict.because());
    assertEquals(ids("link.controllers"), verdict.consequences());
    assertEquals(List.of("2002", "2001", "ZP-491"), verdict.cause().codes());
    assertEquals(Layer.LINK, verdict.cause().id().layer());
  }

  @Test
  void anAppThatIsDownExplainsTheClosedPortAndTheMissingController() {
    Verdict verdict =
        judge(
            failed("room.app", Reason.MISSING),
            failed("link.listener", Reason.NOT_LISTENING),
            degraded("link.controllers", Reason.MISSING));
    assertEquals(ids("room.app"), verdict.because());
    assertEquals(ids("link.listener", "link.controllers"), verdict.consequences());
  }

  @Test
  void isolationExplainsPeersThatAreNotHeard() {
    Verdict verdict =
        judge(
            failed("link.isolation", Reason.ISOLATION),
            failed("link.peer:a", Reason.TIMEOUT, SILENT),
            failed("link.peer:b", Reason.UNREACHABLE, SILENT),
            ok("local.gateway"));
    assertEquals(VerdictId.NET_ISOLATION, verdict.cause().id());
    assertEquals(ids("link.peer:a", "link.peer:b"), verdict.consequences());
  }

  @Test
  void onePeerThatIsDownIsNoIsolation() {
    Verdict verdict =
        judge(
            unknown("link.isolation", Reason.NO_ANSWER),
            failed("link.peer:a", Reason.TIMEOUT, SILENT),
            ok("local.gateway"));
    assertEquals(VerdictId.LINK_PEER_DOWN, verdict.cause().id());
    assertEquals(
        "See that a is on and on its network; if it is, suspect a network that keeps its devices"
            + " apart (client isolation).",
        verdict.next());
  }

  @Test
  void aVpnIsBlamedOnlyForThePeersBehindIt() {
    CheckStatus vpn = degraded("local.vpn", Reason.VIA_VPN);
    Verdict behind =
        judge(
            vpn,
            failed("link.peer:a", Reason.TIMEOUT, SILENT),
            degraded("link.subnet:a", Reason.VIA_VPN));
    assertEquals(VerdictId.NET_VPN_CAPTURE, behind.cause().id());
    assertEquals(State.FAILED, behind.cause().state());
    assertEquals(Confidence.MEDIUM, behind.cause().confidence());
    assertEquals(ids("link.peer:a", "link.subnet:a"), behind.consequences());
    Verdict beside =
        judge(
            vpn,
            failed("link.peer:a", Reason.REFUSED),
            ok("link.subnet:a", Reading.text("way", "on-link"), Reading.flag("vpn", false)));
    assertEquals(VerdictId.LINK_PORT_CLOSED, beside.cause().id());
  }

  @Test
  void anIncidentExplainsACloudThatIsAwayAndNotALinkThatIs() {
    CheckStatus incident = degraded("cloud.status", Reason.INCIDENT);
    Verdict cloud = judge(incident, failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT));
    assertEquals(VerdictId.SERVICE_INCIDENT, cloud.cause().id());
    assertEquals(State.FAILED, cloud.cause().state());
    assertEquals(Confidence.MEDIUM, cloud.cause().confidence(), "blamed, not seen");
    assertEquals(ids("cloud.tcp:zoom.us:443"), cloud.consequences());
    Verdict link = judge(incident, failed("link.peer:a", Reason.REFUSED));
    assertEquals(VerdictId.LINK_PORT_CLOSED, link.cause().id());
    Verdict alone = judge(incident, ok("cloud.tcp:zoom.us:443"));
    assertEquals(VerdictId.SERVICE_INCIDENT, alone.cause().id());
    assertEquals(State.DEGRADED, alone.cause().state());
  }

  @Test
  void aWrongClockExplainsCertificatesThatLookExpired() {
    Verdict verdict =
        judge(
            failed("local.clock", Reason.THRESHOLD),
            failed("cloud.tls:zoom.us", Reason.TLS_EXPIRED),
            failed("cloud.https:zoom.us", Reason.TLS_EXPIRED));
    assertEquals(VerdictId.HOST_CLOCK_SKEW, verdict.cause().id());
    assertEquals(ids("cloud.tls:zoom.us", "cloud.https:zoom.us"), verdict.consequences());
  }

  @Test
  void aWrongClockIsNotBlamedForAClosedPort() {
    Verdict verdict =
        judge(failed("local.clock", Reason.THRESHOLD), failed("link.peer:a", Reason.REFUSED));
    assertEquals(VerdictId.LINK_PORT_CLOSED, verdict.cause().id());
    assertEquals(List.of(), verdict.consequences());
  }

  @Test
  void wifiInPlaceOfTheWireExplainsAPeerOutOfReach() {
    Verdict verdict =
        judge(
            degraded("local.interface", Reason.DRIFT),
            degraded("local.wifi", Reason.THRESHOLD),
            failed("link.peer:a", Reason.TIMEOUT, SILENT));
    assertEquals(VerdictId.NET_WIRED_TO_WIFI, verdict.cause().id());
    assertEquals(ids("link.peer:a", "local.wifi"), verdict.consequences());
    assertEquals(State.FAILED, verdict.cause().state());
    Verdict refused =
        judge(
            degraded("local.interface", Reason.DRIFT),
            failed("link.peer:a", Reason.REFUSED, HEARD));
    assertEquals(VerdictId.LINK_PORT_CLOSED, refused.cause().id());
  }

  @Test
  void aLoginPageExplainsPrivateAnswersAndStrangeCertificates() {
    Verdict verdict =
        judge(
            failed("cloud.dns:zoom.us", Reason.DNS_PRIVATE),
            failed("cloud.tls:zoom.us", Reason.TLS_NAME),
            failed("cloud.https:zoom.us", Reason.CAPTIVE_PORTAL),
            failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT));
    assertEquals(VerdictId.CLOUD_CAPTIVE_PORTAL, verdict.cause().id());
    assertEquals(
        ids("cloud.dns:zoom.us", "cloud.tcp:zoom.us:443", "cloud.tls:zoom.us"),
        verdict.consequences());
  }

  @Test
  void brokenDnsExplainsAPeerKnownByName() {
    Verdict verdict =
        judge(
            failed("cloud.dns:zoom.us", Reason.DNS_TIMEOUT),
            failed("link.peer:a", Reason.DNS_TIMEOUT));
    assertEquals(VerdictId.CLOUD_DNS, verdict.cause().id());
    assertEquals(ids("link.peer:a"), verdict.consequences());
  }

  @Test
  void onePortIsBlockedWhenOthersOfTheCloudAnswer() {
    Verdict verdict =
        judge(
            failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT),
            ok("cloud.udp:zoom.us:3478", Reading.number("rtt_seconds", 0.02)),
            failed("cloud.media", Reason.TIMEOUT));
    assertEquals(VerdictId.CLOUD_PORT_BLOCKED, verdict.cause().id());
    assertEquals(
        "The way to zoom.us:443 is blocked, while other parts of the cloud answer.",
        verdict.summary());
    assertEquals(ids("cloud.media"), verdict.consequences());
  }

  @Test
  void aPortWatchedForInformationIsNoProofThatTheCloudAnswers() {
    Verdict verdict =
        judge(
            failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT),
            ok("cloud.tcp:zoom.us:8801", Reading.flag("open", false)),
            ok("cloud.udp:zoom.us:8801", Reading.absent("rtt_seconds")));
    assertEquals(VerdictId.CLOUD_UNREACHABLE, verdict.cause().id());
  }

  @Test
  void aDeadProxyGathersWhatNeedsIt() {
    Verdict verdict =
        judge(
            failed("local.proxy", Reason.PROXY_DEAD),
            failed("cloud.proxy", Reason.PROXY_DEAD, Reading.text("proxy", "127.0.0.1:9000")),
            failed("cloud.https:zoom.us", Reason.PROXY_DEAD),
            failed("cloud.media", Reason.TIMEOUT));
    assertEquals(VerdictId.CLOUD_PROXY_DEAD, verdict.cause().id());
    assertEquals(ids("cloud.https:zoom.us", "cloud.proxy", "local.proxy"), verdict.because());
    assertEquals(ids("cloud.media"), verdict.consequences());
    assertEquals(
        "The proxy 127.0.0.1:9000 does not answer, so what needs it fails.", verdict.summary());
  }

  @Test
  void theWorstLayerComesFirstAmongUnrelatedFindings() {
    Verdict verdict =
        judge(
            degraded("room.version", Reason.BELOW_MINIMUM),
            degraded("local.wifi", Reason.THRESHOLD),
            failed("cloud.tls:zoom.us", Reason.TLS_INSPECTED),
            failed("link.peer:a", Reason.REFUSED));
    assertEquals(VerdictId.LINK_PORT_CLOSED, verdict.cause().id());
  }

  @Test
  void degradedAloneIsDegraded() {
    Verdict verdict =
        judge(degraded("cloud.media", Reason.REFUSED), degraded("local.wifi", Reason.THRESHOLD));
    assertEquals(VerdictId.NET_QUALITY, verdict.cause().id());
    assertEquals(State.DEGRADED, verdict.cause().state());
  }

  @Test
  void aCheckForInformationMakesNoVerdict() {
    Verdict verdict =
        new Triage(TriageFile.shipped())
            .judge(
                List.of(
                    failed("link.peer:a", Reason.REFUSED),
                    degraded("cloud.udp:zoom.us:8801", Reason.REFUSED),
                    ok("room.app")),
                Map.of(States.id("link.peer:a"), Severity.INFO),
                NOW);
    assertEquals(VerdictId.HEALTHY, verdict.cause().id());
    assertEquals(
        "Nothing is broken: 1 check is good; for information: link.peer:a refused and"
            + " cloud.udp:zoom.us:8801 refused.",
        verdict.summary());
  }

  @Test
  void theCauseBeganWithItsEarliestCheck() {
    Verdict verdict =
        judge(
            failed("link.peer:a", Reason.REFUSED),
            States.since(failed("link.peer:b", Reason.REFUSED), SINCE.minusSeconds(60)),
            States.since(degraded("link.controllers", Reason.MISSING), SINCE.minusSeconds(900)));
    assertEquals(SINCE.minusSeconds(60), verdict.since());
    assertEquals(
        "The controller link port 9090 on a and b is closed: the host answers and refuses.",
        verdict.summary());
  }

  @Test
  void aFlappingCheckLowersTheConfidence() {
    CheckStatus closed = failed("link.peer:a", Reason.REFUSED);
    CheckStatus flapping =
        new CheckStatus(
            closed.check(), closed.state(), closed.reason(), closed.since(), closed.latest(), true);
    assertEquals(Confidence.HIGH, judge(closed).cause().confidence());
    assertEquals(Confidence.MEDIUM, judge(flapping).cause().confidence());
  }

  @Test
  void oneBlipDoesNotChangeWhatIsMeant() {
    CheckStatus filtered = failed("link.peer:a", Reason.TIMEOUT, HEARD);
    CheckStatus withBlip =
        new CheckStatus(
            filtered.check(),
            filtered.state(),
            filtered.reason(),
            filtered.since(),
            ok("link.peer:a", SILENT).latest(),
            false,
            filtered.proof());
    assertEquals(VerdictId.LINK_PORT_FILTERED, judge(withBlip).cause().id());
  }
}
