package io.roomwatch.agent.check.cloud;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.texts;
import static io.roomwatch.agent.check.Bench.value;
import static io.roomwatch.agent.check.FixedFacts.ip;
import static io.roomwatch.agent.check.RehearsedProbes.dns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.check.RehearsedProbes;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import io.roomwatch.agent.probe.DnsProbe;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CloudDnsTest {

  private static final DnsProbe.Result V4 = dns(Reason.OK, "NOERROR", 12, "170.114.52.2");
  private static final DnsProbe.Result V6 = dns(Reason.OK, "NOERROR", 14, "2407:30c0::1");
  private static final DnsProbe.Result NODATA = dns(Reason.OK, "NOERROR", 9);

  private final Bench bench = new Bench();

  private Finding seen() {
    return seen("zoom.us");
  }

  private Finding seen(String host) {
    return look(new CloudDns(bench.context(), host));
  }

  /** All resolvers answer A and AAAA so. */
  private void rehearse(DnsProbe.Result a, DnsProbe.Result aaaa) {
    bench.probes.dns = spec -> answer(spec, a, aaaa);
  }

  private static DnsProbe.Result answer(
      DnsProbe.Spec spec, DnsProbe.Result a, DnsProbe.Result aaaa) {
    return switch (spec.type()) {
      case A -> a;
      case AAAA -> aaaa;
      case SRV -> dns(Reason.DNS_NXDOMAIN, "NXDOMAIN", 3);
    };
  }

  private void twoResolvers() {
    bench.facts.resolvers = Fact.known(List.of(ip("10.4.12.53"), ip("10.4.12.54")));
  }

  @Test
  void bothFamiliesFromTheMachinesResolver() {
    rehearse(V4, V6);
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("zoom.us leads to 170.114.52.2 and 2407:30c0::1", finding);
    assertEquals(new Value.Text("10.4.12.53"), value(finding, "resolver_1_address"));
    assertEquals(new Value.Text("NOERROR"), value(finding, "resolver_1_rcode"));
    assertEquals(new Value.Measure(0.014), value(finding, "resolver_1_seconds"));
    assertEquals(new Value.Measure(0.014), value(finding, "resolve_seconds"));
    assertEquals(new Value.Measure(0), value(finding, "resolvers_failed"));
    assertEquals(Phase.RESOLVE, finding.phases().get(0).phase());
  }

  @Test
  void configuredResolversReplaceTheMachines() {
    rehearse(V4, V6);
    bench.resolvers = List.of(new InetSocketAddress(ip("9.9.9.9"), 5353));
    Finding finding = seen();
    assertEquals(new Value.Text("9.9.9.9:5353"), value(finding, "resolver_1_address"));
    assertTrue(
        bench.probes.asked(DnsProbe.Spec.class).stream()
            .allMatch(spec -> spec.resolver().getPort() == 5353));
  }

  @Test
  void oneFamilyWithoutAddressesIsNormal() {
    rehearse(V4, NODATA);
    assertFinding(State.OK, Reason.OK, seen());
    rehearse(NODATA, V6);
    assertFinding(State.OK, Reason.OK, seen());
  }

  @Test
  void aNameWithoutAnyAddressIsNotFound() {
    rehearse(NODATA, NODATA);
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.NOT_FOUND, finding);
    assertSays("gives no address", finding);
  }

  @ParameterizedTest
  @CsvSource({
    "DNS_NXDOMAIN, NXDOMAIN, says that zoom.us does not exist",
    "DNS_SERVFAIL, SERVFAIL, answers SERVFAIL for zoom.us",
    "DNS_SERVFAIL, REFUSED, answers REFUSED for zoom.us",
    "DNS_TIMEOUT, none, does not answer within 3 s",
    "REFUSED, none, is no DNS server",
    "UNREACHABLE, none, cannot be reached",
    "ERROR, none, not understood"
  })
  void whenTheOnlyResolverIsBadTheCheckFails(Reason reason, String rcode, String says) {
    DnsProbe.Result bad = dns(reason, rcode, 2);
    rehearse(bad, bad);
    Finding finding = seen();
    assertFinding(State.FAILED, reason, finding);
    assertSays(says, finding);
    assertEquals(new Value.Text(rcode), value(finding, "resolver_1_rcode"));
    assertEquals(absent(), value(finding, "resolver_1_seconds"));
    assertEquals(absent(), value(finding, "resolve_seconds"));
  }

  @Test
  void oneBadResolverOfTwoIsDegradedAndNamed() {
    twoResolvers();
    bench.probes.dns =
        spec ->
            spec.resolver().getAddress().equals(ip("10.4.12.54"))
                ? dns(Reason.DNS_TIMEOUT, "none", 3_000)
                : answer(spec, V4, V6);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.DNS_TIMEOUT, finding);
    assertSays("10.4.12.54 does not answer within 3 s; 1 of 2 answer well", finding);
    assertEquals(new Value.Measure(1), value(finding, "resolvers_failed"));
    assertEquals(texts(), value(finding, "resolver_2_answers"));
  }

  @Test
  void allResolversBadFailsWithTheFirstReasonAndNamesEach() {
    twoResolvers();
    bench.probes.dns =
        spec ->
            spec.resolver().getAddress().equals(ip("10.4.12.54"))
                ? dns(Reason.DNS_TIMEOUT, "none", 3_000)
                : dns(Reason.DNS_NXDOMAIN, "NXDOMAIN", 3);
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.DNS_NXDOMAIN, finding);
    assertSays("10.4.12.53 says that", finding);
    assertSays("10.4.12.54 does not answer", finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.1.1",
        "100.64.0.9",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "::"
      })
  void aPublicNameThatLeadsToAPrivateAddressIsAFinding(String address) {
    rehearse(dns(Reason.OK, "NOERROR", 5, "170.114.52.2", address), NODATA);
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.DNS_PRIVATE, finding);
    assertSays("address " + Addresses.text(ip(address)), finding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.128.0.1", "172.32.0.1", "203.0.113.7", "64:ff9b::1", "11.0.0.1"})
  void publicAddressesAreNoFinding(String address) {
    rehearse(dns(Reason.OK, "NOERROR", 5, address), NODATA);
    assertFinding(State.OK, Reason.OK, seen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mediaserver", "media.corp.local", "media.lan", "sbc.internal"})
  void aPrivateNameMayLeadToAPrivateAddress(String host) {
    rehearse(dns(Reason.OK, "NOERROR", 5, "10.0.0.1"), NODATA);
    assertFinding(State.OK, Reason.OK, seen(host));
  }

  @Test
  void oneFamilyThatFailsIsDegradedThoughTheOtherAnswers() {
    rehearse(V4, dns(Reason.DNS_TIMEOUT, "none", 3_000));
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.DNS_TIMEOUT, finding);
    assertSays("IPv4 addresses, but fails for IPv6", finding);
    assertEquals(new Value.Measure(0.012), value(finding, "resolver_1_seconds"));

    rehearse(dns(Reason.DNS_SERVFAIL, "SERVFAIL", 20), V6);
    assertSays("IPv6 addresses, but fails for IPv4", seen());
  }

  @Test
  void aSlowAnswerIsDegradedPastTheThreshold() {
    rehearse(dns(Reason.OK, "NOERROR", 1_200, "170.114.52.2"), NODATA);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertSays("takes 1.2 s, longer than 1 s", finding);
    bench.override("cloud.dns:zoom.us", "answer_degraded_seconds", 2);
    assertFinding(State.OK, Reason.OK, seen());
  }

  @Test
  void theServiceRecordIsInformationOnly() {
    rehearse(V4, V6);
    assertEquals(absent(), value(seen(), "sip_services"));
    bench.probes.dns =
        spec ->
            spec.type() == DnsProbe.Type.SRV
                ? new DnsProbe.Result(
                    RehearsedProbes.ended(Reason.OK, 3),
                    "NOERROR",
                    List.of(),
                    List.of("10 5 5060 sip.zoom.us"),
                    false)
                : answer(spec, V4, V6);
    Finding finding = seen();
    assertFinding(State.OK, Reason.OK, finding);
    assertEquals(texts("10 5 5060 sip.zoom.us"), value(finding, "sip_services"));
  }

  @Test
  void eachResolverIsAskedBothFamiliesAndTheFirstTheService() {
    twoResolvers();
    rehearse(V4, V6);
    seen();
    Map<DnsProbe.Type, Long> asked =
        bench.probes.asked(DnsProbe.Spec.class).stream()
            .collect(Collectors.groupingBy(DnsProbe.Spec::type, Collectors.counting()));
    assertEquals(Map.of(DnsProbe.Type.A, 2L, DnsProbe.Type.AAAA, 2L, DnsProbe.Type.SRV, 1L), asked);
    assertTrue(
        bench.probes.asked(DnsProbe.Spec.class).stream()
            .anyMatch(spec -> spec.name().equals("_sip._tcp.zoom.us")));
  }

  @ParameterizedTest
  @EnumSource(names = {"PERMISSION", "TIMEOUT", "UNSUPPORTED"})
  void unreadableResolversAreUnknown(Reason reason) {
    bench.facts.resolvers = Fact.unread(reason, "Not readable.");
    assertFinding(State.UNKNOWN, reason, seen());
  }

  @Test
  void aMachineWithoutResolversFails() {
    bench.facts.resolvers = Fact.known(List.of());
    assertFinding(State.FAILED, Reason.MISSING, seen());
    assertEquals(List.of(), bench.probes.asked);
  }

  @Test
  void theSlowestOfSeveralGoodResolversIsTheOneThatCounts() {
    twoResolvers();
    bench.probes.dns =
        spec ->
            spec.resolver().getAddress().equals(ip("10.4.12.54"))
                ? dns(Reason.OK, "NOERROR", 1_300, "170.114.52.2")
                : answer(spec, V4, NODATA);
    Finding finding = seen();
    assertFinding(State.DEGRADED, Reason.THRESHOLD, finding);
    assertSays("the DNS server 10.4.12.54 takes 1.3 s", finding);
    assertEquals(new Value.Measure(1.3), value(finding, "resolve_seconds"));
  }

  @Test
  void aResolverListedTwiceIsAskedOnce() {
    bench.facts.resolvers = Fact.known(List.of(ip("10.4.12.53"), ip("10.4.12.53")));
    rehearse(V4, V6);
    assertEquals(new Value.Measure(1), value(seen(), "resolvers"));
  }

  @Test
  void theRcodeShownIsTheOneThatTellsMore() {
    DnsProbe.Result broken = dns(Reason.DNS_SERVFAIL, "SERVFAIL", 4);
    rehearse(NODATA, broken);
    Finding finding = seen();
    assertFinding(State.FAILED, Reason.DNS_SERVFAIL, finding);
    assertEquals(new Value.Text("SERVFAIL"), value(finding, "resolver_1_rcode"));
    rehearse(V4, broken);
    assertEquals(new Value.Text("NOERROR"), value(seen(), "resolver_1_rcode"));
    rehearse(broken, V6);
    assertEquals(new Value.Text("SERVFAIL"), value(seen(), "resolver_1_rcode"));
  }

  @Test
  void anIpv6ResolverOnAnotherPortIsBracketed() {
    rehearse(V4, V6);
    bench.resolvers = List.of(new InetSocketAddress(ip("2620:fe::9"), 5353));
    assertEquals(new Value.Text("[2620:fe::9]:5353"), value(seen(), "resolver_1_address"));
  }
}
