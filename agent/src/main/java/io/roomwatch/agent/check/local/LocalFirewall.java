package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Drift;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.HostFirewall.Profile;
import io.roomwatch.agent.facts.SecurityProducts;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * This host's firewall: on or off by profile, security products that can filter the link's port,
 * and drift of the rule set against the accepted baseline. What it says of the port itself is
 * {@code link.firewall}'s to judge and is only repeated here.
 *
 * <p>Degraded: {@code DRIFT}. Unknown: why the firewall could not be read. A firewall that is off
 * is said and is no fault; so is a baseline that nobody has accepted yet.
 */
final class LocalFirewall implements Check {

  private final Facts facts;
  private final Baseline baseline;

  LocalFirewall(CheckContext context, Baseline baseline) {
    this.facts = context.facts();
    this.baseline = baseline;
  }

  /**
   * The lines that a baseline accepts: profiles first (a room whose network turned public behaves
   * like one with other rules), then every rule.
   */
  static List<String> measured(HostFirewall firewall) {
    List<String> lines = new ArrayList<>();
    for (Profile profile : firewall.profiles()) {
      lines.add(
          "profile "
              + profile.name()
              + (profile.enabled() ? " on" : " off")
              + (profile.active() ? ", in use" : ""));
    }
    lines.addAll(firewall.rules());
    return List.copyOf(lines);
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_FIREWALL);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return CompletableFuture.completedFuture(see());
  }

  private Finding see() {
    Optional<List<String>> products = facts.processes().asOptional().map(SecurityProducts::of);
    return switch (facts.firewall(Peer.DEFAULT_PORT)) {
      case Fact.Known<HostFirewall> known -> judge(known.value(), products);
      case Fact.Unread<HostFirewall> unread ->
          Finding.unknown(unread.reason(), unread.why() + hint(products))
              .with(productsReading(products));
    };
  }

  private Finding judge(HostFirewall firewall, Optional<List<String>> products) {
    List<String> now = measured(firewall);
    baseline.measured(id().toString(), now);
    Optional<List<String>> accepted = baseline.accepted(id().toString());
    Optional<Drift> drift = accepted.map(lines -> Drift.between(lines, now));
    Finding finding;
    if (drift.filter(change -> !change.isNone()).isPresent()) {
      finding =
          Finding.degraded(
                  Reason.DRIFT,
                  firewall.product()
                      + " differs from the accepted baseline: "
                      + drift.get().text()
                      + "."
                      + hint(products))
              .with(drift.get().readings());
    } else {
      String rules =
          Wording.count(firewall.rules().size(), "rule")
              + (accepted.isPresent()
                  ? ", as in the accepted baseline."
                  : ", no baseline accepted yet.");
      finding =
          Finding.ok(profiles(firewall) + "; " + verdict(firewall) + "; " + rules + hint(products));
    }
    return finding.with(
        Reading.text("product", firewall.product()),
        Reading.texts("profiles", now.subList(0, firewall.profiles().size())),
        Reading.number("rules", firewall.rules().size()),
        productsReading(products));
  }

  /** {@code Windows Firewall is on (Domain on in use, Public off)}. */
  private static String profiles(HostFirewall firewall) {
    List<Profile> profiles = firewall.profiles();
    long on = profiles.stream().filter(Profile::enabled).count();
    String state = on == 0 ? "off" : on == profiles.size() ? "on" : "on in part";
    if (profiles.size() <= 1) {
      return firewall.product() + " is " + state;
    }
    List<String> each =
        profiles.stream()
            .map(
                profile ->
                    profile.name()
                        + (profile.enabled() ? " on" : " off")
                        + (profile.active() ? ", in use" : ""))
            .toList();
    return firewall.product() + " is " + state + " (" + String.join("; ", each) + ")";
  }

  private static String verdict(HostFirewall firewall) {
    String rule = firewall.inbound().rule().map(name -> " by the rule '" + name + "'").orElse("");
    String says =
        switch (firewall.inbound().action()) {
          case ALLOW -> " allows inbound TCP " + Peer.DEFAULT_PORT + rule;
          case BLOCK -> " blocks inbound TCP " + Peer.DEFAULT_PORT + rule;
          case DEPENDS ->
              " lets inbound TCP " + Peer.DEFAULT_PORT + " in on some interfaces" + rule;
          case NO_RULE ->
              " has no rule for inbound TCP "
                  + Peer.DEFAULT_PORT
                  + " and by default "
                  + (firewall.inbound().defaultBlocks() ? "blocks" : "allows");
        };
    return firewall.product() + says;
  }

  /** Presence is a hint and never more: whole process names, no look into their rules. */
  private static String hint(Optional<List<String>> products) {
    return products
        .filter(names -> !names.isEmpty())
        .map(
            names ->
                " "
                    + Figures.some(names, 4)
                    + " can filter "
                    + Peer.DEFAULT_PORT
                    + ": check its inbound rules.")
        .orElse("");
  }

  private static Reading productsReading(Optional<List<String>> products) {
    return products
        .map(names -> Reading.texts("security_products", names))
        .orElse(Reading.absent("security_products"));
  }
}
