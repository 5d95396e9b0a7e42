package io.roomwatch.agent.check.link;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code link.firewall}: what this host's own firewall says of inbound TCP 9090. It speaks for that
 * firewall alone: other security software may still filter the port. Sends no packet.
 *
 * <p>Reasons: {@code firewall-block}, {@code not-found} (one interface lets it in, another does
 * not), and why the rules could not be read.
 */
final class LinkFirewall implements Check {

  private final CheckContext context;

  LinkFirewall(CheckContext context) {
    this.context = context;
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LINK_FIREWALL);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(
        switch (context.facts().firewall(Peer.DEFAULT_PORT)) {
          case Fact.Unread<HostFirewall> unread ->
              Finding.unknown(
                  unread.reason(),
                  "What this host's firewall says of port 9090 cannot be read: " + unread.why());
          case Fact.Known<HostFirewall> known -> judge(known.value());
        });
  }

  private static Finding judge(HostFirewall firewall) {
    HostFirewall.Inbound inbound = firewall.inbound();
    String rule = inbound.rule().map(name -> " by the rule \"" + name + "\"").orElse("");
    Finding finding =
        switch (inbound.action()) {
          case ALLOW -> Finding.ok(firewall.product() + " allows TCP 9090 inbound" + rule + ".");
          case BLOCK ->
              Finding.failed(
                  Reason.FIREWALL_BLOCK,
                  firewall.product() + " blocks TCP 9090 inbound" + rule + ".");
          case DEPENDS ->
              Finding.unknown(
                  Reason.NOT_FOUND,
                  "Whether "
                      + firewall.product()
                      + " lets TCP 9090 in depends on the interface"
                      + inbound.rule().map(said -> ": " + said).orElse("")
                      + ".");
          case NO_RULE -> noRule(firewall);
        };
    return finding.with(
        Reading.text("product", firewall.product()),
        Reading.text("action", action(inbound.action())),
        inbound.rule().map(name -> Reading.text("rule", name)).orElse(Reading.absent("rule")),
        Reading.flag("default_blocks", inbound.defaultBlocks()),
        Reading.texts(
            "active_profiles",
            firewall.profiles().stream()
                .filter(HostFirewall.Profile::active)
                .map(profile -> profile.name() + (profile.enabled() ? "" : " (off)"))
                .toList()));
  }

  private static Finding noRule(HostFirewall firewall) {
    List<HostFirewall.Profile> active =
        firewall.profiles().stream().filter(HostFirewall.Profile::active).toList();
    boolean off = !active.isEmpty() && active.stream().noneMatch(HostFirewall.Profile::enabled);
    if (off) {
      return Finding.ok(firewall.product() + " is off and lets TCP 9090 in.");
    }
    String more = firewall.inbound().rule().map(said -> " (" + said + ")").orElse("");
    if (firewall.inbound().defaultBlocks()) {
      return Finding.failed(
          Reason.FIREWALL_BLOCK,
          firewall.product()
              + " has no rule for TCP 9090 inbound"
              + inProfile(active)
              + " and blocks what no rule allows"
              + more
              + ".");
    }
    return Finding.ok(
        firewall.product()
            + " has no rule for TCP 9090 inbound and lets in what no rule blocks"
            + more
            + ".");
  }

  private static String inProfile(List<HostFirewall.Profile> active) {
    return active.isEmpty() || active.get(0).name().equals("host")
        ? ""
        : " in the profile "
            + Wording.list(active.stream().map(HostFirewall.Profile::name).toList());
  }

  private static String action(HostFirewall.Action action) {
    return switch (action) {
      case ALLOW -> "allow";
      case BLOCK -> "block";
      case DEPENDS -> "depends";
      case NO_RULE -> "no-rule";
    };
  }
}
