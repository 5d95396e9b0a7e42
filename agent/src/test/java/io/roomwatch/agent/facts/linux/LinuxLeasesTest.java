package io.roomwatch.agent.facts.linux;

import static io.roomwatch.agent.facts.Fixture.ip;
import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.text;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a machine's DHCP clients, as a folder. */
final class LinuxLeasesTest {

  @TempDir private Path root;

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void eth0HasIndexTwo() throws IOException {
    file("sys/class/net/lo/ifindex", "1\n");
    file("sys/class/net/eth0/ifindex", "2\n");
  }

  private LinuxLeases leases() {
    return new LinuxLeases(new MachineFiles(root));
  }

  private static DhcpLease eth0(String address, String end) {
    return new DhcpLease(
        "eth0",
        ip(address),
        Optional.of(ip("10.4.12.1")),
        end.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(end)));
  }

  @Test
  void networkdKeepsOneFileForEachInterface() throws Exception {
    eth0HasIndexTwo();
    file("run/systemd/netif/leases/2", text("linux/dhcp/networkd-lease"));
    file("run/systemd/netif/leases/7", "ADDRESS=10.0.0.1\n");
    assertEquals(List.of(eth0("10.4.12.21", "")), known(leases().read()));
  }

  @Test
  void networkManagerKeepsTheLeaseWithItsDevice() throws Exception {
    eth0HasIndexTwo();
    file("run/NetworkManager/devices/1", text("linux/dhcp/networkmanager-device-without-lease"));
    file("run/NetworkManager/devices/2", text("linux/dhcp/networkmanager-device"));
    assertEquals(List.of(eth0("10.4.12.22", "2026-11-26T12:00:06Z")), known(leases().read()));
  }

  @Test
  void dhclientKeepsAllItsLeasesAndTheLastOneCounts() throws Exception {
    file("var/lib/dhcp/dhclient.eth0.leases", text("linux/dhcp/dhclient.leases"));
    file("var/lib/dhcp/dhcpd.leases", "lease 10.0.0.1 {\n}\n");
    assertEquals(List.of(eth0("10.4.12.21", "2026-11-26T11:59:46Z")), known(leases().read()));
  }

  @Test
  void dhclientOfRedHatKeepsThemElsewhere() throws Exception {
    file("var/lib/dhclient/dhclient.leases", text("linux/dhcp/dhclient.leases"));
    assertEquals(1, known(leases().read()).size());
  }

  @Test
  void aLeaseInUseWinsOverWhatDhclientLeftBehind() throws Exception {
    eth0HasIndexTwo();
    file("var/lib/dhcp/dhclient.leases", text("linux/dhcp/dhclient.leases"));
    file("run/NetworkManager/devices/2", text("linux/dhcp/networkmanager-device"));
    assertEquals(List.of(eth0("10.4.12.22", "2026-11-26T12:00:06Z")), known(leases().read()));
  }

  @Test
  void aClientWithoutALeaseIsKnownAndNoClientIsNot() throws Exception {
    file("var/lib/dhcp/README", "nothing\n");
    assertEquals(Reason.NOT_FOUND, unread(leases().read()).reason());
    assertTrue(unread(leases().read()).why().contains("dhcpcd"));
    Files.createDirectories(root.resolve("run/systemd/netif/leases"));
    assertEquals(List.of(), known(leases().read()));
  }

  @Test
  void dhclientWritesTimesInThreeWays() {
    String lease =
        "lease {\n  interface \"eth0\";\n  fixed-address 10.4.12.21;\n"
            + "  option dhcp-server-identifier 10.4.12.1;\n  expire %s\n}\n";
    assertEquals(
        List.of(eth0("10.4.12.21", "2026-11-26T12:00:06Z")),
        LeaseFiles.dhclient(String.format(lease, "epoch 1795694406; # Thu Nov 26 12:00:06 2026")));
    assertEquals(
        List.of(eth0("10.4.12.21", "")), LeaseFiles.dhclient(String.format(lease, "never;")));
    assertEquals(
        List.of(eth0("10.4.12.21", "")),
        LeaseFiles.dhclient(String.format(lease, "4 2026/13/77 99:99:99;")));
  }

  @Test
  void aLeaseCutAnywhereIsWholeOrNone() {
    for (String name : List.of("dhclient.leases", "networkd-lease", "networkmanager-device")) {
      String whole = text("linux/dhcp/" + name);
      for (int end = 0; end < whole.length(); end++) {
        String cut = whole.substring(0, end);
        List<DhcpLease> found =
            switch (name) {
              case "dhclient.leases" -> LeaseFiles.dhclient(cut);
              case "networkd-lease" -> LeaseFiles.networkd("eth0", cut).stream().toList();
              default -> LeaseFiles.networkManager("eth0", cut).stream().toList();
            };
        assertTrue(found.size() <= 1, name + " cut at " + end);
        found.forEach(lease -> assertEquals("eth0", lease.interfaceName()));
      }
    }
  }
}
