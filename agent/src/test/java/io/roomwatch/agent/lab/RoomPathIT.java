package io.roomwatch.agent.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped image looks at a whole lab, one fault at a time: the right check gives the right
 * reason. Prints a table of what was injected and what was named.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomPathIT {

  @TempDir static Path folder;

  private final List<String> table = new ArrayList<>();
  private final List<AutoCloseable> faults = new ArrayList<>();
  private Lab lab;
  private AutoCloseable web;
  private AutoCloseable dns;
  private AutoCloseable listener;

  @BeforeAll
  void raise() throws Exception {
    String missing = Lab.missing();
    if (!missing.isEmpty()) {
      System.out.println("skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), missing);
    lab = new Lab(folder);
    web = web("valid", "redirect");
    dns = dns();
    listener = lab.java("room", RoomServer.class, Lab.ROOM, "hold");
    stun(3478);
    stun(3479);
    ntp();
    Files.writeString(config("healthy"), config("10.77.1.20", "proxy: none"));
  }

  @AfterEach
  void mend() throws Exception {
    for (AutoCloseable each : faults.reversed()) {
      each.close();
    }
    faults.clear();
  }

  @AfterAll
  void raze() throws Exception {
    table.forEach(System.out::println);
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void aHealthyRoomIsExitZero() throws Exception {
    Seen seen = look("healthy");
    assertEquals("healthy", seen.verdict(), seen.toString());
    assertEquals(0, seen.code(), seen.toString());
    for (String check :
        List.of(
            "link.peer:room",
            "cloud.dns:zoom.us",
            "cloud.tcp:zoom.us:443",
            "cloud.tls:zoom.us",
            "cloud.https:zoom.us",
            "cloud.udp:zoom.us:3478",
            "cloud.udp:zoom.us:8801",
            "cloud.media",
            "cloud.status",
            "local.gateway",
            "local.interface",
            "local.clock")) {
      assertEquals("ok", seen.state(check), check + " in " + seen);
    }
  }

  @Test
  void aDroppedPort9090IsATimeoutOnAHostThatAnswers() throws Exception {
    nft("room", "input", "tcp dport 9090 drop");
    expect("9090 dropped", "link.peer:room", "timeout", "link.port-filtered");
  }

  @Test
  void arefusedPort9090IsRefused() throws Exception {
    listener.close();
    faults.add(() -> listener = lab.java("room", RoomServer.class, Lab.ROOM, "hold"));
    expect("9090 refused", "link.peer:room", "refused", "link.port-closed");
  }

  @Test
  void aConnectionBrokenAfterAcceptIsAReset() throws Exception {
    listener.close();
    AutoCloseable resetting = lab.java("room", RoomServer.class, Lab.ROOM, "reset");
    faults.add(() -> listener = lab.java("room", RoomServer.class, Lab.ROOM, "hold"));
    faults.add(resetting);
    expect("9090 reset after accept", "link.peer:room", "reset", "link.half-open");
  }

  @Test
  void aHostThatIsGoneIsSilentAndDown() throws Exception {
    lab.in("agent", "ping -c 1 -W 1 10.77.1.20");
    lab.in("room", "ip link set eth0 down");
    // Its ARP entry outlives it by a minute, and must not pass it off as a filtered port.
    String entry = lab.in("agent", "ip neigh show 10.77.1.20");
    assertTrue(entry.contains("lladdr"), entry);
    faults.add(
        () -> {
          lab.in("room", "ip link set eth0 up");
          lab.in("room", "ip route replace default via 10.77.1.1");
        });
    expect("room host gone", "link.peer:room", "timeout", "link.peer-down");
  }

  @Test
  void aSilentDnsServerIsATimeout() throws Exception {
    nft("cloud", "input", "udp dport 53 drop");
    expect("DNS silent", "cloud.dns:zoom.us", "dns-timeout", "cloud.dns");
  }

  @Test
  void aNameThatDoesNotExistIsNxdomain() throws Exception {
    dns("--local=/zoom.us/");
    expect("DNS NXDOMAIN", "cloud.dns:zoom.us", "dns-nxdomain", "cloud.dns");
  }

  @Test
  void aPrivateAnswerIsAHijack() throws Exception {
    dns("--host-record=zoom.us,10.1.2.3");
    expect("DNS private answer", "cloud.dns:zoom.us", "dns-private", "cloud.dns-hijack");
  }

  @Test
  void aDroppedPort443IsATimeout() throws Exception {
    nft("router", "forward", "tcp dport 443 drop");
    expect("443 dropped", "cloud.tcp:zoom.us:443", "timeout", "cloud.port-blocked");
  }

  @Test
  void anExpiredCertificateIsExpired() throws Exception {
    web("expired");
    expect("certificate expired", "cloud.tls:zoom.us", "tls-expired", "cloud.tls-invalid");
  }

  @Test
  void aCertificateForAnotherNameIsWrong() throws Exception {
    web("wrong-name");
    expect("certificate for another name", "cloud.tls:zoom.us", "tls-name", "cloud.tls-invalid");
  }

  @Test
  void anInspectingProxysCertificateIsNamed() throws Exception {
    web("inspected");
    Seen seen =
        expect(
            "certificate of an inspecting proxy",
            "cloud.tls:zoom.us",
            "tls-inspected",
            "cloud.tls-inspection");
    assertTrue(seen.text("cloud.tls:zoom.us").contains("Zscaler"), seen.toString());
  }

  @Test
  void aDeadProxyIsDead() throws Exception {
    Files.writeString(
        config("dead-proxy"), config(Lab.ROOM, "proxy: http://" + Lab.PROXY + ":3129"));
    expect("proxy dead", "dead-proxy", "cloud.proxy", "proxy-dead", "cloud.proxy-dead");
  }

  @Test
  void aProxyThatWantsAPasswordSaysSoAndOpensWithOne() throws Exception {
    squid();
    Files.writeString(
        config("no-password"), config(Lab.ROOM, "proxy: http://" + Lab.PROXY + ":3128"));
    expect(
        "proxy wants a password", "no-password", "cloud.proxy", "proxy-auth", "cloud.proxy-auth");
    Files.writeString(folder.resolve("proxy.password"), "correct horse\n");
    Files.writeString(
        config("password"),
        config(
            Lab.ROOM,
            "proxy: http://"
                + Lab.PROXY
                + ":3128\n  proxy_user: room\n  proxy_password_file: "
                + folder.resolve("proxy.password")));
    Seen opened = look("password");
    assertEquals("ok", opened.state("cloud.proxy"), opened.toString());
    assertTrue(!opened.status().toString().contains("correct horse"), "the password shows");
  }

  @Test
  void aCaptivePortalIsFound() throws Exception {
    web("valid", "portal");
    expect("captive portal", "cloud.https:zoom.us", "captive-portal", "cloud.captive-portal");
  }

  @Test
  void withoutAnyNetworkTheCheckEndsWithin15Seconds() throws Exception {
    lab.in("agent", "ip link set eth0 down");
    faults.add(
        () -> {
          lab.in("agent", "ip link set eth0 up");
          lab.in("agent", "ip route replace default via 10.77.1.1");
        });
    Lab.Ended ended = run("healthy");
    assertEquals(2, ended.code(), ended.out() + ended.err());
    assertTrue(ended.took().toSeconds() < 15, "took " + ended.took());
    table.add(
        "%-36s %-12s in %d ms".formatted("no network at all", "exit 2", ended.took().toMillis()));
  }

  @Test
  void anUnknownCheckAndABadFileHaveTheirOwnExitCodes() throws Exception {
    List<String> command = new ArrayList<>(command("healthy"));
    command.add("link.per");
    Lab.Ended wrong = lab.run("agent", command);
    assertEquals(64, wrong.code(), wrong.err());
    assertTrue(wrong.err().contains("did you mean 'link.peer'?"), wrong.err());
    Files.writeString(config("bad"), "rom:\n  name: x\n");
    Lab.Ended bad = run("bad");
    assertEquals(78, bad.code(), bad.err());
    assertTrue(bad.err().contains("bad.yaml:1:1"), bad.err());
  }

  private Seen expect(String fault, String check, String reason, String verdict) throws Exception {
    return expect(fault, "healthy", check, reason, verdict);
  }

  private Seen expect(String fault, String config, String check, String reason, String verdict)
      throws Exception {
    Seen seen = look(config);
    String named = seen.verdict();
    table.add("%-36s %-24s %-16s %s".formatted(fault, check, seen.reason(check), named));
    assertEquals(reason, seen.reason(check), seen.toString());
    assertEquals(verdict, named, seen.toString());
    assertTrue(seen.code() == 1 || seen.code() == 2, seen.toString());
    return seen;
  }

  private Seen look(String config) throws Exception {
    return Seen.from(lab, "agent", config(config));
  }

  private Lab.Ended run(String config) throws Exception {
    return lab.run("agent", command(config));
  }

  private static List<String> command(String config) {
    return Seen.command(config(config));
  }

  private static Path config(String name) {
    return folder.resolve(name + ".yaml");
  }

  private static String config(String device, String proxy) {
    return """
    room:
      name: Lab
      site: lab
      device: %s
    cloud:
      hosts: [zoom.us]
      ca_file: %s
      ntp: pool.ntp.org
      %s
      status: {url: "https://www.zoomstatus.com/api/v2/summary.json"}
    """
        .formatted(device, folder.resolve("ca.pem"), proxy);
  }

  private void nft(String host, String hook, String rule) throws Exception {
    lab.in(host, "nft add table inet fault");
    faults.add(() -> lab.in(host, "nft delete table inet fault"));
    lab.in(host, "nft 'add chain inet fault c { type filter hook " + hook + " priority 0; }'");
    lab.in(host, "nft add rule inet fault c " + rule);
  }

  private void web(String certificate) throws Exception {
    web.close();
    faults.add(() -> web = web("valid", "redirect"));
    faults.add(web(certificate, "redirect"));
  }

  private AutoCloseable web(String certificate, String plain) throws Exception {
    if (web != null && plain.equals("portal")) {
      web.close();
      faults.add(() -> web = web("valid", "redirect"));
      AutoCloseable portal =
          lab.java(
              "cloud",
              CloudServer.class,
              Lab.CLOUD,
              folder.resolve(certificate + ".p12").toString(),
              plain);
      faults.add(portal);
      return portal;
    }
    return lab.java(
        "cloud",
        CloudServer.class,
        Lab.CLOUD,
        folder.resolve(certificate + ".p12").toString(),
        plain);
  }

  private AutoCloseable dns() throws Exception {
    return dnsmasq("--host-record=zoom.us," + Lab.CLOUD);
  }

  private void dns(String zoom) throws Exception {
    dns.close();
    faults.add(() -> dns = dns());
    faults.add(dnsmasq(zoom));
  }

  private AutoCloseable dnsmasq(String zoom) throws Exception {
    return lab.start(
        "cloud",
        "started",
        List.of(
            "dnsmasq",
            "--keep-in-foreground",
            "--log-facility=-",
            "--no-resolv",
            "--no-hosts",
            "--conf-file=/dev/null",
            "--user=root",
            "--listen-address=" + Lab.CLOUD,
            "--bind-interfaces",
            "--pid-file=",
            "--local=/us/",
            "--local=/com/",
            "--local=/org/",
            zoom,
            "--host-record=www.zoomstatus.com," + Lab.CLOUD,
            "--host-record=pool.ntp.org," + Lab.CLOUD));
  }

  private void stun(int port) throws Exception {
    lab.start(
        "cloud",
        "Total General servers",
        List.of(
            "turnserver",
            "-n",
            "--listening-ip",
            Lab.CLOUD,
            "--listening-port",
            Integer.toString(port),
            "--no-tls",
            "--no-dtls",
            "--no-cli",
            "--no-tcp",
            "--stun-only",
            "--log-file",
            "stdout",
            "--pidfile",
            folder.resolve("turn" + port + ".pid").toString()));
  }

  private void ntp() throws Exception {
    Path file = folder.resolve("chrony.conf");
    Files.writeString(
        file,
        "local stratum 8\nallow all\ncmdport 0\nbindaddress "
            + Lab.CLOUD
            + "\npidfile "
            + folder.resolve("chrony.pid")
            + "\n");
    lab.start(
        "cloud",
        "chronyd version",
        List.of("chronyd", "-x", "-d", "-u", "root", "-f", file.toString()));
  }

  private void squid() throws Exception {
    Path users = folder.resolve("squid.users");
    String hash = lab.in("cloud", "openssl passwd -apr1 'correct horse'").strip();
    Files.writeString(users, "room:" + hash + "\n");
    // Squid leaves root behind and must still read what is here.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = folder.resolve("squid.conf");
    Files.writeString(
        file,
        """
        http_port %s:3128
        auth_param basic program /usr/lib/squid/basic_ncsa_auth %s
        auth_param basic children 2 startup=1
        auth_param basic realm lab
        acl known proxy_auth REQUIRED
        http_access allow known
        http_access deny all
        cache deny all
        cache_mem 0
        memory_cache_shared off
        cache_log /dev/null
        access_log none
        pid_filename none
        dns_nameservers %s
        visible_hostname proxy.lab
        shutdown_lifetime 0 seconds
        """
            .formatted(Lab.PROXY, users, Lab.CLOUD));
    faults.add(
        lab.start(
            "cloud",
            "Accepting HTTP Socket connections",
            List.of(
                "squid",
                "-N",
                "-n",
                "lab" + ProcessHandle.current().pid(),
                "-f",
                file.toString(),
                "-d",
                "1")));
  }
}
