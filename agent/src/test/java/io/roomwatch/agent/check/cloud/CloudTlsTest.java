package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.pac;
import static io.roomwatch.agent.check.FixedFacts.via;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.check.RehearsedProbes;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.TlsProbe;
import io.roomwatch.agent.probe.TlsProbe.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CloudTlsTest {

  private final Bench bench = new Bench();
  private Duration begins = Duration.ofDays(-100);
  private Duration ends = Duration.ofDays(90);
  private Optional<String> inspector = Optional.empty();

  private Finding seen(Reason reason, Trust trust) {
    TlsProbe.Certificate leaf =
        new TlsProbe.Certificate(
            "CN=*.zoom.us, O=Zoom, C=US",
            "CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=\"DigiCert, Inc.\"",
            bench.now.plus(begins),
            bench.now.plus(ends));
    return seen(
        new TlsProbe.Result(
            RehearsedProbes.ended(reason, Phase.TLS, 40),
            Optional.of("TLSv1.3"),
            Optional.of(new TlsProbe.Chain(trust, List.of(leaf), inspector))));
  }

  private Finding seen(TlsProbe.Result result) {
    bench.probes.tls = spec -> result;
    return look(new CloudTls(bench.context(), "zoom.us"));
  }

  @Test
  void trustedCertificateNamesItsAuthorityAndItsEnd() {
    Finding finding = seen(Reason.OK, Trust.PUBLIC);
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("from DigiCert Global G2 TLS RSA SHA256 2020 CA1, valid for 90 days", finding);
    assertEquals(new Value.Text("TLSv1.3"), value(finding, "protocol"));
    assertEquals(new Value.Text("public"), value(finding, "trust"));
    assertEquals(absent(), value(finding, "inspector"));
    assertEquals(new Value.Measure(0.04), value(finding, "tls_seconds"));
    assertEquals(
        new Value.Measure(bench.now.plus(ends).getEpochSecond()),
        value(finding, "tls_not_after_timestamp_seconds"));
  }

  @ParameterizedTest
  @CsvSource({"22, OK, OK", "20, DEGRADED, THRESHOLD", "6, FAILED, THRESHOLD"})
  void aCertificateThatEndsSoonIsAFinding(int days, State state, Reason reason) {
    ends = Duration.ofDays(days);
    assertFinding(state, reason, seen(Reason.OK, Trust.PUBLIC));
  }

  @Test
  void theThresholdsOfTheEndAreConfigurable() {
    ends = Duration.ofDays(30);
    bench.override("cloud.tls", "expiry_degraded_days", 60);
    assertFinding(State.DEGRADED, Reason.THRESHOLD, seen(Reason.OK, Trust.PUBLIC));
  }

  @Test
  void anAnchorOfTheOperatorIsTrustedButTheInspectorIsNamed() {
    inspector = Optional.of("Zscaler");
    Finding finding = seen(Reason.OK, Trust.PUBLIC);
    assertFinding(State.DEGRADED, Reason.TLS_INSPECTED, finding);
    assertSays("by Zscaler, which the configuration trusts", finding);
    assertEquals(new Value.Text("Zscaler"), value(finding, "inspector"));
  }

  @Test
  void inspectedByANamedVendor() {
    inspector = Optional.of("Netskope");
    Finding finding = seen(Reason.TLS_INSPECTED, Trust.PRIVATE_CA);
    assertFinding(State.FAILED, Reason.TLS_INSPECTED, finding);
    assertSays("by Netskope", finding);
  }

  @Test
  void trustedBySystemStoreAloneIsInspection() {
    Finding finding = seen(Reason.TLS_INSPECTED, Trust.OS_ONLY);
    assertFinding(State.FAILED, Reason.TLS_INSPECTED, finding);
    assertSays("trusted by this system alone", finding);
    assertEquals(new Value.Text("os-only"), value(finding, "trust"));
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIVATE_CA", "SELF_SIGNED"})
  void untrustedNamesTheSignerAndSuspectsInspection(Trust trust) {
    Finding finding = seen(Reason.TLS_UNTRUSTED, trust);
    assertFinding(State.FAILED, Reason.TLS_UNTRUSTED, finding);
    assertSays("signed by DigiCert Global", finding);
    assertSays("suspect a device that inspects TLS", finding);
  }

  @Test
  void expiredSaysSinceWhen() {
    begins = Duration.ofDays(-400);
    ends = Duration.ofDays(-3);
    Finding finding = seen(Reason.TLS_EXPIRED, Trust.EXPIRED);
    assertFinding(State.FAILED, Reason.TLS_EXPIRED, finding);
    assertSays("it ended 3 days ago", finding);
  }

  @Test
  void notYetValidPointsAtTheClock() {
    begins = Duration.ofDays(2);
    Finding finding = seen(Reason.TLS_EXPIRED, Trust.EXPIRED);
    assertSays("look at this machine's clock first", finding);
  }

  @Test
  void wrongNameSaysWhoseItIs() {
    Finding finding = seen(Reason.TLS_NAME, Trust.WRONG_NAME);
    assertFinding(State.FAILED, Reason.TLS_NAME, finding);
    assertSays("*.zoom.us", finding);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "TLS_HANDSHAKE",
        "REFUSED",
        "TIMEOUT",
        "UNREACHABLE",
        "NO_ROUTE",
        "RESET",
        "CLOSED_EARLY",
        "DNS_NXDOMAIN",
        "DNS_SERVFAIL",
        "DNS_TIMEOUT",
        "PROXY_DEAD",
        "PROXY_AUTH",
        "PROXY_REFUSED",
        "ERROR"
      })
  void whatEndsBeforeACertificateFailsWithItsOwnReason(Reason reason) {
    Finding finding =
        seen(
            new TlsProbe.Result(
                RehearsedProbes.ended(reason, 5), Optional.empty(), Optional.empty()));
    assertFinding(State.FAILED, reason, finding);
    assertEquals(absent(), value(finding, "tls_not_after_timestamp_seconds"));
    assertEquals(absent(), value(finding, "protocol"));
    assertEquals(absent(), value(finding, "tls_seconds"));
  }

  @Test
  void goesThroughTheProxyInForce() {
    bench.facts.proxy(ProxySource.Kind.ENVIRONMENT, "roomwatch", via("proxy.corp", 3128));
    seen(Reason.OK, Trust.PUBLIC);
    TlsProbe.Spec spec = bench.probes.asked(TlsProbe.Spec.class).get(0);
    assertEquals("proxy.corp:3128", spec.proxy().orElseThrow().address().toString());
    assertEquals("zoom.us:443", spec.target().toString());
    assertEquals(Duration.ofSeconds(3), spec.deadline());
  }

  @Test
  void aDirectWayThatFailsUnderAScriptIsUnknown() {
    bench.facts.proxy(ProxySource.Kind.WININET, "zoom", pac("http://wpad/p.pac"));
    Finding finding =
        seen(
            new TlsProbe.Result(
                RehearsedProbes.ended(Reason.TIMEOUT, 5), Optional.empty(), Optional.empty()));
    assertFinding(State.UNKNOWN, Reason.UNSUPPORTED, finding);
    assertSays("http://wpad/p.pac", finding);
    assertFinding(State.FAILED, Reason.TLS_UNTRUSTED, seen(Reason.TLS_UNTRUSTED, Trust.PRIVATE_CA));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=Zscaler Root CA, O=Zscaler Inc.|Zscaler Root CA",
        "O=Acme, CN=proxy.acme|proxy.acme",
        "O=\"Evil, CN=zoom.us\", CN=real|real",
        "O=Evil\\, CN=zoom.us, CN=real|real",
        "O=NoCommonName, C=US|O=NoCommonName, C=US"
      })
  void commonNameOfADistinguishedName(String distinguished, String name) {
    assertEquals(name, CloudTls.name(distinguished));
  }
}
