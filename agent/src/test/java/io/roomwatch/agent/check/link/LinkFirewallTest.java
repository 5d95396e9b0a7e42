package io.roomwatch.agent.check.link;

import static io.roomwatch.agent.check.Bench.absent;
import static io.roomwatch.agent.check.Bench.assertFinding;
import static io.roomwatch.agent.check.Bench.assertSays;
import static io.roomwatch.agent.check.Bench.look;
import static io.roomwatch.agent.check.Bench.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.roomwatch.agent.check.Bench;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LinkFirewallTest {

  private final Bench bench = new Bench();

  private Finding seen(Action action, Optional<String> rule, boolean defaultBlocks, boolean on) {
    bench.facts.firewall =
        Fact.known(
            new HostFirewall(
                "Windows Firewall",
                List.of(
                    new HostFirewall.Profile("Domain", true, false),
                    new HostFirewall.Profile("Public", on, true)),
                new HostFirewall.Inbound(action, rule, defaultBlocks),
                List.of()));
    return look(new LinkFirewall(bench.context()));
  }

  @Test
  void allowNamesTheFirewallThatAllows() {
    Finding finding = seen(Action.ALLOW, Optional.of("Zoom Rooms"), true, true);
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("Windows Firewall allows TCP 9090", finding);
    assertSays("\"Zoom Rooms\"", finding);
    assertFalse(finding.text().contains("allowed"), finding.text());
    assertEquals(new Value.Text("Zoom Rooms"), value(finding, "rule"));
  }

  @Test
  void blockNamesTheRule() {
    Finding finding = seen(Action.BLOCK, Optional.of("Block 9090"), true, true);
    assertFinding(State.FAILED, Reason.FIREWALL_BLOCK, finding);
    assertSays("\"Block 9090\"", finding);
    assertEquals(new Value.Text("block"), value(finding, "action"));
  }

  @Test
  void noRuleUnderABlockingDefaultIsABlockInThatProfile() {
    Finding finding = seen(Action.NO_RULE, Optional.empty(), true, true);
    assertFinding(State.FAILED, Reason.FIREWALL_BLOCK, finding);
    assertSays("in the profile Public", finding);
    assertEquals(absent(), value(finding, "rule"));
    assertEquals(new Value.Flag(true), value(finding, "default_blocks"));
  }

  @Test
  void noRuleUnderAnOpenDefaultLetsIn() {
    assertFinding(State.OK, Reason.OK, seen(Action.NO_RULE, Optional.empty(), false, true));
  }

  @Test
  void aFirewallThatIsOffLetsIn() {
    Finding finding = seen(Action.NO_RULE, Optional.empty(), true, false);
    assertFinding(State.OK, Reason.OK, finding);
    assertSays("is off", finding);
    assertEquals(Bench.texts("Public (off)"), value(finding, "active_profiles"));
  }

  @Test
  void unreadableIsUnknownWithWhatWouldHelp() {
    bench.facts.firewall = Fact.unread(Reason.PERMISSION, "Reading nftables needs root.");
    Finding finding = look(new LinkFirewall(bench.context()));
    assertFinding(State.UNKNOWN, Reason.PERMISSION, finding);
    assertSays("needs root", finding);
  }

  @Test
  void aFirewallWithoutProfilesNamesNone() {
    bench.facts.firewall =
        Fact.known(
            new HostFirewall(
                "nftables",
                List.of(new HostFirewall.Profile("host", true, true)),
                new HostFirewall.Inbound(Action.NO_RULE, Optional.empty(), true),
                List.of()));
    assertSays(
        "nftables has no rule for TCP 9090 inbound and blocks what no rule allows.",
        look(new LinkFirewall(bench.context())));
  }

  @Test
  void whatElseIsToBeSaidWithoutARuleIsSaid() {
    assertSays(
        "lets in what no rule blocks (but blocked by \"no9090\").",
        seen(Action.NO_RULE, Optional.of("but blocked by \"no9090\""), false, true));
    assertSays(
        "blocks what no rule allows (inet filter input: policy drop).",
        seen(Action.NO_RULE, Optional.of("inet filter input: policy drop"), true, true));
  }

  @Test
  void anAnswerThatDependsOnTheInterfaceIsUnknown() {
    Finding finding = seen(Action.DEPENDS, Optional.of("iifname eth0 accept"), true, true);
    assertFinding(State.UNKNOWN, Reason.NOT_FOUND, finding);
    assertSays("depends on the interface: iifname eth0 accept.", finding);
    assertEquals(new Value.Text("depends"), value(finding, "action"));
  }
}
