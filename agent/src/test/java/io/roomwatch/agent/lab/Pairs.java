package io.roomwatch.agent.lab;

import java.util.List;
import java.util.Map;

/** Two things at once: one explains the other, or the second stays to be seen. */
final class Pairs {

  private static final String[] LINK = {"2002", "2001", "ZP-491"};
  private static final String[] SERVICES = {"5002", "3002"};

  private Pairs() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.beside("the gateway is gone, and the room's app is down")
            .when(
                lab ->
                    lab.run(
                        "router",
                        "ip addr del 10.77.1.1/24 dev lan",
                        "ip addr add 10.77.1.1/24 dev lan"))
            .when(lab -> lab.stop("app"))
            .named("net.gateway-down", "2002", "2001", "5002")
            .proof("local.gateway", "unreachable")
            .follows("link.peer:far", "cloud.dns:zoom.us")
            .visible("link.peer:room", "refused"),
        Scenario.beside("9090 is filtered, and DNS is silent")
            .when(lab -> lab.filter("room", "input", "tcp dport 9090 drop"))
            .when(lab -> lab.filter("cloud", "input", "udp dport 53 drop"))
            .named("link.port-filtered", LINK)
            .proof("link.peer:room", "timeout")
            .visible("cloud.dns:zoom.us", "dns-timeout"),
        Scenario.beside("Zoom has an outage, and 443 times out")
            .page(", components: [Zoom Rooms]")
            .when(lab -> lab.web("page", "critical", "operational"))
            .when(
                lab ->
                    lab.filter(
                        "router",
                        "forward",
                        "ip saddr 10.77.1.2 ip daddr 203.0.113.10 tcp dport 443 drop"))
            .named("service.incident", "4000", "4001", "3002"),
        Scenario.beside("Zoom has an incident, and the room's app is down")
            .when(lab -> lab.web("page", "incident", "operational"))
            .when(lab -> lab.stop("app"))
            .named("link.port-closed", LINK)
            .proof("link.peer:room", "refused")
            .visible("cloud.status", "incident"),
        Scenario.beside("a login page that answers DNS itself")
            .when(lab -> lab.web("plain", "portal", "redirect"))
            .when(lab -> lab.certificate("private-ca"))
            .named("cloud.captive-portal", SERVICES)
            .proof("cloud.https:zoom.us", "captive-portal")
            .follows("cloud.tls:zoom.us"),
        Scenario.beside("a VPN takes the way to the room, and a certificate has expired")
            .when(lab -> lab.tunnel("agent", "10.77.1.20/32"))
            .when(lab -> lab.certificate("expired"))
            .named("net.vpn-capture", "2002", "2001", "5002")
            .proof("local.vpn", "via-vpn")
            .follows("link.peer:room")
            .visible("cloud.tls:zoom.us", "tls-expired"),
        Scenario.beside("the clock is wrong, and certificates seem expired")
            .when(
                lab -> {
                  lab.stop("ntp");
                  lab.web("clock", "-300", "off");
                })
            .when(lab -> lab.certificate("expired"))
            .named("host.clock-skew", SERVICES)
            .proof("local.clock", "threshold")
            .follows("cloud.tls:zoom.us"),
        Scenario.beside("TLS is inspected, and UDP is rejected")
            .when(lab -> lab.certificate("inspected"))
            .when(
                lab ->
                    lab.filter(
                        "router",
                        "forward",
                        "udp dport { 3478, 3479, 8801 } reject with icmpx port-unreachable"))
            .named("cloud.tls-inspection", SERVICES)
            .proof("cloud.tls:zoom.us", "tls-inspected")
            .visible("cloud.media", "refused"),
        Scenario.beside("one room is off, another refuses")
            .when(lab -> lab.run("router", "ip link set annex down", "ip link set annex up"))
            .when(lab -> lab.stop("app"))
            .named("link.peer-down", LINK)
            .proof("link.peer:annex", "timeout")
            .visible("link.peer:room", "refused"),
        Scenario.beside("the proxy is dead, and the room is off")
            .cloud(", proxy: \"http://203.0.113.30:3128\"")
            .when(lab -> lab.run("router", "ip link set room down", "ip link set room up"))
            .named("link.peer-down", LINK)
            .proof("link.peer:room", "timeout")
            .visible("cloud.proxy", "proxy-dead"),
        Scenario.device("the app is down, and the firewall blocks 9090")
            .when(lab -> lab.stop("app"))
            .when(lab -> lab.filter("room", "input", "tcp dport 9090 drop"))
            .named("host.app-down", LINK)
            .proof("room.app", "missing")
            .visible("link.firewall", "firewall-block"),
        Scenario.device("Prometheus has the port, and the proxy is dead")
            .cloud(", proxy: auto")
            .environment(Map.of("HTTPS_PROXY", "http://203.0.113.30:3128"))
            .when(lab -> lab.instead("app", () -> lab.app("prometheus", "0.0.0.0", "hold")))
            .when(lab -> lab.start(() -> lab.app("ZoomRooms", Lab.ROOM, "none")))
            .named("host.port-conflict", LINK)
            .proof("link.listener", "foreign-owner")
            .visible("cloud.proxy", "proxy-dead"),
        Scenario.device("the cable is pulled, and the controller is gone")
            .when(lab -> lab.run("router", "ip link set room down", "ip link set room up"))
            .when(lab -> lab.stop("controller"))
            .named("net.link-down", "2002", "2001", "5002")
            .proof("local.interface", "missing")
            .follows("cloud.dns:zoom.us"));
  }
}
