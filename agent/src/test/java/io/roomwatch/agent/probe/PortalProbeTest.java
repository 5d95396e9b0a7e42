package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.Lab.await;
import static io.roomwatch.agent.probe.Lab.phases;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.http.PortalPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortalProbeTest {

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private PortalProbe.Result probe(Target target, Optional<ProxyServer> proxy) throws Exception {
    return await(lab.probes().portal(new PortalProbe.Spec(target, Lab.PATIENT, proxy)));
  }

  private PortalProbe.Result answered(String answer) throws Exception {
    try (TestServer server = TestServer.answering(answer)) {
      return probe(server.target(), Optional.empty());
    }
  }

  private static String redirect(String location) {
    return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
  }

  private static String page(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body;
  }

  private static void assertPortal(String where, PortalProbe.Result result) {
    assertEquals(Reason.CAPTIVE_PORTAL, result.outcome().reason(), result.toString());
    assertEquals(Optional.of(where), result.where());
    assertEquals(
        List.of(Phase.CONNECT, Phase.FIRST_BYTE, Phase.TRANSFER), phases(result.outcome()));
  }

  private static void assertNone(PortalProbe.Result result) {
    assertEquals(Reason.OK, result.outcome().reason(), result.toString());
    assertEquals(Optional.empty(), result.where());
  }

  @Test
  void redirectToItsOwnHttpsIsNoPortal() throws Exception {
    assertNone(answered(redirect("https://127.0.0.1/")));
    assertNone(answered(redirect("/welcome")));
    assertNone(answered("HTTP/1.1 304 Not Modified\r\n\r\n"));
  }

  @Test
  void redirectToAForeignHostIsAPortal() throws Exception {
    assertPortal("login.hotel.example", answered(redirect("http://login.hotel.example:8080/?x")));
    assertPortal("10.1.1.1", answered(redirect("http://10.1.1.1/login")));
    assertPortal("wifi.example", answered(redirect("//127.0.0.1@WiFi.example./x")));
    assertPortal("fd00::1", answered(redirect("https://[fd00::1]:8443/login")));
  }

  @Test
  void loginPageIsAPortal() throws Exception {
    assertPortal(
        "a page that asks for a password",
        answered(page("<html><form><INPUT name=p TYPE = 'password' ></form>")));
  }

  @Test
  void pageThatSendsTheBrowserAwayIsAPortal() throws Exception {
    assertPortal(
        "portal.example",
        answered(page("<meta HTTP-EQUIV=\"Refresh\" content=\"0; URL=http://portal.example/a\">")));
    assertPortal(
        "portal.example",
        answered("HTTP/1.1 200 OK\r\nRefresh: 0; url=https://portal.example/\r\n\r\n"));
    assertNone(answered(page("<meta http-equiv=refresh content='0; url=https://127.0.0.1/'>")));
  }

  @Test
  void networkAuthenticationRequiredAndWisprArePortals() throws Exception {
    assertPortal(
        "status 511",
        answered("HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 0\r\n\r\n"));
    assertPortal(
        "a WISPr gateway", answered(page("<!--<?xml?><WISPAccessGatewayParam xmlns:xsi=''/>-->")));
  }

  @Test
  void otherAnswersAreNoPortal() throws Exception {
    assertNone(answered(page("<html><input type=text><a href='http://else.example'>x</a>")));
    assertNone(answered("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    assertNone(answered("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"));
  }

  @Test
  void whatCannotBeConcludedHasTheReasonOfTheTransport() throws Exception {
    PortalProbe.Result refused = probe(TestServer.refusing(), Optional.empty());
    assertEquals(Reason.REFUSED, refused.outcome().reason());
    assertEquals(Reason.CLOSED_EARLY, answered("HTTP/1.1 302 Fo").outcome().reason());
    assertEquals(Reason.ERROR, answered("SSH-2.0-x\r\n\r\n").outcome().reason());
  }

  @Test
  void portalIsSeenThroughAProxyToo() throws Exception {
    try (TestServer server = TestServer.answering(redirect("http://portal.example/"));
        TestProxy proxy = TestProxy.open()) {
      assertPortal("portal.example", probe(server.target(), Optional.of(proxy.server())));
    }
  }

  @Test
  void pageMadeToBeSlowIsReadInOnePass() {
    for (String again : List.of("<", "<input ", "<meta http-equiv=refresh ", "url=")) {
      String body = again.repeat(64 * 1024 / again.length());
      Outcome ok = new Outcome(Reason.OK, "", List.of(), Duration.ZERO);
      HttpProbe.Result answer =
          new HttpProbe.Result(ok, OptionalInt.of(200), Map.of("refresh", body), body, true);
      assertTimeout(
          Duration.ofSeconds(2),
          () -> assertTrue(PortalPage.find(answer, "zoom.us").isEmpty(), again));
    }
  }
}
