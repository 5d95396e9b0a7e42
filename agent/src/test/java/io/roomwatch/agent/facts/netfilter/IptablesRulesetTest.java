package io.roomwatch.agent.facts.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.HostFirewall.Inbound;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code iptables-save} prints, held against a first packet to TCP 9090. */
final class IptablesRulesetTest {

  private static Inbound inbound(String text, boolean ipv6) {
    IptablesRuleset ruleset = new IptablesRuleset(ipv6 ? "ip6tables" : "iptables", text);
    return FilterWalk.inbound(FirewallQuestion.of(9090, ipv6, Fixture.room()), ruleset::chains);
  }

  private static Inbound capture(String name) {
    return inbound(Fixture.text("linux/iptables/" + name + ".save"), name.contains("6"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accept-port | ALLOW   | true  | iptables filter rooms: -A rooms -p tcp -m tcp --dport 9090"
            + " -m comment --comment",
        "reject-port | BLOCK   | false | iptables filter INPUT: -A INPUT -p tcp -m tcp --dport 9090"
            + " -j REJECT --reject-with tcp-reset (not decided by iptables mangle PREROUTING:",
        "v6-drop     | NO_RULE | true  | ip6tables filter INPUT: policy drop",
        "ufw-allow   | ALLOW   | true  | iptables filter ufw-user-input: -A ufw-user-input -p tcp"
            + " -m tcp --dport 9090 -j ACCEPT",
        "ufw-allow6  | ALLOW   | true  | ip6tables filter ufw6-user-input: -A ufw6-user-input -p"
            + " tcp -m tcp --dport 9090 -j ACCEPT",
        "ufw-closed  | NO_RULE | true  | iptables filter INPUT: policy drop",
        "ufw-deny    | BLOCK   | true  | iptables filter ufw-user-input: -A ufw-user-input -p tcp"
            + " -m tcp --dport 9090 -j DROP",
        "ufw-from    | ALLOW   | true  | iptables filter ufw-user-input: -A ufw-user-input -s"
            + " 10.77.0.0/24 -p tcp -m tcp --dport 9090 -j ACCEPT",
      })
  void verdictOfRealRulesets(String name, Action action, boolean defaultBlocks, String rule) {
    Inbound inbound = capture(name);
    String told = inbound.rule().orElse("*");
    assertEquals(action, inbound.action(), told);
    assertEquals(defaultBlocks, inbound.defaultBlocks(), told);
    assertTrue(told.startsWith(rule), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p tcp -m tcp --dport 9000:9100 -j DROP | BLOCK",
        "-p tcp -m tcp --dport 9091: -j DROP | NO_RULE",
        "-p tcp -m tcp ! --dport 22 -j DROP | BLOCK",
        "-p tcp -m multiport --dports 22,9090 -j DROP | BLOCK",
        "-p tcp -m multiport ! --dports 22,9090 -j DROP | ALLOW",
        "-p udp -m udp --dport 9090 -j DROP | NO_RULE",
        "! -p tcp -j DROP | NO_RULE",
        "-i lo -p tcp -m tcp --dport 9090 -j DROP | NO_RULE",
        "! -i lo -p tcp -m tcp --dport 9090 -j DROP | BLOCK",
        "-i room+ -p tcp -m tcp --dport 9090 -j DROP | BLOCK",
        "-i av0 -p tcp -m tcp --dport 9090 -j DROP | NO_RULE",
        "-s 192.0.2.1/32 -p tcp -m tcp --dport 9090 -j DROP | NO_RULE",
        "-s 10.0.0.0/8 -p tcp -m tcp --dport 9090 -j DROP | BLOCK",
        "-d 10.77.0.1/32 -p tcp -m tcp --dport 9090 -j DROP | BLOCK",
        "-d 10.77.0.9/32 -p tcp -m tcp --dport 9090 -j DROP | NO_RULE",
        "-p tcp -m state --state ESTABLISHED -m tcp --dport 9090 -j DROP | NO_RULE",
        "-p tcp -m conntrack ! --ctstate ESTABLISHED -m tcp --dport 9090 -j DROP | BLOCK",
        "-p tcp -m tcp --dport 9090 --tcp-flags FIN,SYN,RST,ACK SYN -j DROP | BLOCK",
        "-p tcp -m tcp --dport 9090 ! --tcp-flags FIN,SYN,RST,ACK SYN -j DROP | NO_RULE",
        "-p tcp -m tcp --dport 9090 -m connlimit --connlimit-above 9 --connlimit-mask 32 -j DROP |"
            + " NO_RULE",
        "-p tcp -m tcp --dport 9090 -m limit --limit 9/sec -j DROP | BLOCK",
        "-p tcp -m tcp --dport 9090 -m recent --update --seconds 30 --hitcount 6 --name DEFAULT -j"
            + " DROP | NO_RULE",
        "-p tcp -m tcp --dport 9090 -m mark --mark 0x1 -j DROP | NO_RULE",
        "-p tcp -m tcp --dport 9090 -m comment --comment \"-j ACCEPT\" -j DROP | BLOCK",
        "-p tcp -m tcp --dport 9090 -j LOG --log-prefix \"--syn \" | NO_RULE",
        "-p tcp -m tcp --dport 9090 -j MARK --set-xmark 0x1/0xffffffff | NO_RULE",
        "-p tcp -m tcp --dport 9090 -j NFQUEUE --queue-num 0 | NO_RULE",
        "-p tcp -m tcp --dport 9090 -m somethingnew --option value -j DROP | NO_RULE",
      })
  void oneRuleBeforeAcceptingPolicy(String rule, Action action) {
    String text = "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT " + rule + "\nCOMMIT\n";
    assertEquals(action, inbound(text, false).action(), () -> inbound(text, false).toString());
  }

  @Test
  void redirectedPortIsSaid() {
    String text =
        """
        *nat
        :PREROUTING ACCEPT [0:0]
        -A PREROUTING -p tcp -m tcp --dport 9090 -j REDIRECT --to-ports 80
        COMMIT
        """;
    assertTrue(inbound(text, false).rule().orElse("").contains("REDIRECT --to-ports 80"));
  }

  @Test
  void gotoDoesNotComeBack() {
    String text =
        """
        *filter
        :INPUT ACCEPT [0:0]
        :other - [0:0]
        -A INPUT -p tcp -m tcp --dport 9090 -g other
        -A INPUT -p tcp -m tcp --dport 9090 -j DROP
        -A other -p udp -j DROP
        COMMIT
        """;
    assertEquals(Action.NO_RULE, inbound(text, false).action());
  }

  @Test
  void driftLinesLeaveOutCountersAndDates() {
    List<String> rules =
        new IptablesRuleset(
                "iptables",
                """
                # Generated by iptables-save v1.8.9 (nf_tables) on Sat Nov 21 02:33:46 2026
                *filter
                :INPUT DROP [17:2042]
                :rooms - [0:0]
                -A INPUT -i lo -j ACCEPT
                COMMIT
                """)
            .rules();
    assertEquals(
        List.of("iptables filter: :INPUT DROP", "iptables filter: -A INPUT -i lo -j ACCEPT"),
        rules);
  }

  @Test
  void quotesAndBackslashesMakeWords() {
    assertEquals(
        List.of("-A", "x", "--comment", "room \"controllers\"", "", "-j"),
        IptablesRuleset.words("-A x --comment \"room \\\"controllers\\\"\" \"\" -j"));
  }

  @Test
  void chainsThatJumpInCirclesEnd() {
    StringBuilder text =
        new StringBuilder("*filter\n:INPUT ACCEPT [0:0]\n:a - [0:0]\n:b - [0:0]\n");
    text.append("-A INPUT -j a\n");
    for (int i = 0; i < 50; i++) {
      text.append("-A a -j b\n-A b -j a\n");
    }
    Inbound inbound = inbound(text.toString(), false);
    assertEquals(Action.NO_RULE, inbound.action());
    assertFalse(inbound.defaultBlocks());
    assertTrue(inbound.rule().orElse("").contains("more rules than are followed"));
  }
}
