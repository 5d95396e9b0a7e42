package io.roomwatch.agent.facts.netfilter;

import io.roomwatch.agent.facts.Fixture;
import io.roomwatch.agent.facts.HostileInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class HostileInputTest {

  private static Map<String, Consumer<String>> parsers() {
    Map<String, Consumer<String>> all = new LinkedHashMap<>();
    for (String name :
        List.of("firewalld", "limit-over", "sender-and-port", "vmap-state", "named-set")) {
      all.put("linux/nft/" + name + ".json", HostileInputTest::nft);
    }
    for (String name : List.of("ufw-allow", "accept-port", "reject-port")) {
      all.put("linux/iptables/" + name + ".save", HostileInputTest::iptables);
    }
    return all;
  }

  private static void nft(String text) {
    NftRuleset.parse(text)
        .ifPresent(
            ruleset -> {
              for (boolean ipv6 : new boolean[] {false, true}) {
                FilterWalk.inbound(
                    FirewallQuestion.of(9090, ipv6, Fixture.room()),
                    question -> ruleset.chains(question, table -> true));
              }
              ruleset.lines(table -> true);
              ruleset.unclearIptablesTables();
            });
  }

  private static void iptables(String text) {
    IptablesRuleset ruleset = new IptablesRuleset("iptables", text);
    FilterWalk.inbound(FirewallQuestion.of(9090, false, Fixture.room()), ruleset::chains);
    ruleset.rules();
  }

  @Test
  void garbledCapturesNeverThrow() {
    HostileInput.garbledCaptures(parsers());
  }

  @Test
  void hugeAndEmptyInputEndsSoon() {
    HostileInput.hugeAndEmpty(parsers());
  }
}
