package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.pac;
import static io.roomwatch.agent.check.FixedFacts.via;
import static io.roomwatch.agent.check.RehearsedProbes.proxy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.ProxyProbe;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CloudProxyTest {

  private final Bench bench = new Bench();

  private Finding seen() {
    return look(new CloudProxy(bench.context()));
  }

  private Finding through(Reason reason, int status, Optional<String> schemes) {
    bench.facts.proxies = List.of();
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", via("proxy.corp", 8080));
    bench.probes.proxy = spec -> proxy(reason, status, schemes);
    return seen();
  }

  @Test
  void aWorkingProxyIsNamedWithWhereItIsSet() {
    Finding finding = through(Reason.OK, 200, Optional.empty());
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("proxy.corp:8080 (from the Internet settings of zoom) connects to", finding);
    assertEquals(new Value.Text("proxy.corp:8080"), value(finding, "proxy"));
    assertEquals(new Value.Flag(false), value(finding, "loopback"));
    assertEquals(new Value.Measure(200), value(finding, "http_status"));
    assertEquals("zoom.us:443", bench.probes.asked(ProxyProbe.Spec.class).get(0).target() + "");
  }

  @Test
  void deadProxy() {
    Finding finding = through(Reason.PROXY_DEAD, 0, Optional.empty());
    assertFinding(State.FAILED, Reason.PROXY_DEAD, finding);
    assertEquals(absent(), value(finding, "http_status"));
  }

  @Test
  void proxyThatAsksForALoginSaysWhatItOffers() {
    Finding finding = through(Reason.PROXY_AUTH, 407, Optional.of("Basic, NTLM"));
    assertFinding(State.FAILED, Reason.PROXY_AUTH, finding);
    assertSays("this agent has none", finding);
    assertSays("it offers Basic, NTLM", finding);
  }

  @Test
  void proxyThatRefusesTheHost() {
    Finding finding = through(Reason.PROXY_REFUSED, 403, Optional.empty());
    assertFinding(State.FAILED, Reason.PROXY_REFUSED, finding);
    assertSays("refuses to connect to zoom.us:443 with status 403", finding);
  }

  @Test
  void proxyThatIsThereAndStaysSilent() {
    Finding finding = through(Reason.TIMEOUT, 0, Optional.empty());
    assertFinding(State.FAILED, Reason.TIMEOUT, finding);
    assertSays("is there, but does not connect", finding);
  }

  @ParameterizedTest
  @EnumSource(names = {"DNS_NXDOMAIN", "DNS_SERVFAIL", "DNS_TIMEOUT", "ERROR"})
  void everyOtherEndFailsWithItsOwnReason(Reason reason) {
    assertFinding(State.FAILED, reason, through(reason, 0, Optional.empty()));
  }

  @Test
  void aConfiguredLoginIsUsedAndNeverShown() {
    bench.proxy =
        new Cloud.Proxy.Fixed(
            new Cloud.HostPort("proxy.corp", 3128),
            Optional.of(new Cloud.Login("room", new Secret("hunter2"))));
    bench.probes.proxy = spec -> proxy(Reason.PROXY_AUTH, 407, Optional.empty());
    Finding finding = seen();
    assertSays("does not accept the configured login", finding);
    ProxyProbe.Spec spec = bench.probes.asked(ProxyProbe.Spec.class).get(0);
    assertEquals("hunter2", spec.proxy().credentials().orElseThrow().password());
    assertFalse(finding.toString().contains("hunter2"), finding.toString());
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "localhost, true", "::1, true", "10.4.12.8, false"})
  void aProxyOnThisMachineIsMarked(String host, boolean loopback) {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", via(host, 9000));
    assertEquals(new Value.Flag(loopback), value(seen(), "loopback"));
  }

  @Test
  void noProxyAtAllIsOkAndSendsNothing() {
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(absent(), value(finding, "proxy"));
    assertEquals(List.of(), bench.probes.asked);
  }

  @Test
  void automaticDetectionAloneIsSaid() {
    bench.facts.proxy(
        ProxySource.Kind.WININET,
        "zoom",
        new ProxySettings(Optional.empty(), List.of(), Optional.empty(), true));
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("automatic detection is on", finding);
    assertEquals(new Value.Flag(true), value(finding, "auto_detect"));
  }

  @Test
  void anExceptionForEveryHostIsSaid() {
    bench.facts.proxy(
        ProxySource.Kind.WININET, "zoom", via("proxy.corp", 8080, "*.corp", "zoom.*"));
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("the exception zoom.*", finding);
    assertEquals(List.of(), bench.probes.asked);
  }

  @Test
  void theFirstHostThatTakesTheProxyIsAskedFor() {
    bench.hosts = List.of("zoom.us", "zoomgov.com");
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", via("proxy.corp", 8080, "zoom.us"));
    seen();
    assertEquals(
        "zoomgov.com:443", bench.probes.asked(ProxyProbe.Spec.class).get(0).target().toString());
  }

  @Test
  void aScriptIsNotEvaluatedAndUnknown() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", pac("http://wpad.corp/wpad.dat"));
    Finding finding = seen();
    assertFinding(State.UNKNOWN, Reason.UNSUPPORTED, finding);
    assertEquals(new Value.Text("http://wpad.corp/wpad.dat"), value(finding, "pac_url"));
    assertEquals(List.of(), bench.probes.asked);
  }

  @ParameterizedTest
  @EnumSource(names = {"PERMISSION", "TIMEOUT", "ERROR"})
  void anUnreadablePlaceIsUnknownNotNone(Reason reason) {
    bench.facts.proxies =
        List.of(
            new ProxySource(
                ProxySource.Kind.WININET, "zoom", Fact.unread(reason, "That hive is not open.")));
    Finding finding = seen();
    assertFinding(State.UNKNOWN, reason, finding);
    assertSays("That hive is not open", finding);
  }
}
