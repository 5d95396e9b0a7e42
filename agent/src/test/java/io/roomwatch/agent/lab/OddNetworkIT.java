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
 * The shipped image in networks that are built for real: a bridge that keeps its ports apart, a
 * tunnel that takes the way, a port that somebody else holds, a name server that needs a zone.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddNetworkIT {

  @TempDir static Path folder;

  private final List<AutoCloseable> faults = new ArrayList<>();
  private Lab lab;

  @BeforeAll
  void raise() throws Exception {
    String missing = Lab.missing();
    if (!missing.isEmpty()) {
      System.out.println("skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), missing);
    lab = new Lab(folder);
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
    if (lab != null) {
      lab.close();
    }
  }

  private void command(String host, String line, String undo) throws Exception {
    lab.in(host, line);
    faults.add(() -> lab.in(host, undo));
  }

  private Seen look(String host, String more) throws Exception {
    Path file = Files.createTempFile(folder, "odd", ".yaml");
    Files.writeString(file, "room:\n  name: Lab\n  site: lab\n" + more);
    return Seen.from(lab, host, file);
  }

  private static String beside() {
    return "  device: "
        + Lab.ROOM
        + "\ncloud:\n  hosts: [zoom.us]\n  proxy: none\npeers:\n  - {name: panel, address: "
        + Lab.CONTROLLER
        + "}\n";
  }

  @Test
  void aBridgeThatKeepsItsPortsApartIsIsolation() throws Exception {
    for (String port : List.of("agent", "room", "controller")) {
      command(
          "router",
          "bridge link set dev " + port + " isolated on",
          "bridge link set dev " + port + " isolated off");
    }
    lab.in("agent", "ip neigh flush all");
    Seen seen = look("agent", beside());
    assertEquals("isolation", seen.reason("link.isolation"), seen.toString());
    assertEquals("failed", seen.state("link.isolation"), seen.toString());
    assertTrue(
        seen.text("link.isolation")
            .startsWith("10.77.1.20 and 10.77.1.31 are silent while the gateway 10.77.1.1"),
        seen.toString());
    assertEquals("net.isolation", seen.verdict(), seen.toString());
  }

  @Test
  void aTunnelThatARuleOfPolicyRoutingSendsToIsSeen() throws Exception {
    faults.add(lab.start("agent", Lab.READY, List.of("perl", "-e", Lab.HOLD_TUN)));
    lab.in("agent", "ip addr add 10.99.0.2/32 dev tun0");
    lab.in("agent", "ip link set tun0 up");
    // As wg-quick does it: the main table still leads to the room by eth0.
    command("agent", "ip route add default dev tun0 table 51820", "ip route flush table 51820");
    command(
        "agent",
        "ip rule add to " + Lab.ROOM + " table 51820",
        "ip rule del to " + Lab.ROOM + " table 51820");
    Seen seen = look("agent", beside());
    assertEquals("via-vpn", seen.reason("local.vpn"), seen.toString());
    assertEquals(
        "TUN/TAP tunnel (tun0) is up and owns the way to the room device and peer room.",
        seen.text("local.vpn"));
    assertEquals("via-vpn", seen.reason("link.subnet:room"), seen.toString());
    assertEquals("ok", seen.state("link.subnet:panel"), seen.toString());
  }

  @Test
  void aPortOfTheRoomThatAnotherProgramHoldsIsForeign() throws Exception {
    faults.add(lab.java("room", RoomServer.class, "0.0.0.0"));
    Seen seen = look("room", "cloud:\n  hosts: [zoom.us]\n  proxy: none\n");
    assertEquals("foreign-owner", seen.reason("link.listener"), seen.toString());
    assertTrue(
        seen.text("link.listener").startsWith("Port 9090 is held by java (process "),
        seen.toString());
  }

  @Test
  void aNameServerOnTheLinkIsAskedThroughItsZone() throws Exception {
    command(
        "router", "ip -6 addr add fe80::53/64 dev lan nodad", "ip -6 addr del fe80::53/64 dev lan");
    faults.add(
        lab.start(
            "router",
            "started",
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--log-facility=-",
                "--no-resolv",
                "--no-hosts",
                "--conf-file=/dev/null",
                "--user=root",
                "--interface=lan",
                "--except-interface=lo",
                "--bind-interfaces",
                "--pid-file=",
                "--local=/us/",
                "--host-record=zoom.us," + Lab.CLOUD)));
    lab.resolver("agent", "fe80::53%eth0");
    faults.add(() -> lab.resolver("agent", Lab.DNS));
    Seen seen = look("agent", beside());
    assertEquals("ok", seen.state("cloud.dns:zoom.us"), seen.toString());
    assertTrue(seen.text("cloud.dns:zoom.us").contains("says fe80::53"), seen.toString());
  }
}
