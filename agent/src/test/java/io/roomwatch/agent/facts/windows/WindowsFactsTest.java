package io.roomwatch.agent.facts.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.DhcpLease;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.observation.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsFactsTest {

  private static final String TCPIP = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip";
  private static final String WIFI =
      "\\Parameters\\Interfaces\\{9C1E752A-B125-4651-A60A-2620EDABB7D8}";
  private static final String AV =
      "\\Parameters\\Interfaces\\{17397C8A-56E6-4309-A7A7-F136385D9613}";
  private static final String SESSION_MANAGER =
      "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager";
  private static final String CURRENT_VERSION =
      "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\";

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  private static final Set<InetAddress> BOTH_UP =
      Set.of(address("10.4.12.20"), address("192.0.2.20"), address("127.0.0.1"));

  private static RegistryFile room() {
    return RegistryFile.resource("windows-room.reg");
  }

  private static WindowsFacts facts(
      Registry registry, Set<InetAddress> own, WindowsNetworks.Connected... networks) {
    return new WindowsFacts(
        registry,
        new WindowsFacts.Sources(NoWlan::new, () -> List.of(networks), () -> own),
        Optional::empty);
  }

  /** A machine without the WLAN service. */
  private static final class NoWlan implements WindowsWlan {
    @Override
    public Answer interfaces() {
      return Answer.failed(1062);
    }

    @Override
    public Answer query(byte[] guid, int opcode) {
      return Answer.failed(1062);
    }

    @Override
    public void close() {}
  }

  private static List<String> resolvers(Registry registry, Set<InetAddress> own) {
    return facts(registry, own).resolvers().asOptional().orElseThrow().stream()
        .map(InetAddress::getHostAddress)
        .toList();
  }

  @Test
  void resolversComeInTheOrderOfTheBindingsAndOnce() {
    assertEquals(List.of("192.0.2.53", "172.20.2.10", "172.20.2.39"), resolvers(room(), BOTH_UP));
  }

  @Test
  void anInterfaceThatIsDownDoesNotCountAlthoughItsLeaseIsStillThere() {
    assertEquals(
        List.of("192.0.2.53", "172.20.2.10"), resolvers(room(), Set.of(address("192.0.2.20"))));
    assertEquals(List.of(), resolvers(room(), Set.of()));
  }

  @Test
  void serversSetByHandReplaceThoseOfDhcp() {
    RegistryFile registry =
        room().put(TCPIP + WIFI, "NameServer", new Registry.Value.Text("192.0.2.1"));
    assertEquals(List.of("192.0.2.1"), resolvers(registry, Set.of(address("10.4.12.20"))));
  }

  @Test
  void serversOfIpv6AreReadForTheSameInterface() {
    String tcpip6 = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip6";
    RegistryFile registry =
        room()
            .put(
                tcpip6 + WIFI,
                "Dhcpv6DNSServers",
                new Registry.Value.Binary(
                    HexFormat.of().parseHex("20010db8000000000000000000000053" + "2001")))
            .put(tcpip6 + AV, "NameServer", new Registry.Value.Text("2001:db8::35"));
    assertEquals(
        List.of(
            "192.0.2.53",
            "172.20.2.10",
            "2001:db8:0:0:0:0:0:35",
            "172.20.2.39",
            "2001:db8:0:0:0:0:0:53"),
        resolvers(registry, BOTH_UP));
  }

  @Test
  void whatIsNoAddressIsNeverLookedUp() {
    RegistryFile registry =
        room()
            .put(
                TCPIP + WIFI,
                "NameServer",
                new Registry.Value.Text(
                    "dns.example.com 300.1.1.1 1.2.3 :::: .:1 1.2.3.4.5 192.0.2.9"));
    assertEquals(List.of("192.0.2.9"), resolvers(registry, Set.of(address("10.4.12.20"))));
  }

  @Test
  void deniedInterfacesAreSaid() {
    assertEquals(
        Reason.PERMISSION,
        assertInstanceOf(Fact.Unread.class, facts(room().deny(TCPIP), BOTH_UP).resolvers())
            .reason());
  }

  private static List<DhcpLease> leases(Registry registry) {
    return facts(registry, Set.of()).leases().asOptional().orElseThrow();
  }

  @Test
  void leaseIsWhatTheDhcpClientKeepsWithItsInterface() {
    assertEquals(
        List.of(new DhcpLease("Wi-Fi", address("10.4.12.20"), Optional.empty(), Optional.empty())),
        leases(room()));
    RegistryFile registry =
        room()
            .put(TCPIP + WIFI, "DhcpServer", new Registry.Value.Text("10.4.12.1"))
            .put(TCPIP + WIFI, "LeaseTerminatesTime", new Registry.Value.Numeric(1_795_694_406));
    assertEquals(
        List.of(
            new DhcpLease(
                "Wi-Fi",
                address("10.4.12.20"),
                Optional.of(address("10.4.12.1")),
                Optional.of(Instant.ofEpochSecond(1_795_694_406)))),
        leases(registry));
  }

  @Test
  void addressThatDhcpDidNotGiveIsNoLease() {
    RegistryFile registry =
        room()
            .put(TCPIP + WIFI, "DhcpIPAddress", new Registry.Value.Text("0.0.0.0"))
            .put(TCPIP + WIFI, "DhcpServer", new Registry.Value.Text("255.255.255.255"));
    assertEquals(List.of(), leases(registry));
    assertEquals(
        List.of(), leases(room().put(TCPIP + WIFI, "EnableDHCP", new Registry.Value.Numeric(0))));
  }

  @Test
  void leaseForEverHasNoEnd() {
    RegistryFile registry =
        room().put(TCPIP + WIFI, "LeaseTerminatesTime", new Registry.Value.Numeric(0x7fffffffL));
    assertEquals(Optional.empty(), leases(registry).getFirst().end());
  }

  private static Fact<Boolean> reboot(RegistryFile registry) {
    return facts(registry, Set.of()).pendingReboot();
  }

  @Test
  void nothingPendingIsNo() {
    assertEquals(Fact.known(false), reboot(room()));
  }

  @Test
  void eachOfTheThreeSignsIsAReboot() {
    assertEquals(
        Fact.known(true),
        reboot(
            room()
                .put(
                    CURRENT_VERSION + "Component Based Servicing\\RebootPending",
                    "x",
                    new Registry.Value.Numeric(1))));
    assertEquals(
        Fact.known(true),
        reboot(
            room()
                .add(
                    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto"
                        + " Update\\RebootRequired]")));
    assertEquals(
        Fact.known(true),
        reboot(
            room()
                .put(
                    SESSION_MANAGER,
                    "PendingFileRenameOperations",
                    new Registry.Value.Texts(List.of("\\??\\C:\\a", "")))));
    assertEquals(
        Fact.known(true),
        reboot(
            room()
                .put(
                    SESSION_MANAGER,
                    "PendingFileRenameOperations",
                    new Registry.Value.TooLarge(10_000_000))));
  }

  @Test
  void anEmptyListOfFilesIsNoReboot() {
    assertEquals(
        Fact.known(false),
        reboot(
            room()
                .put(
                    SESSION_MANAGER,
                    "PendingFileRenameOperations",
                    new Registry.Value.Texts(List.of()))));
  }

  @Test
  void aSignThatMayNotBeReadIsUnreadUnlessAnotherSaysYes() {
    assertInstanceOf(Fact.Unread.class, reboot(room().deny(SESSION_MANAGER)));
    assertEquals(
        Fact.known(true),
        reboot(
            room()
                .deny(SESSION_MANAGER)
                .add(
                    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto"
                        + " Update\\RebootRequired]")));
  }

  @Test
  void theFirewallIsThatOfTheConnectedNetworkAndElseOfTheRememberedOnes() {
    HostFirewall.Inbound remembered =
        facts(room(), Set.of()).firewall(9090).asOptional().orElseThrow().inbound();
    assertEquals(HostFirewall.Action.ALLOW, remembered.action());
    HostFirewall.Inbound now =
        facts(room(), Set.of(), new WindowsNetworks.Connected(0, true))
            .firewall(9090)
            .asOptional()
            .orElseThrow()
            .inbound();
    assertEquals(HostFirewall.Action.NO_RULE, now.action());
    assertTrue(now.defaultBlocks());
  }

  @Test
  void proxiesAreThoseOfUsersThenThatOfServices() {
    assertEquals(
        List.of("WININET room", "WININET it.admin", "WINHTTP machine"),
        facts(room(), Set.of()).proxies().stream()
            .map(source -> source.kind() + " " + source.owner())
            .toList());
  }

  @Test
  void theKeyWithThePasswordIsNeverAskedFor() {
    RegistryFile registry = room();
    readEverything(facts(registry, BOTH_UP));
    assertTrue(registry.asked().size() > 20, "only " + registry.asked());
    assertFalse(
        registry.asked().stream()
            .anyMatch(path -> path.toLowerCase(Locale.ROOT).contains("winlogon")));
  }

  private static void readEverything(WindowsFacts facts) {
    facts.proxies();
    facts.firewall(9090);
    facts.resolvers();
    facts.pendingReboot();
    assertEquals(Reason.NOT_FOUND, assertInstanceOf(Fact.Unread.class, facts.wifi()).reason());
  }

  @Test
  void aRegistryFullOfNonsenseNeverThrows() {
    long seed = 2244;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      RegistryFile registry = room();
      for (String path : registry.paths()) {
        for (String name : registry.key(path).asOptional().orElseThrow().values().keySet()) {
          if (random.nextInt(3) == 0) {
            byte[] data = new byte[random.nextInt(200)];
            random.nextBytes(data);
            registry.put(path, name, Registry.Value.decode(random.nextInt(12), data));
          }
        }
      }
      registry.paths().stream().filter(path -> random.nextInt(20) == 0).forEach(registry::deny);
      readEverything(facts(registry, BOTH_UP));
    }
  }

  @Test
  void tenMegabytesInEveryValueNeverThrow() {
    RegistryFile registry = room();
    String text = "x".repeat(5_000_000);
    for (String path : registry.paths()) {
      for (String name : registry.key(path).asOptional().orElseThrow().values().keySet()) {
        registry.put(
            path,
            name,
            name.endsWith("ettings")
                ? new Registry.Value.Binary(new byte[10_000_000])
                : new Registry.Value.Text(text));
      }
    }
    readEverything(facts(registry, BOTH_UP));
  }
}
