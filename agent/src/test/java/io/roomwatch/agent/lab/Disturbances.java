package io.roomwatch.agent.lab;

import java.util.List;
import java.util.Map;

/** What is no fault, and must not be called one. */
final class Disturbances {

  private Disturbances() {}

  static List<Scenario> beside() {
    return List.of(
        Scenario.beside("nothing is wrong").quiet(),
        Scenario.beside("ping is blocked everywhere")
            .when(lab -> lab.filter("room", "input", "icmp type echo-request drop"))
            .when(lab -> lab.filter("router", "prerouting", "icmp type echo-request drop"))
            .when(lab -> lab.filter("cloud", "input", "icmp type echo-request drop"))
            .quiet(),
        Scenario.beside("the gateway answers nothing itself, but routes")
            .when(lab -> lab.filter("router", "input", "iifname lan ip daddr 10.77.1.1 drop"))
            .quiet(),
        Scenario.beside("a packet in twenty to the cloud is lost")
            .when(
                lab -> lab.filter("router", "forward", "oifname wan numgen inc mod 20 == 19 drop"))
            .quiet(),
        Scenario.beside("the first question to DNS is lost")
            .when(lab -> lab.filter("cloud", "input", "udp dport 53 numgen inc mod 10 == 0 drop"))
            .quiet(),
        Scenario.beside("DNS takes 300 ms").when(lab -> lab.names("slow 300")).quiet(),
        Scenario.beside("UDP for media gets no answer")
            .when(lab -> lab.filter("router", "forward", "udp dport { 3478, 3479, 8801 } drop"))
            .quiet(),
        Scenario.beside("the status page is stale")
            .when(lab -> lab.web("page", "stale", "operational"))
            .quiet(),
        Scenario.beside("the status page is no JSON")
            .when(lab -> lab.web("page", "broken", "operational"))
            .quiet(),
        Scenario.beside("the status page cannot be reached")
            .when(lab -> lab.filter("router", "forward", "ip daddr " + Lab.STATUS + " drop"))
            .quiet(),
        Scenario.beside("planned maintenance on the status page")
            .when(lab -> lab.web("page", "maintenance", "operational"))
            .quiet(),
        Scenario.beside("an incident of a service that the room does not use")
            .page(", components: [Zoom Rooms, Zoom Meetings]")
            .when(lab -> lab.web("page", "other", "operational"))
            .quiet(),
        Scenario.beside("the time server is silent").when(lab -> lab.stop("ntp")).quiet(),
        Scenario.beside("the clock is off by half a second")
            .when(
                lab -> {
                  lab.stop("ntp");
                  lab.web("clock", "0.5", "off");
                })
            .quiet(),
        Scenario.beside("a good proxy is in force")
            .cloud(", proxy: \"http://" + Lab.PROXY + ":3128\"")
            .when(lab -> lab.start(() -> lab.servers().proxy("http_access allow all")))
            .quiet(),
        Scenario.beside("a good proxy is in force and the direct way closed")
            .cloud(", proxy: \"http://" + Lab.PROXY + ":3128\"")
            .when(lab -> lab.start(() -> lab.servers().proxy("http_access allow all")))
            .when(
                lab -> lab.filter("router", "forward", "ip daddr 203.0.113.10 tcp dport 443 drop"))
            .atMostDegraded("cloud.port-blocked"),
        Scenario.beside("TLS is inspected by one that ca_file trusts")
            .when(lab -> lab.certificate("inspected"))
            .when(lab -> lab.anchors("ca-with-zscaler.pem"))
            .atMostDegraded("cloud.tls-inspection", "5002", "3002"),
        Scenario.beside("Zoom answers with a redirect")
            .when(lab -> lab.web("https", "302", "200"))
            .quiet());
  }

  static List<Scenario> network() {
    return List.of(
        Scenario.beside("a second interface is down")
            .when(
                lab ->
                    lab.run("agent", "ip link add av0 type veth peer name av1", "ip link del av0"))
            .quiet(),
        Scenario.beside("a network for AV control without a gateway")
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "ip link add av0 type veth peer name av1; ip link set av1 up;"
                            + " ip addr add 192.168.50.2/24 dev av0; ip link set av0 up",
                        "ip link del av0"))
            .quiet(),
        Scenario.beside("the bridge of a container engine")
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "ip link add docker0 type bridge; ip addr add 172.17.0.1/16 dev docker0;"
                            + " ip link set docker0 up",
                        "ip link del docker0"))
            .quiet(),
        Scenario.beside("a VPN that takes nothing of the room")
            .when(lab -> lab.tunnel("agent", "10.200.0.0/16"))
            .quiet(),
        Scenario.beside("a worse default route to a dead gateway")
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "ip route add default via 10.77.1.98 metric 500",
                        "ip route del default via 10.77.1.98 metric 500"))
            .quiet(),
        Scenario.beside("IPv6 without a way out")
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "ip -6 addr add fd77::2/64 dev eth0 nodad",
                        "ip -6 addr del fd77::2/64 dev eth0"))
            .quiet());
  }

  static List<Scenario> device() {
    return List.of(
        Scenario.device("nothing is wrong on the device").quiet(),
        Scenario.device("the firewall is on and lets 9090 in")
            .when(
                lab ->
                    lab.chain(
                        "room",
                        "filter hook input priority 0; policy drop;",
                        "iif lo accept",
                        "ct state established,related accept",
                        "icmp type echo-request accept",
                        "tcp dport { 22, 9090 } accept"))
            .quiet(),
        Scenario.device("two controllers are connected")
            .when(lab -> lab.start(() -> lab.controller("annex", Lab.ROOM)))
            .quiet(),
        Scenario.device("another machine probes 9090")
            .when(
                lab ->
                    lab.run(
                        "annex",
                        "perl -MIO::Socket::INET -e 'IO::Socket::INET->new(q(10.77.1.20:9090)) or"
                            + " die'",
                        "true"))
            .quiet(),
        Scenario.device("a proxy with an exception for the local network")
            .cloud(", proxy: auto")
            .environment(
                Map.of(
                    "HTTPS_PROXY", "http://203.0.113.30:3128", "NO_PROXY", "10.0.0.0/8,localhost"))
            .when(lab -> lab.start(() -> lab.servers().proxy("http_access allow all")))
            .quiet(),
        Scenario.device("the app is at the minimum version")
            .room(", controllers: [10.77.1.31], version: {minimum: 6.5.0}")
            .when(lab -> lab.installed("6.5.0"))
            .quiet());
  }
}
