package io.roomwatch.agent.lab;

import java.util.List;

/** What breaks the network of the agent's own machine, beside the room. */
final class NetFaults {

  private static final String[] BOTH = {"2002", "2001", "5002"};
  private static final String DEFAULT = "ip route replace default via 10.77.1.1";

  private NetFaults() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.beside("the cable is pulled")
            .when(lab -> lab.run("router", "ip link set agent down", "ip link set agent up"))
            .named("net.link-down", BOTH)
            .proof("local.interface", "missing")
            .follows("link.peer:room", "cloud.dns:zoom.us"),
        Scenario.beside("the adapter is switched off")
            .when(
                lab -> lab.run("agent", "ip link set eth0 down", "ip link set eth0 up; " + DEFAULT))
            .named("net.link-down", BOTH)
            .proof("local.interface", "missing"),
        Scenario.beside("DHCP gave no address")
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "ip addr flush dev eth0; ip addr add 169.254.7.7/16 dev eth0",
                        "ip addr flush dev eth0; ip addr add 10.77.1.2/24 dev eth0; " + DEFAULT))
            .named("net.no-route", BOTH)
            .proof("local.interface", "no-route"),
        Scenario.beside("no default route")
            .when(lab -> lab.run("agent", "ip route del default", DEFAULT))
            .named("net.no-route", BOTH)
            .proof("local.gateway", "no-route"),
        Scenario.beside("the gateway is another one than DHCP said")
            .when(lab -> lab.run("agent", "ip route replace default via 10.77.1.99", DEFAULT))
            .named("net.gateway-down", BOTH)
            .proof("local.gateway", "unreachable"),
        Scenario.beside("the gateway is gone")
            .when(
                lab ->
                    lab.run(
                        "router",
                        "ip addr del 10.77.1.1/24 dev lan",
                        "ip addr add 10.77.1.1/24 dev lan"))
            .named("net.gateway-down", BOTH)
            .proof("local.gateway", "unreachable"),
        Scenario.beside("a second default route to a dead gateway wins")
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "ip route replace default via 10.77.1.1 metric 100; "
                            + "ip route del default metric 0; "
                            + "ip route add default via 10.77.1.98 metric 10",
                        "ip route del default via 10.77.1.98; ip route del default; " + DEFAULT))
            .named("net.gateway-down", BOTH)
            .proof("local.gateway", "unreachable"),
        Scenario.beside("the netmask is too wide")
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "ip addr flush dev eth0; ip addr add 10.77.1.2/16 dev eth0; " + DEFAULT,
                        "ip addr flush dev eth0; ip addr add 10.77.1.2/24 dev eth0; " + DEFAULT))
            .named("link.peer-down", "2002", "2001", "ZP-491")
            .proof("link.peer:far", "timeout"),
        Scenario.beside("another device has the room's address")
            .when(
                lab -> {
                  lab.run("router", "ip link set room down", "ip link set room up");
                  lab.run(
                      "controller",
                      "ip addr add 10.77.1.20/24 dev eth0",
                      "ip addr del 10.77.1.20/24 dev eth0");
                })
            .named("link.port-closed", "2002", "2001", "ZP-491")
            .proof("link.peer:room", "refused"),
        Scenario.beside("a VPN takes the default route")
            .when(lab -> lab.tunnel("agent", "default"))
            .named("net.vpn-capture", BOTH)
            .proof("local.vpn", "via-vpn"),
        Scenario.beside("a VPN takes the default route in two halves")
            .when(lab -> lab.tunnel("agent", "0.0.0.0/1", "128.0.0.0/1"))
            .named("net.vpn-capture", BOTH)
            .proof("local.vpn", "via-vpn"),
        Scenario.beside("a VPN takes the route to the room")
            .when(lab -> lab.tunnel("agent", "10.77.1.20/32"))
            .named("net.vpn-capture", BOTH)
            .proof("local.vpn", "via-vpn"),
        Scenario.beside("a VPN takes the route to another room")
            .when(lab -> lab.tunnel("agent", "10.77.2.0/24"))
            .named("net.vpn-capture", BOTH)
            .proof("local.vpn", "via-vpn"),
        Scenario.beside("the room's network is weak Wi-Fi")
            .when(lab -> lab.wifi(-84))
            .named("net.quality")
            .proof("local.wifi", "threshold"),
        Scenario.beside("IPv6 leads nowhere")
            .when(FaultLab::blackHole)
            .named("net.quality")
            .proof("cloud.tcp:zoom.us:443", "threshold"),
        Scenario.beside("every first packet to the rooms is lost")
            .when(
                lab ->
                    lab.filter(
                        "agent",
                        "output",
                        first(Lab.ROOM),
                        first(FaultLab.ANNEX),
                        first(FaultLab.FAR)))
            .named("net.quality")
            .proof("link.peer:room", "threshold"),
        Scenario.beside("this machine's own firewall lets nothing out to 9090")
            .when(lab -> lab.filter("agent", "output", "tcp dport 9090 drop"))
            .named("link.port-filtered", "2002", "2001", "ZP-491")
            .proof("link.peer:room", "timeout")
            .proof("link.peer:far", "timeout"));
  }

  private static String first(String address) {
    return "ip daddr "
        + address
        + " tcp dport 9090 tcp flags & (syn | ack) == syn numgen inc mod 2 == 0 drop";
  }
}
