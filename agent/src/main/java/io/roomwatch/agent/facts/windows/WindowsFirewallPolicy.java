package io.roomwatch.agent.facts.windows;

import io.roomwatch.agent.facts.HostFirewall;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides about one inbound TCP port, as Windows does: off lets everything through; shields up lets
 * nothing through; a block rule beats an allow rule; without either the default decides
 * [learn.microsoft.com, "Windows Firewall rules"; MS-FASP 2.2.38].
 *
 * @param settings of every profile
 * @param rules all rules, of whatever origin
 */
record WindowsFirewallPolicy(
    Map<WindowsFirewallProfile, Settings> settings, List<WindowsFirewallRule> rules) {

  /**
   * What is set for one profile, group policy and Intune already laid over the local values.
   *
   * @param blocksAll {@code DoNotAllowExceptions}, "block all incoming connections"
   * @param localRules false when a policy ignores the rules made on this machine
   */
  record Settings(boolean enabled, boolean blocksAll, boolean blocksByDefault, boolean localRules) {

    /** One line for people, the same for the same settings. */
    String words() {
      if (!enabled) {
        return "off";
      }
      return (blocksAll
              ? "on, blocks all incoming connections"
              : blocksByDefault ? "on, blocks by default" : "on, allows by default")
          + (localRules ? "" : ", ignores local rules");
    }
  }

  /**
   * What one profile does with the port.
   *
   * @param why the rule or setting that decided; with {@code NO_RULE}, what else is to be said
   */
  record Result(HostFirewall.Action action, Optional<String> why, boolean defaultBlocks) {

    /** Whether a connection gets through, at least from somewhere. */
    boolean passes() {
      return switch (action) {
        case ALLOW, DEPENDS -> true;
        case BLOCK -> false;
        case NO_RULE -> !defaultBlocks;
      };
    }

    /** A few words for people. */
    String words() {
      return switch (action) {
        case ALLOW, DEPENDS -> "allowed by " + why.orElse("a rule");
        case BLOCK -> "blocked by " + why.orElse("a rule");
        case NO_RULE ->
            (defaultBlocks ? "no rule, blocked by default" : "no rule, allowed by default")
                + why.map(more -> "; " + more).orElse("");
      };
    }
  }

  WindowsFirewallPolicy {
    settings = Map.copyOf(settings);
    rules = List.copyOf(rules);
  }

  /** The settings of a profile; Windows' defaults for one that has none. */
  Settings of(WindowsFirewallProfile profile) {
    return settings.getOrDefault(profile, new Settings(true, false, true, true));
  }

  /**
   * Decides for one profile.
   *
   * @param isRoomApp whether a rule's program, as written there, is the room's
   */
  Result decide(WindowsFirewallProfile profile, int port, Predicate<String> isRoomApp) {
    Settings set = of(profile);
    if (!set.enabled()) {
      return new Result(
          HostFirewall.Action.NO_RULE,
          Optional.of("the firewall is off for the " + profile.title + " profile"),
          false);
    }
    if (set.blocksAll()) {
      return new Result(
          HostFirewall.Action.BLOCK,
          Optional.of("\"Block all incoming connections\" of the " + profile.title + " profile"),
          true);
    }
    List<WindowsFirewallRule> matching =
        rules.stream()
            .filter(WindowsFirewallRule::inForce)
            .filter(rule -> set.localRules() || rule.origin() != WindowsFirewallRule.Origin.LOCAL)
            .filter(rule -> rule.profiles().contains(profile))
            .filter(rule -> rule.covers(port))
            .filter(rule -> !rule.isForServicesOrPackages() && !rule.isForAuthenticated())
            .filter(rule -> rule.program().map(isRoomApp::test).orElse(true))
            // A rule without limits decides before one with; among equals the name, for stability.
            .sorted(
                Comparator.comparingInt((WindowsFirewallRule rule) -> rule.limits().size())
                    .thenComparing(WindowsFirewallRule::readable))
            .toList();
    return decide(matching, set.blocksByDefault());
  }

  private static Result decide(List<WindowsFirewallRule> matching, boolean defaultBlocks) {
    Optional<WindowsFirewallRule> closes =
        first(matching, rule -> rule.blocks() && rule.coversControllers());
    if (closes.isPresent()) {
      return new Result(
          HostFirewall.Action.BLOCK, closes.map(WindowsFirewallPolicy::name), defaultBlocks);
    }
    // A block that is limited to some addresses leaves the others to the rest.
    Optional<WindowsFirewallRule> block = first(matching, WindowsFirewallRule::blocks);
    Optional<WindowsFirewallRule> allow = first(matching, WindowsFirewallRule::allows);
    Optional<String> except = block.map(rule -> "but blocked by " + name(rule));
    if (allow.isEmpty()) {
      return new Result(HostFirewall.Action.NO_RULE, except, defaultBlocks);
    }
    return new Result(
        HostFirewall.Action.ALLOW,
        Optional.of(name(allow.get()) + except.map(text -> "; " + text).orElse("")),
        defaultBlocks);
  }

  private static Optional<WindowsFirewallRule> first(
      List<WindowsFirewallRule> rules, Predicate<WindowsFirewallRule> which) {
    return rules.stream().filter(which).findFirst();
  }

  private static String name(WindowsFirewallRule rule) {
    return Stream.concat(
            Stream.of("\"" + rule.name() + "\"" + rule.origin().suffix), rule.limits().stream())
        .collect(Collectors.joining(", "));
  }

  /**
   * One answer for the profiles that may be in force; empty when they disagree about whether a
   * connection gets through, and one answer would be a guess.
   */
  static Optional<HostFirewall.Inbound> together(Map<WindowsFirewallProfile, Result> results) {
    Set<Boolean> passes = results.values().stream().map(Result::passes).collect(Collectors.toSet());
    if (passes.size() != 1) {
      return Optional.empty();
    }
    Result decisive =
        results.values().stream()
            .min(
                Comparator.comparing(
                    (Result result) -> result.action() == HostFirewall.Action.NO_RULE))
            .orElseThrow();
    boolean same = Set.copyOf(results.values()).size() == 1;
    return Optional.of(
        new HostFirewall.Inbound(
            decisive.action(),
            same ? decisive.why() : Optional.of(words(results)),
            decisive.defaultBlocks()));
  }

  /** What each profile says: {@code Domain: allowed by "Zoom Rooms"; Public: no rule, …}. */
  static String words(Map<WindowsFirewallProfile, Result> results) {
    return results.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey().title + ": " + entry.getValue().words())
        .collect(Collectors.joining("; "));
  }
}
