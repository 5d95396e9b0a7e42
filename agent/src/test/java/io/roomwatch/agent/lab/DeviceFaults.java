package io.roomwatch.agent.lab;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What breaks the room, seen by an agent on its device. */
final class DeviceFaults {

  private static final String[] LINK = {"2002", "2001", "ZP-491"};
  private static final String[] BOTH = {"2002", "2001", "5002"};

  private DeviceFaults() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.device("the real Prometheus has port 9090")
            .when(lab -> lab.instead("app", () -> lab.prometheus("room")))
            .named("host.port-conflict", LINK)
            .proof("link.listener", "foreign-owner"),
        Scenario.device("Cockpit has port 9090, the app runs without it")
            .when(lab -> lab.instead("app", () -> lab.app("cockpit-tls", "0.0.0.0", "hold")))
            .when(lab -> lab.start(() -> lab.app("ZoomRooms", Lab.ROOM, "none")))
            .named("host.port-conflict", LINK)
            .proof("link.listener", "foreign-owner"),
        Scenario.device("the app listens on loopback only")
            .when(lab -> lab.instead("app", () -> lab.app("ZoomRooms", "127.0.0.1", "hold")))
            .named("host.loopback-bind", LINK)
            .proof("link.listener", "loopback-only")
            .follows("link.controllers"),
        Scenario.device("the host's firewall drops 9090")
            .when(lab -> lab.filter("room", "input", "tcp dport 9090 drop"))
            .named("host.firewall-block", LINK)
            .proof("link.firewall", "firewall-block"),
        Scenario.device("the host's firewall rejects 9090")
            .when(lab -> lab.filter("room", "input", "tcp dport 9090 reject with tcp reset"))
            .named("host.firewall-block", LINK)
            .proof("link.firewall", "firewall-block"),
        Scenario.device("the host's firewall lets in only what it answers to")
            .when(
                lab ->
                    lab.chain(
                        "room",
                        "filter hook input priority 0; policy drop;",
                        "iif lo accept",
                        "ct state established,related accept",
                        "tcp dport 22 accept"))
            .named("host.firewall-block", LINK)
            .proof("link.firewall", "firewall-block"),
        Scenario.device("the app is down")
            .when(lab -> lab.stop("app"))
            .named("host.app-down", LINK)
            .proof("room.app", "missing")
            .follows("link.listener", "link.controllers"),
        Scenario.device("the app runs and has not opened its port")
            .when(lab -> lab.instead("app", () -> lab.app("ZoomRooms", Lab.ROOM, "none")))
            .named("host.app-down", LINK)
            .proof("link.listener", "not-listening"),
        Scenario.device("the controller is gone")
            .when(lab -> lab.stop("controller"))
            .named("link.no-controller", LINK)
            .proof("link.controllers", "missing"),
        Scenario.device("another controller than the expected one is connected")
            .room(", controllers: [10.77.1.32]")
            .named("link.no-controller", LINK)
            .proof("link.controllers", "missing"),
        Scenario.device("the device's cable is pulled")
            .when(lab -> lab.run("router", "ip link set room down", "ip link set room up"))
            .named("net.link-down", BOTH)
            .proof("local.interface", "missing"),
        Scenario.device("the device has no default route")
            .when(
                lab ->
                    lab.run(
                        "room", "ip route del default", "ip route replace default via 10.77.1.1"))
            .named("net.no-route", BOTH)
            .proof("local.gateway", "no-route"),
        Scenario.device("the device's VPN takes the default route")
            .when(lab -> lab.tunnel("room", "default"))
            .named("net.vpn-capture", BOTH)
            .proof("local.vpn", "via-vpn"),
        Scenario.device("a proxy on the device itself, without exceptions")
            .cloud(", proxy: auto")
            .environment(Map.of("HTTPS_PROXY", "http://127.0.0.1:3128"))
            .when(lab -> lab.start(() -> lab.servers().proxyOn("room", "127.0.0.1")))
            .named("cloud.proxy-loopback")
            .proof("local.proxy", "loopback-only"),
        Scenario.device("a proxy on the device itself that is dead")
            .cloud(", proxy: auto")
            .environment(Map.of("HTTPS_PROXY", "http://127.0.0.1:3128"))
            .named("cloud.proxy-dead", "5002", "3002")
            .proof("cloud.proxy", "proxy-dead"),
        Scenario.device("the app is below the minimum version")
            .room(", controllers: [10.77.1.31], version: {minimum: 6.5.0}")
            .when(lab -> lab.installed("6.2.3"))
            .named("app.version", "4000", "4001")
            .proof("room.version", "below-minimum"),
        Scenario.device("the activation code is too old")
            .room(
                ", controllers: [10.77.1.31], activation: {issued: "
                    + LocalDate.now(java.time.ZoneId.systemDefault()).minusDays(12)
                    + "}")
            .named("app.activation", "4000", "4001")
            .proof("room.activation", "overdue"),
        Scenario.device("the firewall drops 443, seen from the device")
            .when(lab -> lab.filter("router", "forward", "tcp dport 443 drop"))
            .named("cloud.port-blocked", "5002", "3002")
            .proof("cloud.tcp:zoom.us:443", "timeout"));
  }
}
