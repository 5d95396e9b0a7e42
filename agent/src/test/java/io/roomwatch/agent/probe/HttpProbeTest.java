package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static io.roomwatch.agent.probe.Lab.phases;
import static io.roomwatch.agent.probe.TestServer.readHead;
import static io.roomwatch.agent.probe.TestServer.write;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.X509Bundle;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.tls.TestPki;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpProbeTest {

  private static final int BODY = 64 * 1024;
  private static final List<Phase> PLAIN = List.of(Phase.CONNECT, Phase.FIRST_BYTE, Phase.TRANSFER);
  private static final List<Phase> WAITING = List.of(Phase.CONNECT, Phase.FIRST_BYTE);

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private static HttpProbe.Spec spec(String uri, Duration deadline) {
    return new HttpProbe.Spec(URI.create(uri), deadline, Optional.empty(), BODY);
  }

  private HttpProbe.Result get(TestServer server) throws Exception {
    return await(lab.probes().http(spec("http://" + server.target() + "/", Lab.PATIENT)));
  }

  private static void assertEnded(Reason reason, List<Phase> phases, HttpProbe.Result result) {
    assertEquals(reason, result.outcome().reason(), result.outcome().toString());
    assertEquals(phases, phases(result.outcome()));
  }

  @Test
  void answerHasStatusHeadersAndBody() throws Exception {
    String answer =
        "HTTP/1.1 418 Teapot\r\nX-Twice: 1\r\nX-TWICE: 2\r\nContent-Length: 6\r\n\r\nhällo";
    try (TestServer server = TestServer.answering(answer)) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.OK, PLAIN, result);
      assertEquals(OptionalInt.of(418), result.status());
      assertEquals(Map.of("x-twice", "2", "content-length", "6"), result.headers());
      assertEquals("hällo", result.body());
      assertEquals("HTTP 418", result.outcome().detail());
    }
  }

  @Test
  void requestIsWhatItShouldBe() throws Exception {
    try (TestServer server = TestServer.keeping()) {
      String uri = "http://user:secret@" + server.target() + "/a%20b/?q=%C3%A4&r#part";
      assertEquals(Reason.OK, await(lab.probes().http(spec(uri, Lab.PATIENT))).outcome().reason());
      List<String> lines = server.requests().get(0).lines().toList();
      assertEquals("GET /a%20b/?q=%C3%A4&r HTTP/1.1", lines.get(0));
      assertEquals(
          List.of(
              "accept-encoding: identity",
              "accept: */*",
              "connection: close",
              "host: " + server.target(),
              "user-agent: roomwatch/test"),
          lines.subList(1, 6).stream().sorted().toList());
      assertEquals("", lines.get(6));
    }
  }

  @Test
  void namesAreResolvedAndStandInTheHostField() throws Exception {
    try (TestServer server = TestServer.keeping()) {
      String name = TestNames.name("127.0.0.1");
      HttpProbe.Result result =
          await(lab.probes().http(spec("http://" + name + ":" + server.port(), Lab.PATIENT)));
      assertEnded(
          Reason.OK,
          List.of(Phase.RESOLVE, Phase.CONNECT, Phase.FIRST_BYTE, Phase.TRANSFER),
          result);
      assertTrue(server.requests().get(0).contains("host: " + name + ":" + server.port()));
      assertTrue(server.requests().get(0).startsWith("GET / HTTP/1.1"));
    }
  }

  @Test
  void redirectIsReportedAndNotFollowed() throws Exception {
    String answer =
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    try (TestServer server = TestServer.answering(answer)) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.OK, PLAIN, result);
      assertEquals(OptionalInt.of(302), result.status());
      assertEquals("http://127.0.0.1:1/", result.headers().get("location"));
    }
  }

  @Test
  void chunkedBodyIsPutTogether() throws Exception {
    String answer =
        String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "3;ext=1",
            "abc",
            "1",
            "d",
            "0",
            "Trailer: x",
            "",
            "");
    try (TestServer server = TestServer.answering(answer)) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.OK, PLAIN, result);
      assertEquals("abcd", result.body());
    }
  }

  @Test
  void bodyMayEndWithTheConnection() throws Exception {
    try (TestServer server = TestServer.answering("HTTP/1.0 200 OK\r\n\r\nall of it")) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.OK, PLAIN, result);
      assertEquals("all of it", result.body());
    }
  }

  @Test
  void interimAnswersArePassedOver() throws Exception {
    String answer =
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\nX: y\r\n\r\n";
    try (TestServer server = TestServer.answering(answer)) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.OK, PLAIN, result);
      assertEquals(OptionalInt.of(204), result.status());
      assertEquals(Map.of("x", "y"), result.headers());
    }
  }

  @Test
  void endlessInterimAnswersAreAnError() throws Exception {
    try (TestServer server = endless("", "HTTP/1.1 100 Continue\r\n\r\n")) {
      assertEnded(Reason.ERROR, PLAIN, get(server));
    }
  }

  @Test
  void shortBodyIsClosedEarly() throws Exception {
    try (TestServer server =
        TestServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.CLOSED_EARLY, PLAIN, result);
      assertEquals(OptionalInt.of(200), result.status());
      assertEquals("only this", result.body());
    }
    try (TestServer server =
        TestServer.answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this")) {
      assertEnded(Reason.CLOSED_EARLY, PLAIN, get(server));
    }
  }

  @Test
  void headCutShortIsClosedEarly() throws Exception {
    try (TestServer server = TestServer.answering("HTTP/1.1 200 OK\r\nContent-Le")) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.CLOSED_EARLY, PLAIN, result);
      assertEquals(OptionalInt.empty(), result.status());
    }
    try (TestServer server = TestServer.answering("HTT")) {
      assertEnded(Reason.CLOSED_EARLY, PLAIN, get(server));
    }
  }

  @Test
  void closeWithoutAnAnswerIsClosedEarlyAndAResetIsAReset() throws Exception {
    try (TestServer server = TestServer.start(socket -> readHead(socket.getInputStream()))) {
      assertEnded(Reason.CLOSED_EARLY, WAITING, get(server));
    }
    TestServer.Script resetting =
        socket -> {
          readHead(socket.getInputStream());
          socket.setSoLinger(true, 0);
        };
    try (TestServer server = TestServer.start(resetting)) {
      assertEnded(Reason.RESET, WAITING, get(server));
    }
  }

  @Test
  void halfClosedConnectionIsNotWaitedFor() throws Exception {
    TestServer.Script half =
        socket -> {
          readHead(socket.getInputStream());
          write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        };
    try (TestServer server = TestServer.start(half)) {
      assertEnded(Reason.CLOSED_EARLY, PLAIN, get(server));
    }
  }

  @Test
  void longBodyIsKeptToItsBoundAndTheConnectionClosed() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n";
    try (TestServer server = endless(head, "x".repeat(8192))) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.OK, PLAIN, result);
      assertTrue(result.truncated());
      assertEquals("x".repeat(BODY), result.body());
      org.awaitility.Awaitility.await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void bodyOfJustTheBoundIsWhole() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n" + "x".repeat(BODY);
    try (TestServer server = TestServer.answering(answer)) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.OK, PLAIN, result);
      assertEquals(false, result.truncated());
      assertEquals(BODY, result.body().length());
    }
  }

  @Test
  void endlessHeadersAreAnError() throws Exception {
    try (TestServer server = endless("HTTP/1.1 200 OK\r\n", "X-Pad: " + "y".repeat(100) + "\r\n")) {
      HttpProbe.Result result = get(server);
      assertEnded(Reason.ERROR, PLAIN, result);
      assertEquals("the head of the answer is too large", result.outcome().detail());
    }
    try (TestServer server = endless("HTTP/1.1 200 ", "z".repeat(1000))) {
      assertEnded(Reason.ERROR, PLAIN, get(server));
    }
  }

  @Test
  void headOfThirtyKilobytesIsStillRead() throws Exception {
    StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
    for (int field = 0; field < 30; field++) {
      head.append("X-").append(field).append(": ").append("y".repeat(1000)).append("\r\n");
    }
    try (TestServer server = TestServer.answering(head + "\r\n")) {
      assertEnded(Reason.OK, PLAIN, get(server));
    }
  }

  @Test
  void otherProtocolsAreAnError() throws Exception {
    for (String greeting :
        List.of("SSH-2.0-OpenSSH_9.2\r\n", "220 mail ESMTP\r\n", "\u0000\u0001\n")) {
      TestServer.Script other =
          socket -> {
            write(socket, greeting);
            socket.getInputStream().readAllBytes();
          };
      try (TestServer server = TestServer.start(other)) {
        HttpProbe.Result result = get(server);
        assertEquals(Reason.ERROR, result.outcome().reason(), greeting + result.outcome());
        assertEquals("the answer is not HTTP", result.outcome().detail());
      }
    }
  }

  @Test
  void silentServerEndsAtTheDeadline() throws Exception {
    try (TestServer server = TestServer.start(TestServer.SILENT);
        NettyProbes probes = lab.probes()) {
      HttpProbe.Spec spec = spec("http://" + server.target(), Lab.SHORT);
      HttpProbe.Result result =
          Lab.endingAt(Lab.SHORT, HttpProbe.Result::outcome, () -> probes.http(spec));
      assertEnded(Reason.TIMEOUT, WAITING, result);
    }
  }

  @Test
  void slowBytesEndAtTheDeadline() throws Exception {
    TestServer.Script slow =
        socket -> {
          for (byte b : "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII)) {
            socket.getOutputStream().write(b);
            socket.setSoTimeout(20);
            try {
              while (socket.getInputStream().read() >= 0) {
                // The request; the time-out is the pace.
              }
            } catch (java.net.SocketTimeoutException pace) {
              // Next byte.
            }
          }
        };
    try (TestServer server = TestServer.start(slow);
        NettyProbes probes = lab.probes()) {
      HttpProbe.Spec spec = spec("http://" + server.target(), Lab.SHORT);
      HttpProbe.Result result =
          Lab.endingAt(Lab.SHORT, HttpProbe.Result::outcome, () -> probes.http(spec));
      assertEnded(Reason.TIMEOUT, PLAIN, result);
    }
  }

  @Test
  void httpsHasATlsPhaseAndSendsOnATrustedChain() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle leaf = TestPki.server().buildIssuedBy(root);
    TestServer.Script page = TestServer.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    try (TestServer server = TestServer.tls(TestPki.context(leaf), page)) {
      for (TrustAnchors anchors :
          List.of(TestPki.trusting(root), TestPki.trustingAsTheSystem(root))) {
        HttpProbe.Result result =
            await(
                lab.probes(anchors)
                    .http(spec("https://localhost:" + server.port() + "/", Lab.PATIENT)));
        assertEnded(
            Reason.OK,
            List.of(Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.FIRST_BYTE, Phase.TRANSFER),
            result);
        assertEquals("ok", result.body());
      }
    }
  }

  @Test
  void nothingIsSentOnAChainThatIsNotTrusted() throws Exception {
    X509Bundle root = TestPki.authority("CN=Root");
    X509Bundle vendor = TestPki.authority("CN=mitmproxy, O=mitmproxy");
    assertNothingSent(
        Reason.TLS_UNTRUSTED, TestPki.server().buildIssuedBy(root), TestPki.trusting());
    assertNothingSent(Reason.TLS_UNTRUSTED, TestPki.selfSigned(), TestPki.trusting());
    assertNothingSent(
        Reason.TLS_EXPIRED,
        TestPki.expired(TestPki.server()).buildIssuedBy(root),
        TestPki.trusting(root));
    assertNothingSent(
        Reason.TLS_NAME,
        TestPki.valid().subject("CN=x").addSanDnsName("other.test").buildIssuedBy(root),
        TestPki.trusting(root));
    assertNothingSent(
        Reason.TLS_INSPECTED, TestPki.server().buildIssuedBy(vendor), TestPki.trusting());
  }

  private void assertNothingSent(Reason reason, X509Bundle leaf, TrustAnchors anchors)
      throws Exception {
    try (TestServer server = TestServer.keeping(TestPki.context(leaf))) {
      HttpProbe.Result result =
          await(lab.probes(anchors).http(spec("https://" + server.target(), Lab.PATIENT)));
      assertEnded(reason, List.of(Phase.CONNECT, Phase.TLS), result);
      org.awaitility.Awaitility.await().until(() -> server.connections() == 0);
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void uriThatIsNotForHttpIsAnErrorWithoutAPhase() throws Exception {
    for (String uri : List.of("ftp://127.0.0.1/", "http:///x", "http://h:99999/", "mailto:a@b")) {
      assertEnded(Reason.ERROR, List.of(), await(lab.probes().http(spec(uri, Lab.PATIENT))));
    }
  }

  @Test
  void refusedIsSaidOfTheConnect() throws Exception {
    HttpProbe.Spec spec = spec("http://" + TestServer.refusing() + "/", Lab.PATIENT);
    assertEnded(Reason.REFUSED, List.of(Phase.CONNECT), await(lab.probes().http(spec)));
  }

  private static TestServer endless(String head, String again) throws IOException {
    return TestServer.start(
        socket -> {
          readHead(socket.getInputStream());
          write(socket, head);
          while (true) {
            write(socket, again);
          }
        });
  }
}
