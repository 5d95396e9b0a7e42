package io.roomwatch.agent.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped image looks at a whole lab: exit codes, and a fault of each kind. All the others are
 * those of {@link FaultLabIT}.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomPathIT {

  @TempDir static Path folder;

  private final List<String> table = new ArrayList<>();
  private final List<AutoCloseable> faults = new ArrayList<>();
  private Lab lab;
  private Servers servers;
  private AutoCloseable web;

  @BeforeAll
  void raise() throws Exception {
    String missing = Lab.missing();
    if (!missing.isEmpty()) {
      System.out.println("skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), missing);
    lab = new Lab(folder);
    servers = new Servers(lab);
    web = servers.web("valid", "redirect");
    servers.dns();
    lab.java("room", RoomServer.class, Lab.ROOM);
    servers.stun(3478);
    servers.stun(3479);
    servers.ntp();
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
  void aProxyThatWantsAPasswordSaysSoAndOpensWithOne() throws Exception {
    faults.add(servers.proxyWithLogin());
    Files.writeString(
        config("no-password"), config(Lab.ROOM, "proxy: http://" + Lab.PROXY + ":3128"));
    expect(
        "proxy wants a password", "no-password", "cloud.proxy", "proxy-auth", "cloud.proxy-auth");
    Files.writeString(folder.resolve("proxy.password"), Servers.LOGIN + "\n");
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
    assertTrue(!opened.status().toString().contains(Servers.LOGIN), "the password shows");
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
    faults.add(() -> web = servers.web("valid", "redirect"));
    faults.add(servers.web(certificate, "redirect"));
  }
}
