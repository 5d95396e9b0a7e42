package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.verdict.States.NOW;
import static io.roomwatch.agent.verdict.States.SINCE;
import static io.roomwatch.agent.verdict.States.degraded;
import static io.roomwatch.agent.verdict.States.failed;
import static io.roomwatch.agent.verdict.States.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.rules.TriageFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each finding means, one finding at a time. */
final class TriageTest {

  static Arguments means(CheckStatus finding, VerdictId id, String summary) {
    return Arguments.of(finding, id, summary);
  }

  private static final Reading HEARD = Reading.flag("host_answers", true);
  private static final Reading SILENT = Reading.flag("host_answers", false);
  private static final Reading ADDRESS = Reading.text("address", "10.4.12.20");

  static Stream<Arguments> link() {
    String peer = "link.peer:boardroom-pc";
    return Stream.of(
        means(
            failed(peer, Reason.REFUSED, HEARD, ADDRESS),
            VerdictId.LINK_PORT_CLOSED,
            "The controller link port 9090 on boardroom-pc is closed: the host answers and"
                + " refuses."),
        means(
            failed(peer, Reason.TIMEOUT, HEARD, ADDRESS),
            VerdictId.LINK_PORT_FILTERED,
            "The controller link port 9090 on boardroom-pc stays silent while the host answers:"
                + " something filters it."),
        means(
            failed(peer, Reason.UNREACHABLE, HEARD, ADDRESS),
            VerdictId.LINK_PORT_FILTERED,
            "The controller link port 9090 on boardroom-pc stays silent while the host answers:"
                + " something filters it."),
        means(
            failed(peer, Reason.TIMEOUT, SILENT, ADDRESS),
            VerdictId.LINK_PEER_DOWN,
            "There is no answer at all from boardroom-pc (10.4.12.20)."),
        means(
            failed(peer, Reason.UNREACHABLE, SILENT),
            VerdictId.LINK_PEER_DOWN,
            "There is no answer at all from boardroom-pc."),
        means(
            failed(peer, Reason.TIMEOUT, Reading.absent("host_answers")),
            VerdictId.LINK_PEER_DOWN,
            "Nothing of boardroom-pc answers: it is off, or everything to it is filtered."),
        means(
            failed(peer, Reason.DNS_NXDOMAIN),
            VerdictId.LINK_PEER_DOWN,
            "The name of boardroom-pc leads to no address, so its port 9090 cannot be tried."),
        means(
            failed(peer, Reason.RESET),
            VerdictId.LINK_HALF_OPEN,
            "The controller link port 9090 on boardroom-pc accepts a connection and drops it at"
                + " once."),
        means(
            failed(peer, Reason.CLOSED_EARLY),
            VerdictId.LINK_HALF_OPEN,
            "The controller link port 9090 on boardroom-pc accepts a connection and drops it at"
                + " once."),
        means(
            failed(peer, Reason.NO_ROUTE),
            VerdictId.NET_NO_ROUTE,
            "This machine has no route to boardroom-pc."),
        means(
            failed("link.subnet:boardroom-pc", Reason.NO_ROUTE),
            VerdictId.NET_NO_ROUTE,
            "This machine has no route to boardroom-pc."),
        means(
            degraded("link.subnet:boardroom-pc", Reason.VIA_VPN, Reading.text("interface", "tun0")),
            VerdictId.NET_VPN_CAPTURE,
            "The way to boardroom-pc goes through a VPN (tun0)."),
        means(
            degraded(peer, Reason.THRESHOLD),
            VerdictId.NET_QUALITY,
            "Connections work but are slow or lose packets: What link.peer:boardroom-pc saw."),
        means(
            degraded(
                "link.controllers",
                Reason.MISSING,
                Reading.texts("missing", List.of("10.4.13.31"))),
            VerdictId.LINK_NO_CONTROLLER,
            "A controller of this room is not connected: 10.4.13.31 is expected."),
        means(
            degraded("link.controllers", Reason.MISSING, Reading.texts("missing", List.of())),
            VerdictId.LINK_NO_CONTROLLER,
            "A controller of this room is not connected."));
  }

  static Stream<Arguments> host() {
    return Stream.of(
        means(
            failed("room.app", Reason.MISSING),
            VerdictId.HOST_APP_DOWN,
            "The Zoom Rooms app is not running on this machine."),
        means(
            degraded("room.app", Reason.THRESHOLD),
            VerdictId.HOST_APP_DOWN,
            "The Zoom Rooms app on this machine does not run as it should: What room.app saw."),
        means(
            failed("link.listener", Reason.NOT_LISTENING),
            VerdictId.HOST_APP_DOWN,
            "Nothing listens on port 9090 of this machine, so no controller can connect: the room"
                + " app is not running, or could not open its port."),
        means(
            failed("link.listener", Reason.FOREIGN_OWNER, Reading.text("owner", "prometheus")),
            VerdictId.HOST_PORT_CONFLICT,
            "Port 9090 of this machine is held by prometheus, a program that is not Zoom Rooms."),
        means(
            failed("link.listener", Reason.LOOPBACK_ONLY),
            VerdictId.HOST_LOOPBACK_BIND,
            "Port 9090 is open only inside this machine (loopback), so no controller can reach"
                + " it."),
        means(
            failed(
                "link.firewall",
                Reason.FIREWALL_BLOCK,
                Reading.text("product", "Windows Firewall"),
                Reading.text("rule", "Block 9090")),
            VerdictId.HOST_FIREWALL_BLOCK,
            "The firewall of this machine (Windows Firewall) blocks inbound TCP 9090 by the rule"
                + " Block 9090, so controllers cannot connect."),
        means(
            failed("local.clock", Reason.THRESHOLD, Reading.number("offset_seconds", -412.25)),
            VerdictId.HOST_CLOCK_SKEW,
            "This machine tells the wrong time: What local.clock saw."));
  }

  static Stream<Arguments> net() {
    return Stream.of(
        means(
            failed("local.interface", Reason.MISSING, Reading.text("interface", "eth0")),
            VerdictId.NET_LINK_DOWN,
            "The network link of this machine is down (eth0)."),
        means(
            failed("local.interface", Reason.NO_ROUTE, Reading.text("interface", "eth0")),
            VerdictId.NET_NO_ROUTE,
            "This machine has a network link but no usable address (eth0): DHCP gave none."),
        means(
            degraded("local.interface", Reason.DRIFT, Reading.text("interface", "wlan0")),
            VerdictId.NET_WIRED_TO_WIFI,
            "This machine went from the wired network to Wi-Fi (wlan0)."),
        means(
            degraded("local.interface", Reason.THRESHOLD, Reading.text("interface", "eth0")),
            VerdictId.NET_QUALITY,
            "The wired link of this machine is slow or counts errors (eth0)."),
        means(
            failed("local.gateway", Reason.NO_ROUTE),
            VerdictId.NET_NO_ROUTE,
            "This machine has no default route, so nothing beyond its own network can be reached."),
        means(
            failed("local.gateway", Reason.UNREACHABLE, Reading.text("gateway", "10.4.12.1")),
            VerdictId.NET_GATEWAY_DOWN,
            "The gateway 10.4.12.1 does not answer, so nothing beyond the local network can be"
                + " reached."),
        means(
            degraded("local.gateway", Reason.UNREACHABLE),
            VerdictId.NET_GATEWAY_DOWN,
            "One of this machine's gateways does not answer: What local.gateway saw."),
        means(
            failed(
                "link.isolation",
                Reason.ISOLATION,
                Reading.texts("silent", List.of("10.4.12.20", "10.4.12.31"))),
            VerdictId.NET_ISOLATION,
            "Devices on this network cannot see each other while the gateway answers: 10.4.12.20"
                + " and 10.4.12.31 stay silent; that is client isolation, unless they are all"
                + " off."),
        means(
            degraded(
                "local.vpn",
                Reason.VIA_VPN,
                Reading.texts("tunnels", List.of("tun0")),
                Reading.texts("owned", List.of("the internet", "zoom.us"))),
            VerdictId.NET_VPN_CAPTURE,
            "A VPN on this machine (tun0) takes traffic that the room needs: it owns the way to the"
                + " internet and zoom.us."),
        means(
            degraded(
                "local.wifi",
                Reason.THRESHOLD,
                Reading.number("signal_dbm", -74),
                Reading.text("interface", "wlan0")),
            VerdictId.NET_QUALITY,
            "The Wi-Fi signal that this machine gets is too weak: -74 dBm on wlan0."));
  }

  static Stream<Arguments> cloud() {
    String tls = "cloud.tls:zoom.us";
    return Stream.of(
        means(
            degraded(
                "cloud.status",
                Reason.INCIDENT,
                Reading.texts("incidents", List.of("Meetings fail to start")),
                Reading.texts("impaired", List.of("Meetings: a partial outage"))),
            VerdictId.SERVICE_INCIDENT,
            "Zoom's status page reports an incident: Meetings fail to start (Meetings: a partial"
                + " outage)."),
        means(
            failed("cloud.dns:zoom.us", Reason.DNS_NXDOMAIN),
            VerdictId.CLOUD_DNS,
            "Names of the cloud cannot be looked up as they should: What cloud.dns:zoom.us saw."),
        means(failed("cloud.dns:zoom.us", Reason.DNS_SERVFAIL), VerdictId.CLOUD_DNS, ""),
        means(failed("cloud.dns:zoom.us", Reason.DNS_TIMEOUT), VerdictId.CLOUD_DNS, ""),
        means(failed("cloud.dns:zoom.us", Reason.MISSING), VerdictId.CLOUD_DNS, ""),
        means(degraded("cloud.dns:zoom.us", Reason.THRESHOLD), VerdictId.CLOUD_DNS, ""),
        means(failed("cloud.tcp:zoom.us:443", Reason.DNS_TIMEOUT), VerdictId.CLOUD_DNS, ""),
        means(
            failed("cloud.dns:zoom.us", Reason.DNS_PRIVATE),
            VerdictId.CLOUD_DNS_HIJACK,
            "The DNS server answers for zoom.us with an address that is not of the public"
                + " internet."),
        means(
            failed("cloud.https:zoom.us", Reason.CAPTIVE_PORTAL),
            VerdictId.CLOUD_CAPTIVE_PORTAL,
            "A login page of the network stands between this machine and Zoom."),
        means(
            failed("cloud.proxy", Reason.PROXY_DEAD, Reading.text("proxy", "10.1.1.1:8080")),
            VerdictId.CLOUD_PROXY_DEAD,
            "The proxy 10.1.1.1:8080 does not answer, so what needs it fails."),
        means(failed("local.proxy", Reason.PROXY_DEAD), VerdictId.CLOUD_PROXY_DEAD, ""),
        means(failed("cloud.https:zoom.us", Reason.PROXY_DEAD), VerdictId.CLOUD_PROXY_DEAD, ""),
        means(
            failed("cloud.proxy", Reason.PROXY_AUTH, Reading.text("proxy", "10.1.1.1:8080")),
            VerdictId.CLOUD_PROXY_AUTH,
            "The proxy 10.1.1.1:8080 asks for a login that it does not get."),
        means(
            failed("cloud.proxy", Reason.PROXY_REFUSED),
            VerdictId.CLOUD_PORT_BLOCKED,
            "The proxy refuses to connect to Zoom."),
        means(
            degraded("local.proxy", Reason.LOOPBACK_ONLY),
            VerdictId.CLOUD_PROXY_LOOPBACK,
            "The proxy of this machine is a program on the machine itself, without an exception for"
                + " the local network; a controller may then show the room's address as"
                + " 127.0.0.1."),
        means(
            degraded("local.proxy", Reason.DRIFT),
            VerdictId.CLOUD_PROXY_LOOPBACK,
            "The proxy settings of this machine do not agree: What local.proxy saw."),
        means(
            failed(tls, Reason.TLS_INSPECTED, Reading.text("inspector", "Zscaler")),
            VerdictId.CLOUD_TLS_INSPECTION,
            "TLS to zoom.us is opened and inspected on the way by Zscaler, which Zoom's clients do"
                + " not accept."),
        means(
            failed(tls, Reason.TLS_EXPIRED),
            VerdictId.CLOUD_TLS_INVALID,
            "The certificate shown for zoom.us is not valid: What cloud.tls:zoom.us saw."),
        means(failed(tls, Reason.TLS_UNTRUSTED), VerdictId.CLOUD_TLS_INVALID, ""),
        means(failed(tls, Reason.TLS_NAME), VerdictId.CLOUD_TLS_INVALID, ""),
        means(failed(tls, Reason.TLS_HANDSHAKE), VerdictId.CLOUD_TLS_INVALID, ""),
        means(
            degraded(tls, Reason.THRESHOLD),
            VerdictId.CLOUD_TLS_INVALID,
            "The certificate of zoom.us ends soon: What cloud.tls:zoom.us saw."),
        means(
            failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT),
            VerdictId.CLOUD_UNREACHABLE,
            "Nothing of Zoom's cloud can be reached (zoom.us:443), although this machine's own"
                + " network works."),
        means(
            degraded("cloud.tcp:zoom.us:443", Reason.TIMEOUT),
            VerdictId.CLOUD_PORT_BLOCKED,
            "The direct way to zoom.us:443 is closed and another one is in use: What"
                + " cloud.tcp:zoom.us:443 saw."),
        means(
            failed("cloud.https:zoom.us", Reason.HTTP_STATUS),
            VerdictId.CLOUD_UNREACHABLE,
            "Zoom's cloud is reached but does not serve as it should: What cloud.https:zoom.us"
                + " saw."),
        means(
            degraded("cloud.media", Reason.REFUSED),
            VerdictId.CLOUD_MEDIA_FALLBACK,
            "Media cannot use UDP and falls back to TCP 443: meetings work, sound and picture may"
                + " suffer."),
        means(
            failed("cloud.media", Reason.TIMEOUT),
            VerdictId.CLOUD_MEDIA_FALLBACK,
            "No way for media is left: neither UDP nor TCP 443 gets through."));
  }

  static Stream<Arguments> room() {
    return Stream.of(
        means(degraded("room.version", Reason.BELOW_MINIMUM), VerdictId.APP_VERSION, ""),
        means(failed("room.version", Reason.BELOW_MINIMUM), VerdictId.APP_VERSION, ""),
        means(degraded("room.activation", Reason.THRESHOLD), VerdictId.APP_ACTIVATION, ""),
        means(failed("room.activation", Reason.OVERDUE), VerdictId.APP_ACTIVATION, ""),
        means(failed("room.peripherals", Reason.MISSING), VerdictId.ROOM_PERIPHERAL, ""),
        means(
            degraded("cloud.status", Reason.THRESHOLD),
            VerdictId.AGENT_DEGRADED,
            "No layer of the room is known to be broken, but a check found something: What"
                + " cloud.status saw."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"link", "host", "net", "cloud", "room"})
  void oneFindingMeans(CheckStatus finding, VerdictId id, String summary) {
    Verdict verdict =
        new Triage(TriageFile.shipped()).judge(List.of(finding, ok("local.host")), Map.of(), NOW);
    assertEquals(id, verdict.cause().id());
    assertEquals(finding.state(), verdict.cause().state());
    assertEquals(List.of(finding.check()), verdict.because());
    assertEquals(List.of(), verdict.consequences());
    assertEquals(SINCE, verdict.since());
    if (!summary.isEmpty()) {
      assertEquals(summary, verdict.summary());
    }
  }
}
