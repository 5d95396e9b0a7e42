package io.roomwatch.agent.check.local;

import static io.roomwatch.agent.check.HostScene.assertFinding;
import static io.roomwatch.agent.check.HostScene.look;
import static io.roomwatch.agent.check.HostScene.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Drift;
import io.roomwatch.agent.check.HostScene;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Action;
import io.roomwatch.agent.facts.HostFirewall.Inbound;
import io.roomwatch.agent.facts.HostFirewall.Profile;
import io.roomwatch.agent.facts.RunningProcess;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class LocalFirewallTest {

  private static final List<Profile> DOMAIN_IN_USE =
      List.of(
          new Profile("Domain", true, true),
          new Profile("Private", true, false),
          new Profile("Public", false, false));

  private final HostScene scene = new HostScene();

  private Finding see(Baseline baseline) {
    return look(new LocalFirewall(scene.context(), baseline));
  }

  private static HostFirewall windows(List<Profile> profiles, String... rules) {
    return new HostFirewall(
        "Windows Firewall",
        profiles,
        new Inbound(Action.ALLOW, Optional.of("Zoom Rooms 9090"), true),
        List.of(rules));
  }

  private static Baseline accepted(String... lines) {
    return name -> name.equals("local.firewall") ? Optional.of(List.of(lines)) : Optional.empty();
  }

  @Test
  void firstDayHasNoBaselineAndIsOk() {
    scene.facts.firewall = Fact.known(windows(DOMAIN_IN_USE, "a", "b"));
    Finding finding = see(Baseline.NONE_YET);
    assertFinding(
        State.OK,
        Reason.OK,
        "Windows Firewall is on in part (Domain on, in use; Private on; Public off); Windows"
            + " Firewall allows inbound TCP 9090 by the rule 'Zoom Rooms 9090'; 2 rules, no"
            + " baseline accepted yet.",
        finding);
    assertEquals(new Value.Measure(2), value(finding, "rules"));
    assertEquals(
        new Value.Texts(
            List.of("profile Domain on, in use", "profile Private on", "profile Public off")),
        value(finding, "profiles"));
    assertEquals(new Value.Texts(List.of()), value(finding, "security_products"));
  }

  @Test
  void sameAsTheBaselineIsOk() {
    HostFirewall firewall = windows(DOMAIN_IN_USE, "a");
    scene.facts.firewall = Fact.known(firewall);
    Baseline same = name -> Optional.of(LocalFirewall.measured(firewall));
    Finding finding = see(same);
    assertEquals(State.OK, finding.state());
    assertEquals(true, finding.text().endsWith("1 rule, as in the accepted baseline."));
  }

  @Test
  void changedRulesAreAReadableDrift() {
    scene.facts.firewall =
        Fact.known(
            new HostFirewall(
                "nftables",
                List.of(new Profile("host", true, true)),
                new Inbound(Action.NO_RULE, Optional.empty(), false),
                List.of("r1", "n1", "n2", "n3", "n4")));
    Finding finding = see(accepted("profile host on, in use", "r1", "r2"));
    assertFinding(
        State.DEGRADED,
        Reason.DRIFT,
        "nftables differs from the accepted baseline: 4 added: n1, n2, n3 and 1 more; 1 removed:"
            + " r2.",
        finding);
    assertEquals(new Value.Texts(List.of("n1", "n2", "n3", "n4")), value(finding, "added"));
    assertEquals(new Value.Texts(List.of("r2")), value(finding, "removed"));
  }

  @Test
  void networkThatTurnedPublicIsDrift() {
    List<String> before = LocalFirewall.measured(windows(DOMAIN_IN_USE, "a"));
    scene.facts.firewall =
        Fact.known(
            windows(
                List.of(
                    new Profile("Domain", true, false),
                    new Profile("Private", true, false),
                    new Profile("Public", false, true)),
                "a"));
    assertFinding(
        State.DEGRADED,
        Reason.DRIFT,
        "Windows Firewall differs from the accepted baseline: 2 added: profile Domain on and"
            + " profile Public off, in use; 2 removed: profile Domain on, in use and profile Public"
            + " off.",
        see(name -> Optional.of(before)));
  }

  @Test
  void firewallThatIsOffIsSaidAndIsNoFault() {
    scene.facts.firewall =
        Fact.known(
            new HostFirewall(
                "ufw",
                List.of(new Profile("host", false, true)),
                new Inbound(Action.NO_RULE, Optional.empty(), true),
                List.of()));
    assertFinding(
        State.OK,
        Reason.OK,
        "ufw is off; ufw has no rule for inbound TCP 9090 and by default blocks; 0 rules, no"
            + " baseline accepted yet.",
        see(Baseline.NONE_YET));
  }

  @Test
  void securityProductIsAHintAndNeverABlock() {
    scene.facts.firewall = Fact.known(windows(DOMAIN_IN_USE));
    scene.facts.processes = Fact.known(List.of(process("CSFalconService")));
    Finding finding = see(Baseline.NONE_YET);
    assertEquals(State.OK, finding.state());
    assertEquals(
        true,
        finding.text().endsWith(" CrowdStrike Falcon can filter 9090: check its inbound rules."));
  }

  @Test
  void unreadableFirewallIsUnknownAndKeepsTheHint() {
    scene.facts.firewall = Fact.unread(Reason.PERMISSION, "nft needs CAP_NET_ADMIN.");
    scene.facts.processes = Fact.known(List.of(process("ekrn")));
    assertFinding(
        State.UNKNOWN,
        Reason.PERMISSION,
        "nft needs CAP_NET_ADMIN. ESET can filter 9090: check its inbound rules.",
        see(Baseline.NONE_YET));
    scene.facts.processes = Fact.unread(Reason.ERROR, "no processes");
    assertEquals(new Value.Absent(), value(see(Baseline.NONE_YET), "security_products"));
  }

  @Test
  void linesCountAsOftenAsTheyOccur() {
    assertEquals(
        new Drift(List.of(), List.of("b")),
        Drift.between(List.of("a", "b", "b"), List.of("b", "a")));
    assertEquals(true, Drift.between(List.of("a", "b"), List.of("b", "a")).isNone());
  }

  private static RunningProcess process(String name) {
    return new RunningProcess(
        4, name, Optional.empty(), Instant.EPOCH, Optional.empty(), OptionalInt.empty());
  }
}
