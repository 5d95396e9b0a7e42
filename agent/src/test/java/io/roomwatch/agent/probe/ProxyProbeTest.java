package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static io.roomwatch.agent.probe.Lab.phases;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.tls.TestPki;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The proxy probe, and the other probes through a proxy. */
class ProxyProbeTest {

  private static final List<Phase> CONNECT_PROXY = List.of(Phase.CONNECT, Phase.PROXY);
  private static final Target SOMEWHERE = new Target("zoom.example", 443);

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private static ProxyServer proxy(Target address) {
    return new ProxyServer(address, Optional.empty());
  }

  private ProxyProbe.Result probe(ProxyServer proxy, Target target) throws Exception {
    return await(lab.probes().proxy(new ProxyProbe.Spec(proxy, target, Lab.PATIENT)));
  }

  private ProxyProbe.Result answered(String answer) throws Exception {
    try (TestServer server = TestServer.answering(answer)) {
      return probe(proxy(server.target()), SOMEWHERE);
    }
  }

  private static void assertEnded(Reason reason, List<Phase> phases, Outcome outcome) {
    assertEquals(reason, outcome.reason(), outcome.toString());
    assertEquals(phases, phases(outcome));
  }

  @Test
  void openProxyConnects() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT);
        TestProxy proxy = TestProxy.open()) {
      ProxyProbe.Result result = probe(proxy.server(), server.target());
      assertEnded(Reason.OK, CONNECT_PROXY, result.outcome());
      assertEquals(OptionalInt.of(200), result.status());
      assertEquals(Optional.empty(), result.schemes());
      String head = proxy.heads().get(0);
      assertTrue(head.startsWith("CONNECT " + server.target() + " HTTP/1.1\r\n"), head);
      assertTrue(head.contains("host: " + server.target() + "\r\n"), head);
      assertTrue(head.contains("user-agent: roomwatch/test\r\n"), head);
      assertFalse(head.contains("proxy-authorization"), head);
    }
  }

  @Test
  void ipv6TargetIsBracketed() throws Exception {
    try (TestServer server = TestServer.start(Lab.address("::1"), TestServer.SILENT);
        TestProxy proxy = TestProxy.open()) {
      ProxyProbe.Result result = probe(proxy.server(), new Target("::1", server.port()));
      assertEnded(Reason.OK, CONNECT_PROXY, result.outcome());
      assertTrue(proxy.heads().get(0).startsWith("CONNECT [::1]:" + server.port() + " "));
    }
  }

  @Test
  void lockedProxyNamesItsSchemes() throws Exception {
    try (TestProxy proxy = TestProxy.locked("room:pass word")) {
      ProxyProbe.Result result = probe(proxy.server(), SOMEWHERE);
      assertEnded(Reason.PROXY_AUTH, CONNECT_PROXY, result.outcome());
      assertEquals(OptionalInt.of(407), result.status());
      assertEquals(Optional.of("Negotiate, NTLM, Basic"), result.schemes());
      assertTrue(result.outcome().detail().contains("asks for credentials"), result.toString());
    }
  }

  @Test
  void credentialsOpenItAndShowNowhere() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT);
        TestProxy proxy = TestProxy.locked("rööm:pass word")) {
      ProxyServer good = proxy.server("rööm", "pass word");
      assertEnded(Reason.OK, CONNECT_PROXY, probe(good, server.target()).outcome());

      ProxyServer wrong = proxy.server("rööm", "hunter2");
      ProxyProbe.Result result = probe(wrong, server.target());
      assertEnded(Reason.PROXY_AUTH, CONNECT_PROXY, result.outcome());
      assertTrue(result.outcome().detail().contains("refuses the credentials"));
      String everything = result + " " + new ProxyProbe.Spec(wrong, SOMEWHERE, Lab.PATIENT);
      assertFalse(everything.contains("hunter2"), everything);
      assertFalse(everything.contains(TestProxy.encoded("rööm:hunter2")), everything);
    }
  }

  @Test
  void anyOtherStatusIsRefused() throws Exception {
    ProxyProbe.Result forbidden = answered("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    assertEnded(Reason.PROXY_REFUSED, CONNECT_PROXY, forbidden.outcome());
    assertEquals(OptionalInt.of(403), forbidden.status());
    assertTrue(forbidden.outcome().detail().contains("403 Forbidden"), forbidden.toString());
    assertEnded(
        Reason.PROXY_REFUSED,
        CONNECT_PROXY,
        answered("HTTP/1.1 302 Found\r\nLocation: http://x/\r\n\r\n").outcome());
    try (TestProxy proxy = TestProxy.open()) {
      ProxyProbe.Result gateway = probe(proxy.server(), TestServer.refusing());
      assertEnded(Reason.PROXY_REFUSED, CONNECT_PROXY, gateway.outcome());
      assertEquals(OptionalInt.of(502), gateway.status());
    }
  }

  @Test
  void proxyThatRefusesTheConnectionIsDead() throws Exception {
    ProxyProbe.Result result = probe(proxy(TestServer.refusing()), SOMEWHERE);
    assertEnded(Reason.PROXY_DEAD, List.of(Phase.CONNECT), result.outcome());
    assertEquals(OptionalInt.empty(), result.status());
    assertTrue(result.outcome().detail().startsWith("proxy 127.0.0.1:"), result.toString());
  }

  @Test
  void proxyThatIsSilentToTheConnectIsDead() throws Exception {
    try (TestServer.Full full = new TestServer.Full()) {
      ProxyProbe.Spec spec = new ProxyProbe.Spec(proxy(full.target()), SOMEWHERE, Lab.SHORT);
      ProxyProbe.Result result = await(lab.probes().proxy(spec));
      assertEnded(Reason.PROXY_DEAD, List.of(Phase.CONNECT), result.outcome());
    }
  }

  @Test
  void proxyThatClosesOrResetsOrTalksNonsenseIsDead() throws Exception {
    assertEnded(Reason.PROXY_DEAD, CONNECT_PROXY, answered("").outcome());
    assertEnded(Reason.PROXY_DEAD, CONNECT_PROXY, answered("SSH-2.0-x\r\n\r\n").outcome());
    assertEnded(Reason.PROXY_DEAD, CONNECT_PROXY, answered("HTTP/1.1 200 OK\r\nX").outcome());
    TestServer.Script resetting =
        socket -> {
          TestServer.readHead(socket.getInputStream());
          socket.setSoLinger(true, 0);
        };
    try (TestServer server = TestServer.start(resetting)) {
      ProxyProbe.Result result = probe(proxy(server.target()), SOMEWHERE);
      assertEnded(Reason.PROXY_DEAD, CONNECT_PROXY, result.outcome());
    }
  }

  @Test
  void proxyThatHangsIsATimeoutAtTheDeadline() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT);
        NettyProbes probes = lab.probes()) {
      ProxyProbe.Spec spec = new ProxyProbe.Spec(proxy(server.target()), SOMEWHERE, Lab.SHORT);
      ProxyProbe.Result result =
          Lab.endingAt(Lab.SHORT, ProxyProbe.Result::outcome, () -> probes.proxy(spec));
      assertEnded(Reason.TIMEOUT, CONNECT_PROXY, result.outcome());
    }
  }

  @Test
  void nameOfTheProxyThatDoesNotResolveIsADnsFault() throws Exception {
    String name = TestNames.failing("x: No such host is known (x)");
    ProxyProbe.Result result = probe(proxy(new Target(name, 3128)), SOMEWHERE);
    assertEnded(Reason.DNS_NXDOMAIN, List.of(Phase.RESOLVE), result.outcome());
  }

  @Test
  void tlsGoesThroughTheTunnel() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.server().buildIssuedBy(root);
    try (TestServer server = TestServer.tls(TestPki.context(leaf), TestServer.SILENT);
        TestProxy proxy = TestProxy.locked("a:b")) {
      TlsProbe.Spec spec =
          new TlsProbe.Spec(server.target(), Lab.PATIENT, Optional.of(proxy.server("a", "b")));
      TlsProbe.Result result = await(lab.probes(TestPki.trusting(root)).tls(spec));
      assertEnded(Reason.OK, List.of(Phase.CONNECT, Phase.PROXY, Phase.TLS), result.outcome());
      assertEquals(TlsProbe.Trust.PUBLIC, result.chain().orElseThrow().trust());
    }
  }

  @Test
  void lateTunnelLeavesTimeToSayWhoWasLate() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT)) {
      TlsProbe.Spec spec =
          new TlsProbe.Spec(SOMEWHERE, Lab.SHORT, Optional.of(proxy(server.target())));
      TlsProbe.Result result = await(lab.probes().tls(spec));
      assertEnded(Reason.TIMEOUT, CONNECT_PROXY, result.outcome());
      assertTrue(result.outcome().took().compareTo(Lab.SHORT) < 0, result.toString());
    }
  }

  @Test
  void httpsGoesThroughTheTunnelAndTheProxySeesNoRequest() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.server().buildIssuedBy(root);
    TestServer.Script page = TestServer.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    try (TestServer server = TestServer.tls(TestPki.context(leaf), page);
        TestProxy proxy = TestProxy.open()) {
      HttpProbe.Result result =
          await(
              lab.probes(TestPki.trusting(root))
                  .http(get("https://" + server.target() + "/secret", proxy.server())));
      assertEnded(
          Reason.OK,
          List.of(Phase.CONNECT, Phase.PROXY, Phase.TLS, Phase.FIRST_BYTE, Phase.TRANSFER),
          result.outcome());
      assertEquals("ok", result.body());
      assertEquals(1, proxy.heads().size());
      assertFalse(proxy.heads().get(0).contains("secret"));
    }
  }

  @Test
  void plainHttpAsksTheProxyForTheWholeUri() throws Exception {
    try (TestServer server =
            TestServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        TestProxy proxy = TestProxy.locked("a:b")) {
      HttpProbe.Result result =
          await(
              lab.probes().http(get("http://" + server.target() + "/x?y", proxy.server("a", "b"))));
      assertEnded(
          Reason.OK, List.of(Phase.CONNECT, Phase.FIRST_BYTE, Phase.TRANSFER), result.outcome());
      assertEquals("ok", result.body());
      String head = proxy.heads().get(0);
      assertTrue(head.startsWith("GET http://" + server.target() + "/x?y HTTP/1.1\r\n"), head);

      HttpProbe.Result locked =
          await(lab.probes().http(get("http://" + server.target() + "/", proxy.server())));
      assertEquals(Reason.PROXY_AUTH, locked.outcome().reason());
      assertEquals(OptionalInt.of(407), locked.status());
    }
  }

  @Test
  void deadProxyIsToldFromADeadServer() throws Exception {
    ProxyServer dead = proxy(TestServer.refusing());
    for (String uri : List.of("http://127.0.0.1:1/", "https://127.0.0.1:1/")) {
      HttpProbe.Result result = await(lab.probes().http(get(uri, dead)));
      assertEnded(Reason.PROXY_DEAD, List.of(Phase.CONNECT), result.outcome());
    }
  }

  private static HttpProbe.Spec get(String uri, ProxyServer proxy) {
    return new HttpProbe.Spec(
        URI.create(uri), Duration.ofSeconds(10), Optional.of(proxy), 64 * 1024);
  }
}
