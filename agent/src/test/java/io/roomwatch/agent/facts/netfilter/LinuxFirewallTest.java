package io.roomwatch.agent.facts.netfilter;

import static io.roomwatch.agent.facts.Fixture.known;
import static io.roomwatch.agent.facts.Fixture.text;
import static io.roomwatch.agent.facts.Fixture.unread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.HostFirewall.Inbound;
import io.roomwatch.agent.facts.reader.FakePrograms;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.observation.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxFirewallTest {

  private static final String NFT = "nft -j list ruleset";

  @TempDir private Path root;

  private Fact<HostFirewall> read(FakePrograms programs) {
    return new LinuxFirewall(new MachineFiles(root), programs, () -> Fact.known(Fixture.room()))
        .firewall(9090);
  }

  @Test
  void nftablesIsReadFromItsJson() {
    HostFirewall firewall =
        known(read(new FakePrograms().prints(NFT, text("linux/nft/accept-port.json"))));
    assertEquals("nftables", firewall.product());
    assertEquals(List.of(new HostFirewall.Profile("host", true, true)), firewall.profiles());
    assertEquals(Action.ALLOW, firewall.inbound().action());
    assertTrue(firewall.rules().contains("inet filter input: tcp dport 9090 accept"));
    assertEquals(firewall.rules().stream().sorted().toList(), firewall.rules());
  }

  @Test
  void noRulesAtAllIsAFirewallThatIsOff() {
    HostFirewall firewall =
        known(read(new FakePrograms().prints(NFT, text("linux/nft/empty.json"))));
    assertEquals(List.of(new HostFirewall.Profile("host", false, true)), firewall.profiles());
    assertEquals(new Inbound(Action.NO_RULE, Optional.empty(), false), firewall.inbound());
    assertEquals(List.of(), firewall.rules());
  }

  @Test
  void extensionsThatNftCannotTellAreAskedOfIptables() {
    FakePrograms programs =
        new FakePrograms()
            .prints(NFT, text("linux/iptables/accept-port.json"))
            .prints("iptables-save", text("linux/iptables/accept-port.save"));
    HostFirewall firewall = known(read(programs));
    assertEquals("iptables", firewall.product());
    assertEquals(Action.ALLOW, firewall.inbound().action());
    assertTrue(firewall.inbound().rule().orElse("").contains("--dport 9090"), firewall.toString());
    assertTrue(
        firewall.rules().stream().allMatch(rule -> rule.startsWith("iptables ")),
        firewall.rules().toString());
  }

  @Test
  void withoutIptablesAnExtensionDecidesNothing() {
    HostFirewall firewall =
        known(read(new FakePrograms().prints(NFT, text("linux/iptables/accept-port.json"))));
    assertEquals(Action.NO_RULE, firewall.inbound().action());
    assertTrue(
        firewall.inbound().rule().orElse("").contains("not decided by"), firewall.toString());
  }

  @Test
  void ufwIsNamedAndItsIpv6RulesAreReadToo() {
    FakePrograms programs =
        new FakePrograms()
            .prints(NFT, text("linux/iptables/ufw-allow.json"))
            .prints("iptables-save", text("linux/iptables/ufw-allow.save"))
            .prints("ip6tables-save", text("linux/iptables/ufw-allow6.save"));
    HostFirewall firewall = known(read(programs));
    assertEquals("ufw", firewall.product());
    assertEquals(Action.ALLOW, firewall.inbound().action());
    assertTrue(firewall.inbound().defaultBlocks());
    assertTrue(firewall.rules().stream().anyMatch(rule -> rule.startsWith("ip6tables ")));
  }

  @Test
  void firewalldIsNamed() {
    HostFirewall firewall =
        known(read(new FakePrograms().prints(NFT, text("linux/nft/firewalld.json"))));
    assertEquals("firewalld", firewall.product());
  }

  @Test
  void differentVerdictForIpv6IsSaidBehindTheOneForIpv4() {
    HostFirewall firewall =
        known(read(new FakePrograms().prints(NFT, text("linux/nft/ipv6-closed.json"))));
    assertEquals(Action.NO_RULE, firewall.inbound().action());
    assertEquals(
        Optional.of("IPv6 is blocked by ip6 filter input: tcp dport 9090 drop"),
        firewall.inbound().rule());
  }

  @Test
  void iptablesAloneIsEnough() {
    FakePrograms programs =
        new FakePrograms().prints("iptables-save", text("linux/iptables/reject-port.save"));
    HostFirewall firewall = known(read(programs));
    assertEquals("iptables", firewall.product());
    assertEquals(Action.BLOCK, firewall.inbound().action());
  }

  @Test
  void legacyIptablesBesideNftablesIsReadToo() throws IOException {
    Files.createDirectories(root.resolve("proc/net"));
    Files.writeString(root.resolve("proc/net/ip_tables_names"), "filter\n");
    FakePrograms programs =
        new FakePrograms()
            .prints(NFT, text("linux/nft/empty.json"))
            .prints("iptables-legacy-save", text("linux/iptables/reject-port.save"));
    assertEquals(Action.BLOCK, known(read(programs)).inbound().action());
  }

  @Test
  void withoutRootThePermissionIsNamedWithItsRemedy() throws IOException {
    Files.createDirectories(root.resolve("etc/ufw"));
    Files.writeString(root.resolve("etc/ufw/ufw.conf"), text("linux/iptables/ufw.conf"));
    FakePrograms programs =
        new FakePrograms()
            .fails(NFT, Reason.PERMISSION, "nft ended with status 1: Operation not permitted");
    Fact.Unread<HostFirewall> unread = unread(read(programs));
    assertEquals(Reason.PERMISSION, unread.reason());
    assertTrue(unread.why().contains("AmbientCapabilities=CAP_NET_ADMIN"), unread.why());
    assertTrue(unread.why().contains("ufw is switched on"), unread.why());
  }

  @Test
  void firewalldThatMayNotBeReadIsMentioned() {
    FakePrograms programs =
        new FakePrograms()
            .fails(NFT, Reason.PERMISSION, "nft ended with status 1: Operation not permitted")
            .prints("firewall-cmd --state", "running");
    assertTrue(unread(read(programs)).why().contains("firewalld is installed"));
  }

  @Test
  void noProgramToListRulesIsNotAnOpenPort() {
    assertEquals(Reason.NOT_FOUND, unread(read(new FakePrograms())).reason());
  }

  @Test
  void outputThatIsNoRulesetIsAnError() {
    assertEquals(
        Reason.ERROR, unread(read(new FakePrograms().prints(NFT, "{\"nftables\":"))).reason());
  }

  @Test
  void ufwConfigurationSaysOnOrOff() {
    assertTrue(LinuxFirewall.ufwIsOn(text("linux/iptables/ufw.conf")));
    assertFalse(LinuxFirewall.ufwIsOn("# ENABLED=yes\nENABLED=no\n"));
  }

  @Test
  void legacyRulesThatCannotBeListedAreNotPassedOver() throws IOException {
    Files.createDirectories(root.resolve("proc/net"));
    Files.writeString(root.resolve("proc/net/ip_tables_names"), "filter\n");
    FakePrograms programs = new FakePrograms().prints(NFT, text("linux/nft/empty.json"));
    Fact.Unread<HostFirewall> missing = unread(read(programs));
    assertEquals(Reason.NOT_FOUND, missing.reason());
    assertTrue(missing.why().contains("Legacy iptables rules are loaded"), missing.why());
    programs.fails("iptables-legacy-save", Reason.ERROR, "iptables-legacy-save ended badly");
    assertEquals(Reason.ERROR, unread(read(programs)).reason());
  }
}
