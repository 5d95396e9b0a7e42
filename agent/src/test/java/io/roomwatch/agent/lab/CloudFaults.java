package io.roomwatch.agent.lab;

import java.util.List;
import java.util.Map;

/** What breaks the way to the cloud when names are known: ports, TLS, portals, proxies, Zoom. */
final class CloudFaults {

  private static final String[] SERVICES = {"5002", "3002"};
  private static final String PORT = "cloud.tcp:zoom.us:443";
  private static final String TLS = "cloud.tls:zoom.us";
  private static final String HTTPS = "cloud.https:zoom.us";
  private static final String PROXY = "http://" + Lab.PROXY + ":3128";

  private CloudFaults() {}

  static List<Scenario> ports() {
    return List.of(
        Scenario.beside("the firewall drops 443")
            .when(lab -> lab.filter("router", "forward", "tcp dport 443 drop"))
            .named("cloud.port-blocked", SERVICES)
            .proof(PORT, "timeout"),
        Scenario.beside("the firewall resets 443")
            .when(lab -> lab.filter("router", "forward", "tcp dport 443 reject with tcp reset"))
            .named("cloud.port-blocked", SERVICES)
            .proof(PORT, "refused"),
        Scenario.beside("the firewall rejects 443 by ICMP")
            .when(
                lab ->
                    lab.filter(
                        "router", "forward", "tcp dport 443 reject with icmpx admin-prohibited"))
            .named("cloud.port-blocked", SERVICES)
            // A router may send few ICMP errors a second: what gets none is silent.
            .proof(PORT, "unreachable|timeout"),
        Scenario.beside("443 connects, and large packets are lost")
            .when(
                lab ->
                    lab.filter(
                        "router", "forward", "iifname wan tcp sport 443 meta length > 500 drop"))
            .named("cloud.port-blocked", SERVICES)
            .proof(TLS, "timeout"),
        Scenario.beside("443 connects, and nothing comes back")
            .when(
                lab ->
                    lab.filter(
                        "router", "forward", "iifname wan tcp sport 443 tcp flags & psh != 0 drop"))
            .named("cloud.port-blocked", SERVICES)
            .proof(TLS, "timeout"),
        Scenario.beside("443 resets after the first data")
            .when(
                lab ->
                    lab.filter(
                        "router",
                        "forward",
                        "oifname wan tcp dport 443 tcp flags & psh != 0 reject with tcp reset"))
            .named("cloud.port-blocked", SERVICES)
            .proof(TLS, "reset"),
        Scenario.beside("443 answers, but not in TLS")
            .when(
                lab -> {
                  lab.start(() -> lab.says("cloud", 8100, "220 mail.example.com"));
                  lab.chain(
                      "cloud",
                      "nat hook prerouting priority -100;",
                      "tcp dport 443 redirect to :8100");
                })
            .named("cloud.tls-invalid", SERVICES)
            .proof(TLS, "tls-handshake"),
        Scenario.beside("UDP for media is rejected")
            .when(
                lab ->
                    lab.filter(
                        "router",
                        "forward",
                        "udp dport { 3478, 3479, 8801 } reject with icmpx port-unreachable"))
            .named("cloud.media-fallback")
            .proof("cloud.media", "refused"),
        Scenario.beside("every first packet to the cloud is lost")
            .when(
                lab ->
                    lab.filter(
                        "agent",
                        "output",
                        "tcp dport 443 tcp flags & (syn | ack) == syn meter firsts { tcp sport ."
                            + " tcp dport limit rate over 1/day burst 1 packets } accept",
                        "tcp dport 443 tcp flags & (syn | ack) == syn drop"))
            .named("net.quality")
            .proof(PORT, "threshold"));
  }

  static List<Scenario> answers() {
    return List.of(
        certificate("expired", "tls-expired", "cloud.tls-invalid"),
        certificate("not-yet", "tls-expired", "cloud.tls-invalid"),
        certificate("wrong-name", "tls-name", "cloud.tls-invalid"),
        certificate("self-signed", "tls-untrusted", "cloud.tls-invalid"),
        certificate("private-ca", "tls-untrusted", "cloud.tls-invalid"),
        certificate("inspected", "tls-inspected", "cloud.tls-inspection"),
        Scenario.beside("the certificate ends in 5 days")
            .when(lab -> lab.certificate("ends-soon"))
            .named("cloud.tls-invalid")
            .proof(TLS, "threshold"),
        Scenario.beside("Zoom answers with status 503")
            .when(lab -> lab.web("https", "503", "200"))
            .named("cloud.unreachable", SERVICES)
            .proof(HTTPS, "http-status"),
        Scenario.beside("Zoom refuses with status 403")
            .when(lab -> lab.web("https", "403", "200"))
            .named("cloud.unreachable", SERVICES)
            .proof(HTTPS, "http-status"),
        Scenario.beside("HTTPS connects and never answers")
            .when(lab -> lab.web("https", "hang", "200"))
            .named("cloud.port-blocked", SERVICES)
            .proof(HTTPS, "timeout"),
        Scenario.beside("a login page by redirect, HTTPS blocked")
            .when(lab -> lab.web("plain", "portal", "redirect"))
            .when(lab -> lab.filter("router", "forward", "tcp dport 443 drop"))
            .named("cloud.captive-portal", SERVICES)
            .proof(HTTPS, "captive-portal"),
        Scenario.beside("a login page by redirect, HTTPS passes")
            .when(lab -> lab.web("plain", "portal", "redirect"))
            .named("cloud.captive-portal", SERVICES)
            .proof(HTTPS, "captive-portal"),
        Scenario.beside("a login page with status 200")
            .when(lab -> lab.web("plain", "login", "redirect"))
            .named("cloud.captive-portal", SERVICES)
            .proof(HTTPS, "captive-portal"),
        Scenario.beside("a login page with status 511")
            .when(lab -> lab.web("plain", "511", "redirect"))
            .named("cloud.captive-portal", SERVICES)
            .proof(HTTPS, "captive-portal"),
        Scenario.beside("an incident of Zoom Rooms")
            .when(lab -> lab.web("page", "incident", "operational"))
            .named("service.incident", "4000", "4001", "3002")
            .proof("cloud.status", "incident"),
        Scenario.beside("an outage of Zoom Rooms without an incident")
            .when(lab -> lab.web("page", "outage", "operational"))
            .named("service.incident", "4000", "4001", "3002")
            .proof("cloud.status", "incident"));
  }

  static List<Scenario> proxies() {
    return List.of(
        Scenario.beside("the proxy is dead")
            .cloud(", proxy: \"" + PROXY + "\"")
            .named("cloud.proxy-dead", SERVICES)
            .proof("cloud.proxy", "proxy-dead"),
        Scenario.beside("the proxy's host is gone")
            .cloud(", proxy: \"http://203.0.113.31:3128\"")
            .named("cloud.proxy-dead", SERVICES)
            .proof("cloud.proxy", "proxy-dead"),
        Scenario.beside("the proxy of the environment is dead")
            .cloud(", proxy: auto")
            .environment(Map.of("HTTPS_PROXY", PROXY))
            .named("cloud.proxy-dead", SERVICES)
            .proof("local.proxy", "proxy-dead"),
        Scenario.beside("the proxy wants a login")
            .cloud(", proxy: \"" + PROXY + "\"")
            .when(lab -> lab.start(() -> lab.servers().proxyWithLogin()))
            .named("cloud.proxy-auth", SERVICES)
            .proof("cloud.proxy", "proxy-auth"),
        Scenario.beside("the proxy does not take the login")
            .cloud(", proxy: \"" + PROXY + "\", proxy_user: room, proxy_password: wrong-horse")
            .when(lab -> lab.start(() -> lab.servers().proxyWithLogin()))
            .named("cloud.proxy-auth", SERVICES)
            .proof("cloud.proxy", "proxy-auth"),
        Scenario.beside("the proxy refuses to connect to Zoom")
            .cloud(", proxy: \"" + PROXY + "\"")
            .when(lab -> lab.start(() -> lab.servers().proxy("http_access deny all")))
            .named("cloud.port-blocked", SERVICES)
            .proof("cloud.proxy", "proxy-refused"),
        Scenario.beside("two places name different proxies")
            .cloud(", proxy: auto")
            .environment(Map.of("HTTPS_PROXY", PROXY))
            .when(
                lab ->
                    lab.start(
                        () ->
                            lab.servers()
                                .proxy("http_port 203.0.113.30:3129\nhttp_access allow all")))
            .when(
                lab ->
                    lab.run(
                        "agent",
                        "mount --bind "
                            + lab.file("environment", "https_proxy=http://203.0.113.30:3129\n")
                            + " /etc/environment",
                        "umount /etc/environment"))
            .named("cloud.proxy-loopback")
            .proof("local.proxy", "drift"));
  }

  static List<Scenario> clocks() {
    return List.of(clock("300"), clock("-300"), clock("5"));
  }

  private static Scenario clock(String seconds) {
    return Scenario.beside("the time server differs by " + seconds + " s")
        .when(
            lab -> {
              lab.stop("ntp");
              lab.web("clock", seconds, "off");
            })
        .named("host.clock-skew", SERVICES)
        .proof("local.clock", "threshold");
  }

  private static Scenario certificate(String name, String reason, String verdict) {
    return Scenario.beside("the certificate is " + name)
        .when(lab -> lab.certificate(name))
        .named(verdict, SERVICES)
        .proof(TLS, reason);
  }
}
