package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySettings.HostPort;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.facts.ProxySource.Kind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalProxyTest {

  private final HostScene scene = new HostScene();

  private Finding see(ProxySource... sources) {
    scene.facts.proxies = List.of(sources);
    return look(new LocalProxy(scene.context()));
  }

  private static ProxySource user(ProxySettings settings) {
    return new ProxySource(Kind.WININET, "kiosk", Fact.known(settings));
  }

  private static ProxySource machine(ProxySettings settings) {
    return new ProxySource(Kind.WINHTTP, "machine", Fact.known(settings));
  }

  private static ProxySource environment(ProxySettings settings) {
    return new ProxySource(Kind.ENVIRONMENT, "roomwatch", Fact.known(settings));
  }

  private static ProxySource etc(ProxySettings settings) {
    return new ProxySource(Kind.ETC_ENVIRONMENT, "/etc/environment", Fact.known(settings));
  }

  private static ProxySettings proxy(String host, int port, String... bypass) {
    return new ProxySettings(
        Optional.of(new HostPort(host, port)), List.of(bypass), Optional.empty(), false);
  }

  private static ProxySettings pac(String url) {
    return new ProxySettings(Optional.empty(), List.of(), Optional.of(url), false);
  }

  private static ProxySettings wpad() {
    return new ProxySettings(Optional.empty(), List.of(), Optional.empty(), true);
  }

  @Test
  void noProxyAnywhereIsOkAndSaysWhereItLooked() {
    assertFinding(State.OK, Reason.OK, "No proxy is set.", see());
    assertFinding(
        State.OK,
        Reason.OK,
        "No proxy is set in the environment of this program and /etc/environment.",
        see(environment(ProxySettings.DIRECT), etc(ProxySettings.DIRECT)));
    assertEquals(List.of(), scene.probes.connected());
  }

  @Test
  void livingProxyIsOkAndNamed() {
    scene.probes.connects.put("proxy.corp:3128", Reason.OK);
    Finding finding = see(user(proxy("proxy.corp", 3128)), machine(proxy("proxy.corp", 3128)));
    assertFinding(
        State.OK,
        Reason.OK,
        "proxy.corp:3128 (the Internet settings of kiosk) and proxy.corp:3128 (the machine-wide"
            + " WinHTTP setting); each proxy answers.",
        finding);
    assertEquals(List.of("proxy.corp:3128"), scene.probes.connected());
    assertEquals(new Value.Measure(0.002), value(finding, "connect_seconds"));
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "TIMEOUT", "UNREACHABLE", "NO_ROUTE", "DNS_NXDOMAIN"})
  void deadProxyFails(Reason reason) {
    scene.probes.connects.put("proxy.corp:3128", reason);
    assertFinding(
        State.FAILED,
        Reason.PROXY_DEAD,
        "Proxy proxy.corp:3128, set in the Internet settings of kiosk, does not answer ("
            + reason.label()
            + ").",
        see(user(proxy("proxy.corp", 3128))));
  }

  @Test
  void ownFirewallIsNotTheProxysFault() {
    scene.probes.connects.put("proxy.corp:3128", Reason.FIREWALL_BLOCK);
    assertFinding(
        State.UNKNOWN,
        Reason.FIREWALL_BLOCK,
        "Proxy proxy.corp:3128, set in the Internet settings of kiosk, could not be asked: this"
            + " machine's own firewall forbids it.",
        see(user(proxy("proxy.corp", 3128))));
  }

  @Test
  void proxyThatIsNoAddressIsDeadAndNotAnException() {
    assertEquals(Reason.PROXY_DEAD, see(user(proxy("proxy.corp", 0))).reason());
    assertEquals(Reason.PROXY_DEAD, see(user(proxy("", 3128))).reason());
    assertEquals(List.of(), scene.probes.connected());
  }

  @Test
  void deadProxyOnThisMachineExplainsTheShownAddress() {
    assertFinding(
        State.FAILED,
        Reason.PROXY_DEAD,
        "Proxy 127.0.0.1:8888, set in the Internet settings of kiosk, does not answer (refused); a"
            + " controller may then show the room's address as 127.0.0.1.",
        see(user(proxy("127.0.0.1", 8888))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "::1", "[::1]"})
  void livingProxyOnThisMachineWithoutExceptionsIsDegraded(String host) {
    scene.facts.wired();
    String shown = host.contains("::1") ? "[::1]" : host;
    scene.probes.connects.put(shown + ":9000", Reason.OK);
    assertFinding(
        State.DEGRADED,
        Reason.LOOPBACK_ONLY,
        "Proxy "
            + shown
            + ":9000, set in the Internet settings of kiosk, is on this machine and has no"
            + " exception for the local network; a controller may then show the room's address as"
            + " 127.0.0.1.",
        see(user(proxy(host, 9000, "<local>"))));
  }

  @Test
  void exceptionsMustCoverTheControllersAndThisMachine() {
    scene.facts.wired();
    scene.controllers = List.of(FixedFacts.ip("192.168.7.31"));
    scene.probes.connects.put("127.0.0.1:9000", Reason.OK);
    assertEquals(Reason.LOOPBACK_ONLY, see(user(proxy("127.0.0.1", 9000, "10.*"))).reason());
    assertEquals(Reason.LOOPBACK_ONLY, see(user(proxy("127.0.0.1", 9000, "192.168.*"))).reason());
    assertEquals(State.OK, see(user(proxy("127.0.0.1", 9000, "10.*", "192.168.*"))).state());
    assertEquals(State.OK, see(user(proxy("127.0.0.1", 9000, "10.0.0.0/8", "192.168/16"))).state());
  }

  @Test
  void proxyOnAnAgentBesideTheRoomSaysNothingOfTheRoom() {
    scene.facts.wired();
    scene.device = Optional.of(FixedFacts.ip("10.4.12.99"));
    assertFinding(
        State.FAILED,
        Reason.PROXY_DEAD,
        "Proxy localhost:9000, set in /etc/environment, does not answer (refused).",
        see(etc(proxy("localhost", 9000))));
    scene.probes.connects.put("localhost:9000", Reason.OK);
    assertEquals(State.OK, see(etc(proxy("localhost", 9000))).state());
  }

  /** Probes end on the event loop, where reading facts would block it. */
  @Test
  void machineIsReadBeforeTheProxyIsAsked() {
    scene.facts.wired();
    scene.probes.connects.put("127.0.0.1:9000", Reason.OK);
    scene.probes.atConnect =
        () -> scene.facts.interfaces = Fact.unread(Reason.ERROR, "read too late");
    assertEquals(Reason.LOOPBACK_ONLY, see(user(proxy("127.0.0.1", 9000, "192.168.*"))).reason());
  }

  @Test
  void twoPlacesThatNameDifferentProxiesDisagree() {
    scene.probes.connects.put("a.corp:1", Reason.OK);
    scene.probes.connects.put("b.corp:2", Reason.OK);
    assertFinding(
        State.DEGRADED,
        Reason.DRIFT,
        "Proxy settings disagree: a.corp:1 (the environment of this program), but b.corp:2"
            + " (/etc/environment).",
        see(environment(proxy("a.corp", 1)), etc(proxy("b.corp", 2))));
  }

  @Test
  void machineAndUserDisagreeOnWhetherThereIsAProxy() {
    scene.probes.connects.put("a.corp:1", Reason.OK);
    assertFinding(
        State.DEGRADED,
        Reason.DRIFT,
        "Proxy settings disagree: a.corp:1 (the machine-wide WinHTTP setting), but automatic"
            + " detection (WPAD) (the Internet settings of kiosk).",
        see(machine(proxy("a.corp", 1)), user(wpad())));
    assertEquals(
        Reason.DRIFT, see(user(proxy("a.corp", 1)), machine(ProxySettings.DIRECT)).reason());
  }

  @Test
  void whatWindowsDoesByItselfIsNoDisagreement() {
    assertFinding(
        State.OK,
        Reason.OK,
        "automatic detection (WPAD) (the Internet settings of kiosk).",
        see(user(wpad()), machine(ProxySettings.DIRECT)));
    assertEquals(
        State.OK,
        see(user(pac("http://pac.corp/proxy.pac")), machine(ProxySettings.DIRECT)).state());
    scene.probes.connects.put("a.corp:1", Reason.OK);
    assertEquals(State.OK, see(environment(ProxySettings.DIRECT), etc(proxy("a.corp", 1))).state());
  }

  @Test
  void scriptAgainstProxyIsADisagreement() {
    scene.probes.connects.put("a.corp:1", Reason.OK);
    assertEquals(
        Reason.DRIFT, see(user(pac("http://pac.corp/p")), machine(proxy("a.corp", 1))).reason());
    assertEquals(
        Reason.DRIFT, see(user(pac("http://a/p")), environment(pac("http://b/p"))).reason());
    assertEquals(
        State.OK,
        see(
                user(
                    new ProxySettings(
                        Optional.of(new HostPort("a.corp", 1)),
                        List.of(),
                        Optional.of("http://a/p"),
                        true)),
                machine(proxy("a.corp", 1)))
            .state());
  }

  @Test
  void unreadablePlaceIsUnknownAndSaysWhatWasRead() {
    Finding finding =
        see(
            new ProxySource(
                Kind.WININET,
                "S-1-5-21-1-1001",
                Fact.unread(Reason.PERMISSION, "run as LocalSystem to read that hive")),
            machine(ProxySettings.DIRECT));
    assertFinding(
        State.UNKNOWN,
        Reason.PERMISSION,
        "Could not read the Internet settings of S-1-5-21-1-1001 (run as LocalSystem to read that"
            + " hive); read the machine-wide WinHTTP setting.",
        finding);
    assertEquals(
        new Value.Texts(List.of("the Internet settings of S-1-5-21-1-1001")),
        value(finding, "unread"));
  }

  @Test
  void placeThatDoesNotExistIsNoGap() {
    assertEquals(
        State.OK,
        see(new ProxySource(
                Kind.ETC_ENVIRONMENT, "/etc/environment", Fact.unread(Reason.NOT_FOUND, "no")))
            .state());
  }

  @Test
  void faultThatIsSeenWinsOverAGap() {
    assertEquals(
        Reason.PROXY_DEAD,
        see(
                new ProxySource(Kind.WININET, "x", Fact.unread(Reason.PERMISSION, "no")),
                machine(proxy("a.corp", 1)))
            .reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:s3cret@pac.corp:8080/proxy.pac?token=s3cret#s3cret",
        "http://pac.corp/a b?s3cret",
        "http://user:s3cret@/x",
        "http://user:s3cr@et@pac.corp/x?s3cret"
      })
  void noSecretOfAPacAddressIsEverWritten(String url) {
    Finding finding = see(user(pac(url)));
    String all = finding.text() + finding.readings();
    assertFalse(all.contains("s3cr") || all.contains("user"), all);
    assertEquals(State.OK, finding.state());
  }

  @Test
  void pacAddressIsNamedWithoutItsQuery() {
    assertFinding(
        State.OK,
        Reason.OK,
        "PAC script http://pac.corp:8080/proxy.pac (the Internet settings of kiosk).",
        see(user(pac("http://user:pw@pac.corp:8080/proxy.pac?key=1"))));
  }

  @Test
  void credentialsInAHostAreNeverWrittenNorDialled() {
    Finding finding = see(user(proxy("user:s3cret@proxy.corp", 3128)));
    String all = finding.text() + finding.readings();
    assertFalse(all.contains("s3cret") || all.contains("user:"), all);
    assertEquals(List.of("proxy.corp:3128"), scene.probes.connected());
  }

  @Test
  void ownNameOnLoopbackIsOnlyAHint() {
    scene.facts.hostsFile =
        Fact.known("127.0.0.1 localhost\n127.0.1.1\tROOM-PC.corp room-pc # own\n");
    scene.facts.platform = Platform.WINDOWS;
    assertFinding(
        State.OK,
        Reason.OK,
        "No proxy is set. The hosts file maps this machine's own name to 127.0.1.1: a controller"
            + " may then show the room's address as 127.0.0.1 (inferred).",
        see());
    scene.facts.platform = Platform.LINUX;
    assertEquals("No proxy is set.", see().text());
    scene.facts.platform = Platform.WINDOWS;
    scene.device = Optional.of(FixedFacts.ip("10.4.12.20"));
    assertEquals("No proxy is set.", see().text());
  }
}
