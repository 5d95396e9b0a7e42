package io.roomwatch.agent.lab;

import java.util.List;

/** What breaks names and the way to the cloud. */
final class NameFaults {

  private static final String[] SERVICES = {"5002", "3002"};
  private static final String NAMES = "cloud.dns:zoom.us";

  private NameFaults() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.beside("the DNS server is silent")
            .when(lab -> lab.filter("cloud", "input", "meta l4proto { tcp, udp } th dport 53 drop"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-timeout"),
        Scenario.beside("the DNS server is not running")
            .when(lab -> lab.stop("dns"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "refused"),
        Scenario.beside("DNS does not know the name")
            .when(lab -> lab.instead("dns", () -> lab.servers().dns("--local=/zoom.us/")))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-nxdomain"),
        Scenario.beside("DNS answers SERVFAIL")
            .when(lab -> lab.names("rcode 2"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-servfail"),
        Scenario.beside("DNS answers REFUSED")
            .when(lab -> lab.names("rcode 5"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-servfail"),
        Scenario.beside("DNS takes 1.5 s")
            .when(lab -> lab.names("slow 1500"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "threshold"),
        Scenario.beside("DNS fails for IPv6 addresses alone")
            .when(lab -> lab.names("aaaa 2"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-servfail"),
        Scenario.beside("DNS leaves questions for IPv6 addresses open")
            .when(lab -> lab.names("aaaa silent"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-timeout"),
        Scenario.beside("one of two DNS servers is dead")
            .when(lab -> lab.resolvers("agent", Lab.DNS, "203.0.113.99"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-timeout|unreachable"),
        Scenario.beside("this machine has no DNS server")
            .when(lab -> lab.resolvers("agent"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "missing"),
        Scenario.beside("DNS leads to a private address")
            .when(
                lab ->
                    lab.instead("dns", () -> lab.servers().dns("--host-record=zoom.us,10.1.2.3")))
            .named("cloud.dns-hijack", SERVICES)
            .proof(NAMES, "dns-private"),
        Scenario.beside("DNS leads to this machine itself")
            .when(
                lab ->
                    lab.instead("dns", () -> lab.servers().dns("--host-record=zoom.us,127.0.0.1")))
            .named("cloud.dns-hijack", SERVICES)
            .proof(NAMES, "dns-private"),
        Scenario.beside("DNS leads nowhere, as a filter does")
            .when(
                lab -> lab.instead("dns", () -> lab.servers().dns("--host-record=zoom.us,0.0.0.0")))
            .named("cloud.dns-hijack", SERVICES)
            .proof(NAMES, "dns-private"),
        Scenario.beside("the internet line is down")
            .when(lab -> lab.run("router", "ip link set wan down", "ip link set wan up"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-timeout|unreachable"),
        Scenario.beside("the firewall at the edge drops all")
            .when(lab -> lab.filter("router", "forward", "oifname wan drop"))
            .named("cloud.dns", SERVICES)
            .proof(NAMES, "dns-timeout"),
        Scenario.beside("nothing of Zoom can be reached")
            .when(lab -> lab.filter("router", "forward", "ip daddr " + Lab.CLOUD + " drop"))
            .named("cloud.unreachable", SERVICES)
            .proof("cloud.tcp:zoom.us:443", "timeout"));
  }
}
