package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.RehearsedProbes.ended;
import static io.roomwatch.agent.check.RehearsedProbes.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.check.RehearsedProbes;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.StunProbe;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.UdpProbe;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against what the real checks say, not against readings made up here. */
final class CloudMediaTest {

  private final Bench bench = new Bench();

  private void stun(Reason reason) {
    bench.probes.stun = spec -> new StunProbe.Result(ended(reason, 9), Optional.empty());
    bench.watch(new CloudUdp(bench.context(), new Target("zoom.us", 3478), false));
  }

  private void media(Reason reason) {
    bench.probes.udp = spec -> new UdpProbe.Result(ended(reason, 9));
    bench.watch(new CloudUdp(bench.context(), new Target("zoom.us", 8801), false));
  }

  private void web(Reason reason) {
    web(reason, 443);
  }

  private void web(Reason reason, int port) {
    bench.probes.tcp = spec -> tcp(reason, 9);
    bench.watch(new CloudTcp(bench.context(), new Target("zoom.us", port), false));
  }

  private Finding seen() {
    return look(new CloudMedia(bench.context()));
  }

  @Test
  void oneAnswerOverUdpIsADirectWay() {
    stun(Reason.OK);
    media(Reason.NO_ANSWER);
    web(Reason.OK);
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("zoom.us:3478 answers over UDP", finding);
    assertEquals(new Value.Text("udp"), value(finding, "way"));
  }

  @Test
  void aDirectWayIsGoodThoughTcpIsShutAndOtherPortsClosed() {
    stun(Reason.OK);
    media(Reason.REFUSED);
    web(Reason.TIMEOUT);
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("reported closed: zoom.us:8801", finding);
  }

  @Test
  void closedUdpWithTcpOpenFallsBack() {
    stun(Reason.NO_ANSWER);
    media(Reason.REFUSED);
    web(Reason.OK);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.REFUSED, finding);
    assertSays("falls back to TCP 443", finding);
    assertEquals(new Value.Text("tcp"), value(finding, "way"));
  }

  @Test
  void silenceThatWasNeverBrokenIsUnknown() {
    stun(Reason.NO_ANSWER);
    media(Reason.NO_ANSWER);
    web(Reason.OK);
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.NO_ANSWER, finding);
    assertEquals(absent(), value(finding, "way"));
  }

  @Test
  void silenceAfterAnAnswerIsAFallback() {
    CloudMedia check = new CloudMedia(bench.context());
    stun(Reason.OK);
    web(Reason.OK);
    assertFinding(State.OK, Reason.OK, look(check));
    bench.pass(Duration.ofMinutes(7));
    stun(Reason.NO_ANSWER);
    web(Reason.OK);
    Finding finding = look(check);
    assertFinding(State.DEGRADED, Reason.NO_ANSWER, finding);
    assertSays("UDP answered until 7 min ago", finding);
  }

  @Test
  void nothingLeftIsBlockedWithTheReasonOfTcp() {
    stun(Reason.NO_ANSWER);
    web(Reason.REFUSED);
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.REFUSED, finding);
    assertSays("UDP is silent", finding);
    media(Reason.UNREACHABLE);
    assertSays("UDP is closed", seen());
  }

  @Test
  void anOpenPortThatIsNotTheWebsIsNoFallback() {
    stun(Reason.NO_ANSWER);
    web(Reason.OK, 5222);
    web(Reason.TIMEOUT);
    assertFinding(State.FAILED, Reason.TIMEOUT, seen());
  }

  @Test
  void aWorkingProxyIsAFallback() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", FixedFacts.via("proxy.corp", 8080));
    bench.probes.proxy = spec -> RehearsedProbes.proxy(Reason.OK, 200, Optional.empty());
    bench.watch(new CloudProxy(bench.context()));
    media(Reason.REFUSED);
    web(Reason.TIMEOUT);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.REFUSED, finding);
    assertSays("through the proxy proxy.corp:8080", finding);
  }

  @Test
  void withoutAProxyInForceAGoodProxyCheckIsNoFallback() {
    bench.watch(new CloudProxy(bench.context()));
    media(Reason.REFUSED);
    web(Reason.TIMEOUT);
    assertFinding(State.FAILED, Reason.TIMEOUT, seen());
  }

  @Test
  void nothingLookedAtIsUnknown() {
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, seen());
  }

  @Test
  void staleObservationsDoNotCount() {
    stun(Reason.OK);
    web(Reason.OK);
    bench.pass(Duration.ofMinutes(3).plusSeconds(1));
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, seen());
  }

  @Test
  void ofSeveralEarlierAnswersTheLastIsSaid() {
    CloudMedia check = new CloudMedia(bench.context());
    stun(Reason.OK);
    media(Reason.OK);
    look(check);
    bench.pass(Duration.ofMinutes(2));
    media(Reason.OK);
    stun(Reason.NO_ANSWER);
    look(check);
    bench.pass(Duration.ofMinutes(5));
    stun(Reason.NO_ANSWER);
    media(Reason.NO_ANSWER);
    web(Reason.OK);
    assertSays("UDP answered until 5 min ago", look(check));
  }

  @Test
  void whatWasSeenIsSaidWhereAScriptMayKnowAnotherWay() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", FixedFacts.pac("http://wpad/p.pac"));
    bench.probes.stun =
        spec -> new StunProbe.Result(RehearsedProbes.ended(Reason.REFUSED, 9), Optional.empty());
    bench.watch(new CloudUdp(bench.context(), new Target("zoom.us", 3478), false));
    bench.probes.tcp = spec -> RehearsedProbes.tcp(Reason.TIMEOUT, 9);
    bench.watch(new CloudTcp(bench.context(), new Target("zoom.us", 443), false));
    bench.watch(new CloudProxy(bench.context()));
    Finding finding = Bench.look(new CloudMedia(bench.context()));
    Bench.assertFinding(State.UNKNOWN, Reason.NO_ANSWER, finding);
    Bench.assertSays(
        "UDP is closed; zoom.us:443 cannot be reached directly, and another way may exist.",
        finding);
  }
}
