package io.roomwatch.agent.maintenance;

import static io.roomwatch.agent.check.FixedFacts.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.roomwatch.agent.check.FixedFacts;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.InstalledApplication;
import io.roomwatch.agent.facts.NetInterface.Kind;
import io.roomwatch.agent.facts.ProxySettings;
import io.roomwatch.agent.facts.ProxySource;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.yaml.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationRecordTest {

  private final FixedFacts facts = new FixedFacts();

  ConfigurationRecordTest() {
    facts.resolvers = Fact.known(List.of());
  }

  private List<String> record(String yaml) {
    Map<String, Object> effective =
        switch (new ConfigFile("boardroom-pc", Map.of()).parse("test", yaml)) {
          case Outcome.Good<Config> good -> good.effective();
          case Outcome.Bad<Config> bad -> fail(bad.faults().toString());
        };
    return ConfigurationRecord.of("1.0", effective, facts, 9090);
  }

  private static List<String> of(List<String> record, String word) {
    return record.stream().filter(line -> line.startsWith(word)).toList();
  }

  @Test
  void hasTheKeyFactsOfTheMachineOneALine() {
    facts.interfaces(
        FixedFacts.link(
            "eth0", Kind.ETHERNET, true, "10.4.12.7/24", "2001:db8:1::abcd/64", "fe80::1/64"),
        FixedFacts.link("docker0", Kind.VIRTUAL, true, "172.17.0.1/16"),
        FixedFacts.link("lo", Kind.LOOPBACK, true, "127.0.0.1/8"));
    facts.routes(
        FixedFacts.route("0.0.0.0/0", "10.4.12.1", "eth0", 100),
        FixedFacts.onLink("172.17.0.0/16", "docker0"),
        FixedFacts.onLink("fe80::/64", "eth0"),
        FixedFacts.onLink("10.4.12.0/24", "eth0"));
    facts.resolvers = Fact.known(List.of(ip("10.4.12.1"), ip("10.4.12.2")));
    facts.proxies =
        List.of(
            new ProxySource(
                ProxySource.Kind.WININET,
                "alice",
                Fact.known(
                    new ProxySettings(
                        Optional.of(new ProxySettings.HostPort("proxy", 8080)),
                        List.of("*.local"),
                        Optional.of("http://pac/x?token=hunter2"),
                        false))),
            new ProxySource(
                ProxySource.Kind.WINHTTP, "machine", Fact.unread(Reason.PERMISSION, "No.")));
    facts.firewall =
        Fact.known(
            new HostFirewall(
                "ufw",
                List.of(new HostFirewall.Profile("host", true, true)),
                new HostFirewall.Inbound(HostFirewall.Action.ALLOW, Optional.empty(), true),
                List.of("allow 9090")));
    facts.applications =
        Fact.known(List.of(new InstalledApplication("Zoom Rooms", Optional.of("7.0.5"), "Zoom")));
    List<String> record = record("");
    assertEquals("roomwatch 1.0", record.get(0));
    assertEquals(
        List.of("interface eth0: ethernet, up, 10.4.12.7/24, 2001:db8:1:0:0:0:0:0/64"),
        of(record, "interface"));
    assertEquals(
        List.of("route 10.4.12.0/24 through eth0", "route default via 10.4.12.1 through eth0"),
        of(record, "route"));
    assertEquals(List.of("dns 10.4.12.1", "dns 10.4.12.2"), of(record, "dns"));
    assertEquals(
        List.of(
            "proxy winhttp of machine: not read (permission)",
            "proxy wininet of alice: proxy:8080, not for *.local, script http://pac/x"),
        of(record, "proxy"));
    assertTrue(of(record, "firewall").get(0).startsWith("firewall ufw: host on; 1 rules, "));
    assertEquals(List.of("version Zoom Rooms 7.0.5"), of(record, "version"));
  }

  @Test
  void whatCannotBeReadSaysSo() {
    facts.routes = Fact.unread(Reason.PERMISSION, "No.");
    facts.firewall = Fact.unread(Reason.PERMISSION, "No.");
    List<String> record = record("");
    assertEquals(List.of("route not read (permission)"), of(record, "route"));
    assertEquals(List.of("firewall not read (permission)"), of(record, "firewall"));
  }

  @Test
  void eachSettingHasItsWholePathAndSecretsAreLeftOut() {
    List<String> record =
        record(
            """
            room: {name: Boardroom}
            peers: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}]
            alerts: {sinks: [{name: ops, type: teams, url: 'https://example.com/hunter2'}]}
            """);
    assertTrue(record.contains("config room.name: Boardroom"), record::toString);
    assertTrue(record.contains("config peers[b].address: 10.0.0.2"), record::toString);
    assertTrue(record.contains("config alerts.sinks[ops].type: teams"), record::toString);
    assertFalse(record.toString().contains("hunter2"), record::toString);
    assertEquals(
        record,
        record(
            """
            room: {name: Boardroom}
            peers: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}]
            alerts: {sinks: [{name: ops, type: teams, url: 'https://example.com/other'}]}
            """));
  }

  @Test
  void removingOnePeerLeavesTheLinesOfTheOthers() {
    List<String> both =
        record("peers: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}]");
    List<String> one = record("peers: [{name: b, address: 10.0.0.2}]");
    assertEquals(
        List.of(
            "- config peers[a].name: a",
            "- config peers[a].address: 10.0.0.1",
            "- config peers[a].port: 9090"),
        io.roomwatch.agent.check.Drift.between(both, one).lines());
  }
}
