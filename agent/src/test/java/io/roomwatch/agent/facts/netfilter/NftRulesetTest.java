package io.roomwatch.agent.facts.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.HostFirewall.Inbound;
import io.roomwatch.agent.facts.NetInterface;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real rulesets, {@code nft -j list ruleset}, held against a first packet to TCP 9090. */
final class NftRulesetTest {

  static NftRuleset ruleset(String name) {
    return NftRuleset.parse(Fixture.text("linux/nft/" + name + ".json")).orElseThrow();
  }

  private static Inbound inbound(String name, boolean ipv6) {
    return inbound(ruleset(name), FirewallQuestion.of(9090, ipv6, Fixture.room()));
  }

  private static Inbound inbound(NftRuleset ruleset, FirewallQuestion question) {
    return FilterWalk.inbound(question, asked -> ruleset.chains(asked, table -> true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // ruleset | IPv4 | default blocks | the rule that is named, * where there is none
        "empty               | NO_RULE | false | *",
        "accept-port         | ALLOW   | true  | inet filter input: tcp dport 9090 accept",
        "policy-drop         | NO_RULE | true  | inet filter input: policy drop",
        "drop-port           | BLOCK   | false | inet filter input: tcp dport 9090 drop",
        "reject-port         | BLOCK   | false | ip filter input: tcp dport 9090 reject with tcp"
            + " reset",
        "port-set            | ALLOW   | true  | inet filter input: tcp dport { 80, 443, 9000-9100"
            + " } accept",
        "named-set           | ALLOW   | true  | inet filter input: tcp dport @rooms accept",
        "named-set-without   | NO_RULE | true  | inet filter input: policy drop",
        "jump                | ALLOW   | true  | inet filter rooms: tcp dport 9090 accept",
        "jump-by-port        | BLOCK   | false | inet filter closed: drop",
        "goto-ends           | NO_RULE | false | *",
        "return-others       | BLOCK   | false | inet filter guard: drop",
        "vmap-port           | BLOCK   | false | inet filter input: tcp dport vmap { 22 : accept,"
            + " 9090 : drop }",
        "vmap-state          | ALLOW   | true  | inet filter rooms: tcp dport 9090 accept",
        "named-vmap          | ALLOW   | true  | inet filter input: tcp dport vmap @verdicts",
        "loopback-only       | NO_RULE | true  | inet filter input: policy drop",
        "interface           | ALLOW   | true  | inet filter input: iifname room0 tcp dport 9090"
            + " accept",
        "interface-wildcard  | BLOCK   | false | inet filter input: iifname room* tcp dport 9090"
            + " drop",
        "other-interface     | NO_RULE | true  | inet filter input: policy drop",
        "own-network         | ALLOW   | false | inet filter input: ip saddr 10.77.0.0/16 accept",
        "own-network-closed  | BLOCK   | false | inet filter input: ip saddr 10.0.0.0/8 tcp dport"
            + " 9090 drop",
        "one-sender          | ALLOW   | true  | inet filter input: ip saddr 10.77.0.2 tcp dport"
            + " 9090 accept",
        "foreign-sender      | NO_RULE | true  | inet filter input: policy drop",
        "blocked-sender      | NO_RULE | false | not decided by inet filter input: ip saddr @banned"
            + " tcp dport 9090 drop",
        "sender-and-port     | ALLOW   | true  | inet filter input: ip saddr . tcp dport {"
            + " 10.77.0.2 . 9090, 10.77.0.3 . 22 } accept",
        "mark                | NO_RULE | false | not decided by inet filter input: meta mark 1 tcp"
            + " dport 9090 drop",
        "mark-open           | NO_RULE | true  | inet filter input: policy drop (not decided by"
            + " inet filter input: (meta mark & 65280) 256 tcp dport 9090 accept)",
        "two-tables          | BLOCK   | false | inet second input: tcp dport 9000-9099 drop",
        "prerouting          | BLOCK   | false | inet early pre: tcp dport 9090 drop",
        "ingress             | NO_RULE | false | not decided by netdev early in: tcp dport 9090"
            + " drop",
        "ipv6-closed         | NO_RULE | false | *",
        "limit               | ALLOW   | true  | inet filter input: tcp dport 9090 ct state new"
            + " limit rate 100/second accept",
        "limit-over          | NO_RULE | false | *",
        "redirect            | NO_RULE | false | not decided by ip nat pre: tcp dport 9090 redirect"
            + " port 19090",
        "catch-all           | NO_RULE | true  | inet filter input: reject with icmpx"
            + " admin-prohibited",
        "udp-only            | NO_RULE | false | *",
        "first-packet        | ALLOW   | true  | inet filter input: tcp flags syn tcp dport 9090"
            + " accept",
        "order               | ALLOW   | true  | inet filter input: tcp dport >= 9000 tcp dport <"
            + " 9091 accept",
        "not-in-set          | BLOCK   | true  | inet filter input: tcp dport != { 22, 443 } drop",
        "own-address         | BLOCK   | false | inet filter input: ip daddr 10.77.0.1 tcp dport"
            + " 9090 drop",
        "new-connections     | BLOCK   | true  | inet filter input: meta l4proto tcp ct state new"
            + " drop",
        "any-transport       | ALLOW   | true  | inet filter input: meta l4proto { tcp, udp } th"
            + " dport 9090 accept",
        "random              | NO_RULE | false | *not decided",
        "firewalld           | ALLOW   | true  | inet firewalld filter_IN_public_allow: tcp dport"
            + " 9090 ct state { new, untracked } accept",
        "firewalld-closed    | NO_RULE | true  | inet firewalld filter_IN_public: reject with icmpx"
            + " admin-prohibited",
      })
  void verdictForFirstPacket(String name, Action action, boolean defaultBlocks, String rule) {
    Inbound inbound = inbound(name, false);
    String told = inbound.rule().orElse("*");
    assertEquals(action, inbound.action(), told);
    assertEquals(defaultBlocks, inbound.defaultBlocks(), told);
    if (rule.equals("*not decided")) {
      assertTrue(told.startsWith("not decided by "), told);
    } else {
      assertEquals(rule, told);
    }
  }

  @Test
  void ipv6HasItsOwnVerdict() {
    assertEquals(Action.BLOCK, inbound("ipv6-closed", true).action());
    assertEquals(Action.ALLOW, inbound("own-network", true).action());
    assertEquals(Action.NO_RULE, inbound("reject-port", true).action());
  }

  /** nft 1.0.6 prints the table's name where "dormant" should stand: it may also be "owner". */
  @Test
  void tableThatMayBeDormantDecidesNothing() {
    Inbound inbound = inbound("dormant", false);
    assertEquals(Action.NO_RULE, inbound.action());
    assertFalse(inbound.defaultBlocks());
    assertTrue(inbound.rule().orElse("").contains("tcp dport 9090 drop"), inbound.toString());
  }

  @Test
  void dormantTableIsPassedOver() {
    String json =
        Fixture.text("linux/nft/dormant.json")
            .replace("\"flags\": \"filter\"", "\"flags\": \"dormant\"");
    Inbound inbound =
        inbound(
            NftRuleset.parse(json).orElseThrow(), FirewallQuestion.of(9090, false, Fixture.room()));
    assertEquals(new Inbound(Action.NO_RULE, Optional.empty(), false), inbound);
  }

  @Test
  void ingressChainOfOurOnlyDeviceDecides() {
    String json =
        Fixture.text("linux/nft/ingress.json")
            .replace("\"hook\": \"ingress\"", "\"hook\": \"ingress\", \"dev\": \"room0\"");
    Inbound inbound =
        inbound(
            NftRuleset.parse(json).orElseThrow(), FirewallQuestion.of(9090, false, Fixture.room()));
    assertEquals(Action.BLOCK, inbound.action());
  }

  @Test
  void senderOfAnotherNetworkIsNotOurs() {
    List<NetInterface> faces =
        List.of(
            Fixture.face("room0", NetInterface.Kind.ETHERNET, "10.77.0.1/24"),
            Fixture.face("av0", NetInterface.Kind.ETHERNET, "192.168.5.1/24"));
    Inbound inbound = inbound(ruleset("own-network"), FirewallQuestion.of(9090, false, faces));
    assertEquals(Action.NO_RULE, inbound.action());
    assertTrue(inbound.defaultBlocks());
  }

  @Test
  void linesForDriftHaveNoCountersAndNoHandles() {
    List<String> lines = ruleset("named-set").lines(table -> true);
    assertTrue(lines.contains("inet filter input: tcp dport @rooms accept"), lines.toString());
    assertTrue(
        lines.contains("inet filter input: type filter hook input priority 0 policy drop"),
        lines.toString());
    assertTrue(
        lines.contains("inet filter rooms: elements { 5590-5600, 8888, 9090 }"), lines.toString());
    String counted = Fixture.text("linux/nft/accept-port.json");
    String later =
        counted
            .replace("\"packets\": 0", "\"packets\": 77")
            .replace("\"handle\": 3", "\"handle\": 9");
    assertFalse(counted.equals(later));
    assertEquals(
        NftRuleset.parse(counted).orElseThrow().lines(table -> true),
        NftRuleset.parse(later).orElseThrow().lines(table -> true));
  }

  @Test
  void setOfAddressesIsLeftOutOfDrift() {
    assertFalse(ruleset("blocked-sender").lines(table -> true).toString().contains("192.0.2.66"));
  }

  @Test
  void textThatIsNotARulesetIsNone() {
    assertTrue(NftRuleset.parse("").isEmpty());
    assertTrue(NftRuleset.parse("{").isEmpty());
    assertTrue(NftRuleset.parse("{\"nftables\": 1}").isEmpty());
    assertTrue(NftRuleset.parse("[]").isEmpty());
  }

  private static final String POLICY_DROP =
      """
      {"nftables":[{"table":{"family":"inet","name":"f"}},
       {"chain":{"family":"inet","table":"f","name":"in","type":"filter","hook":"input",
        "prio":0,"policy":"drop"}},
       {"rule":{"family":"inet","table":"f","chain":"in","expr":[%s{"accept":null}]}}]}
      """;

  private static Inbound withTwoNetworks(String match) {
    FirewallQuestion question = new FirewallQuestion(9090, false, Set.of("eth0", "av0"), List.of());
    return inbound(NftRuleset.parse(POLICY_DROP.formatted(match)).orElseThrow(), question);
  }

  @Test
  void lettingInAllOfOneInterfaceMakesTheAnswerDependOnIt() {
    Inbound inbound =
        withTwoNetworks(
            "{\"match\":{\"op\":\"==\",\"left\":{\"meta\":{\"key\":\"iifname\"}},\"right\":\"eth0\"}},");
    assertEquals(Action.DEPENDS, inbound.action());
    assertEquals(
        Optional.of("inet f in: iifname eth0 accept, else inet f in: policy drop"), inbound.rule());
  }

  @Test
  void lettingInOneSenderDoesNot() {
    Inbound inbound =
        withTwoNetworks(
            "{\"match\":{\"op\":\"==\",\"left\":{\"payload\":{\"protocol\":\"ip\",\"field\":\"saddr\"}},"
                + "\"right\":\"192.0.2.7\"}},");
    assertEquals(Action.NO_RULE, inbound.action());
    assertTrue(inbound.defaultBlocks());
  }

  @Test
  void aMapOfPortsIsPartOfTheRulesInAnOrderOfItsOwn() {
    String map =
        """
        {"nftables":[{"table":{"family":"inet","name":"f"}},
         {"map":{"family":"inet","name":"ports","table":"f","type":"inet_service","map":"verdict",
          "elem":[[9090,{"accept":null}],[22,{"drop":null}]]}}]}
        """;
    assertEquals(
        List.of("inet f ports: elements 22 : {\"drop\":null}, 9090 : {\"accept\":null}"),
        NftRuleset.parse(map).orElseThrow().lines(table -> true));
  }
}
