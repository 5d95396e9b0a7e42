package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static io.roomwatch.agent.probe.Lab.phases;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.TlsProbe.Trust;
import io.roomwatch.agent.probe.tls.TestPki;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsProbeTest {

  private static final List<Phase> CONNECT_TLS = List.of(Phase.CONNECT, Phase.TLS);

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private TlsProbe.Result probe(Target target, TrustAnchors anchors) throws Exception {
    return probe(target, anchors, Lab.PATIENT);
  }

  private TlsProbe.Result probe(Target target, TrustAnchors anchors, Duration deadline)
      throws Exception {
    TlsProbe.Spec spec = new TlsProbe.Spec(target, deadline, Optional.empty());
    return await(lab.probes(anchors).tls(spec));
  }

  private TlsProbe.Result shown(X509Bundle bundle, TrustAnchors anchors) throws Exception {
    try (TestServer server = TestServer.tls(TestPki.context(bundle), TestServer.SILENT)) {
      return probe(server.target(), anchors);
    }
  }

  private static void assertJudged(Reason reason, Trust trust, TlsProbe.Result result) {
    assertEquals(reason, result.outcome().reason(), result.toString());
    assertEquals(trust, result.chain().orElseThrow().trust());
    assertEquals(CONNECT_TLS, phases(result.outcome()));
    assertEquals(Optional.of("TLSv1.3"), result.protocol());
  }

  @Test
  void chainToATrustedRootIsPublic() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle middle = TestPki.authority("CN=Middle", root);
    TlsProbe.Result result = shown(TestPki.server().buildIssuedBy(middle), TestPki.trusting(root));
    assertJudged(Reason.OK, Trust.PUBLIC, result);
    List<TlsProbe.Certificate> chain = result.chain().orElseThrow().leafFirst();
    assertEquals(2, chain.size());
    assertEquals("CN=server.test, O=Test", chain.get(0).subject());
    assertEquals("CN=Middle", chain.get(0).issuer());
    assertEquals("CN=Root", chain.get(1).issuer());
    assertTrue(chain.get(0).notAfter().isAfter(chain.get(0).notBefore()));
    assertEquals(Optional.empty(), result.chain().orElseThrow().inspector());
  }

  @Test
  void nameIsSentAndCheckedAndResolvedInItsOwnPhase() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    List<String> asked = new CopyOnWriteArrayList<>();
    TestServer.Script naming =
        socket -> {
          SSLSocket tls = (SSLSocket) socket;
          tls.startHandshake();
          asked.add(
              ((javax.net.ssl.ExtendedSSLSession) tls.getSession())
                  .getRequestedServerNames()
                  .toString());
          socket.getInputStream().readAllBytes();
        };
    X509Bundle bundle = TestPki.server().buildIssuedBy(root);
    try (TestServer server = TestServer.tls(TestPki.context(bundle), naming)) {
      TlsProbe.Result result = probe(server.target("localhost"), TestPki.trusting(root));
      assertEquals(Reason.OK, result.outcome().reason(), result.toString());
      assertEquals(List.of(Phase.RESOLVE, Phase.CONNECT, Phase.TLS), phases(result.outcome()));
      org.awaitility.Awaitility.await()
          .untilAsserted(
              () -> assertEquals(List.of("[type=host_name (0), value=localhost]"), asked));
      assertEquals(List.of(), server.faults(), "goodbye was said in TLS");
    }
  }

  @Test
  void everyServerShowsItsChainAgain() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle bundle = TestPki.server().buildIssuedBy(root);
    try (TestServer server = TestServer.tls(TestPki.context(bundle), TestServer.SILENT)) {
      for (int look = 0; look < 3; look++) {
        assertTrue(probe(server.target(), TestPki.trusting(root)).chain().isPresent());
      }
    }
  }

  @Test
  void unknownRootIsAPrivateCa() throws Exception {
    TlsProbe.Result result =
        shown(
            TestPki.server().buildIssuedBy(TestPki.authority("CN=Nobody")),
            TestPki.trusting(TestPki.authority("CN=Root")));
    assertJudged(Reason.TLS_UNTRUSTED, Trust.PRIVATE_CA, result);
    assertTrue(result.outcome().detail().contains("CN=Nobody"), result.outcome().detail());
  }

  @Test
  void selfSignedIsToldFromAPrivateCa() throws Exception {
    TlsProbe.Result result = shown(TestPki.selfSigned(), TestPki.trusting());
    assertJudged(Reason.TLS_UNTRUSTED, Trust.SELF_SIGNED, result);
  }

  @Test
  void expiredCertificateIsExpiredWhateverItsRoot() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.expired(TestPki.server()).buildIssuedBy(root);
    assertJudged(Reason.TLS_EXPIRED, Trust.EXPIRED, shown(leaf, TestPki.trusting(root)));
    assertJudged(Reason.TLS_EXPIRED, Trust.EXPIRED, shown(leaf, TestPki.trusting()));
  }

  @Test
  void certificateOfTomorrowIsExpiredToo() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.notYetValid(TestPki.server()).buildIssuedBy(root);
    assertJudged(Reason.TLS_EXPIRED, Trust.EXPIRED, shown(leaf, TestPki.trusting(root)));
  }

  @Test
  void wrongNameOnATrustedChainIsWrongName() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf =
        TestPki.valid().subject("CN=127.0.0.1").addSanDnsName("other.test").buildIssuedBy(root);
    TlsProbe.Result result = shown(leaf, TestPki.trusting(root));
    assertJudged(Reason.TLS_NAME, Trust.WRONG_NAME, result);
    assertTrue(result.outcome().detail().contains("not for 127.0.0.1"), result.toString());
  }

  @Test
  void vendorInAnUntrustedChainIsInspection() throws Exception {
    X509Bundle root = TestPki.authority("CN=Zscaler Root CA, O=Zscaler Inc.");
    TlsProbe.Result result = shown(TestPki.server().buildIssuedBy(root), TestPki.trusting());
    assertJudged(Reason.TLS_INSPECTED, Trust.PRIVATE_CA, result);
    assertEquals(Optional.of("Zscaler"), result.chain().orElseThrow().inspector());
  }

  @Test
  void vendorInAChainThatCaFileTrustsIsNamedAndOk() throws Exception {
    X509Bundle root = TestPki.authority("CN=FortiGate CA, O=Example Corp");
    TlsProbe.Result result = shown(TestPki.server().buildIssuedBy(root), TestPki.trusting(root));
    assertJudged(Reason.OK, Trust.PUBLIC, result);
    assertEquals(Optional.of("Fortinet"), result.chain().orElseThrow().inspector());
  }

  @Test
  void rootThatOnlyTheSystemTrustsIsInspection() throws Exception {
    X509Bundle root = TestPki.authority("CN=Example Corp Root");
    TlsProbe.Result result =
        shown(TestPki.server().buildIssuedBy(root), TestPki.trustingAsTheSystem(root));
    assertJudged(Reason.TLS_INSPECTED, Trust.OS_ONLY, result);
    assertEquals(Optional.empty(), result.chain().orElseThrow().inspector());
  }

  @Test
  void serverOfTls12IsRecordedAsSuch() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.server().buildIssuedBy(root);
    TestServer.Script old =
        socket -> {
          ((SSLSocket) socket).setEnabledProtocols(new String[] {"TLSv1.2"});
          socket.getInputStream().readAllBytes();
        };
    try (TestServer server = TestServer.tls(TestPki.context(leaf), old)) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting(root));
      assertEquals(Reason.OK, result.outcome().reason(), result.toString());
      assertEquals(Optional.of("TLSv1.2"), result.protocol());
    }
  }

  @Test
  void serverThatKnowsOnlyTls10IsAFailedHandshake() throws Exception {
    // A ServerHello of RFC 2246: version 3.1, no session, TLS_RSA_WITH_AES_128_CBC_SHA.
    byte[] hello =
        HexFormat.of()
            .parseHex("160301002a" + "02000026" + "0301" + "00".repeat(32) + "00" + "002f" + "00");
    try (TestServer server = TestServer.start(answering(hello))) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting());
      assertEquals(Reason.TLS_HANDSHAKE, result.outcome().reason(), result.toString());
      assertEquals(CONNECT_TLS, phases(result.outcome()));
      assertEquals(Optional.empty(), result.chain());
      assertEquals(Optional.empty(), result.protocol());
    }
  }

  @Test
  void alertIsAFailedHandshake() throws Exception {
    byte[] protocolVersion = HexFormat.of().parseHex("15030300020246");
    try (TestServer server = TestServer.start(answering(protocolVersion))) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting());
      assertEquals(Reason.TLS_HANDSHAKE, result.outcome().reason(), result.toString());
      assertTrue(result.outcome().detail().contains("protocol_version"), result.toString());
    }
  }

  @Test
  void serverThatSpeaksHttpIsAFailedHandshake() throws Exception {
    byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (TestServer server = TestServer.start(answering(http))) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting());
      assertEquals(Reason.TLS_HANDSHAKE, result.outcome().reason(), result.toString());
      assertEquals("the other end answered, but not in TLS", result.outcome().detail());
    }
  }

  @Test
  void noiseOfAnyKindEndsInAReason() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      byte[] noise = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(noise);
      if (round % 2 == 0) {
        // In the shape of a record, so that it gets further.
        byte[] header = HexFormat.of().parseHex("160303" + "2000" + "0200" + "1ffc0303");
        System.arraycopy(header, 0, noise, 0, Math.min(header.length, noise.length));
      }
      try (TestServer server = TestServer.start(answering(noise))) {
        TlsProbe.Result result = probe(server.target(), TestPki.trusting(), Lab.SHORT);
        assertTrue(
            List.of(Reason.TLS_HANDSHAKE, Reason.CLOSED_EARLY, Reason.RESET, Reason.TIMEOUT)
                .contains(result.outcome().reason()),
            result.toString());
        assertEquals(CONNECT_TLS, phases(result.outcome()));
      }
    }
  }

  @Test
  void endlessRecordsAreCutOff() throws Exception {
    TestServer.Script endless =
        socket -> {
          // Warnings, which a client may pass over for ever.
          byte[] warning = HexFormat.of().parseHex("1503030002015a");
          while (true) {
            socket.getOutputStream().write(warning);
          }
        };
    try (TestServer server = TestServer.start(endless)) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting());
      assertEquals(Reason.TLS_HANDSHAKE, result.outcome().reason(), result.toString());
      assertEquals("the handshake does not come to an end", result.outcome().detail());
    }
  }

  @Test
  void silentServerEndsAtTheDeadlineInTheTlsPhase() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT);
        NettyProbes probes = lab.probes()) {
      TlsProbe.Spec spec = new TlsProbe.Spec(server.target(), Lab.SHORT, Optional.empty());
      TlsProbe.Result result =
          Lab.endingAt(Lab.SHORT, TlsProbe.Result::outcome, () -> probes.tls(spec));
      assertEquals(Reason.TIMEOUT, result.outcome().reason(), result.toString());
      assertEquals(CONNECT_TLS, phases(result.outcome()));
    }
  }

  @Test
  void closeInTheHandshakeIsToldFromAReset() throws Exception {
    try (TestServer server = TestServer.start(TlsProbeTest::readSome)) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting());
      assertEquals(Reason.CLOSED_EARLY, result.outcome().reason(), result.toString());
      assertEquals(CONNECT_TLS, phases(result.outcome()));
    }
    TestServer.Script resetting =
        socket -> {
          readSome(socket);
          socket.setSoLinger(true, 0);
        };
    try (TestServer server = TestServer.start(resetting)) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting());
      assertEquals(Reason.RESET, result.outcome().reason(), result.toString());
      assertEquals(CONNECT_TLS, phases(result.outcome()));
    }
  }

  @Test
  void refusedAndFilteredAreSaidOfTheConnect() throws Exception {
    TlsProbe.Result refused = probe(TestServer.refusing(), TestPki.trusting());
    assertEquals(Reason.REFUSED, refused.outcome().reason());
    assertEquals(List.of(Phase.CONNECT), phases(refused.outcome()));
    try (TestServer.Full full = new TestServer.Full()) {
      TlsProbe.Result filtered = probe(full.target(), TestPki.trusting(), Lab.SHORT);
      assertEquals(Reason.TIMEOUT, filtered.outcome().reason());
      assertEquals(List.of(Phase.CONNECT), phases(filtered.outcome()));
      assertTrue(filtered.outcome().took().compareTo(Lab.SHORT) < 0, "something would follow");
    }
  }

  @Test
  void serverThatWantsACertificateOfOursStillShowsItsOwn() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.server().buildIssuedBy(root);
    TestServer.Script demanding =
        socket -> {
          ((SSLSocket) socket).setNeedClientAuth(true);
          socket.getInputStream().readAllBytes();
        };
    try (TestServer server = TestServer.tls(TestPki.context(leaf), demanding)) {
      TlsProbe.Result result = probe(server.target(), TestPki.trusting(root));
      assertEquals(Trust.PUBLIC, result.chain().orElseThrow().trust());
    }
  }

  @Test
  void nothingIsSentOnTheConnection() throws Exception {
    X509Bundle leaf = TestPki.selfSigned();
    List<byte[]> got = new CopyOnWriteArrayList<>();
    TestServer.Script reading = socket -> got.add(socket.getInputStream().readAllBytes());
    try (TestServer server = TestServer.tls(TestPki.context(leaf), reading)) {
      probe(server.target(), TestPki.trusting());
      org.awaitility.Awaitility.await().until(() -> got.size() == 1);
      assertEquals(0, got.get(0).length);
      assertEquals(List.of(), server.faults());
    }
  }

  private static TestServer.Script answering(byte[] bytes) {
    return socket -> {
      readSome(socket);
      socket.getOutputStream().write(bytes);
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // Until the other end has had enough.
      }
    };
  }

  /** Reads a ClientHello, which is one record, to the end: a close then is a FIN. */
  private static void readSome(Socket socket) throws Exception {
    byte[] header = socket.getInputStream().readNBytes(5);
    socket.getInputStream().readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
  }
}
