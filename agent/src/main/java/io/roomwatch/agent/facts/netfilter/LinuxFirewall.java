package io.roomwatch.agent.facts.netfilter;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.HostFirewall;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.reader.MachineFiles;
import io.roomwatch.agent.facts.reader.Programs;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The packet filter of a Linux host: nftables as {@code nft} lists it, and iptables as its save
 * programs do where nft cannot tell what their extensions mean. ufw and firewalld stand on one of
 * the two and are named when their chains are there.
 */
public final class LinuxFirewall {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String HOST = "host";

  private static final String OPT_IN =
      " Listing filter rules needs root or CAP_NET_ADMIN, which the service does not have; to opt"
          + " in, run systemctl edit roomwatch and add AmbientCapabilities=CAP_NET_ADMIN and"
          + " CapabilityBoundingSet=CAP_NET_ADMIN.";

  private final MachineFiles files;
  private final Programs programs;
  private final Supplier<Fact<List<NetInterface>>> interfaces;

  /**
   * @param interfaces this host's interfaces: rules are held against their names and networks
   */
  public LinuxFirewall(
      MachineFiles files, Programs programs, Supplier<Fact<List<NetInterface>>> interfaces) {
    this.files = files;
    this.programs = programs;
    this.interfaces = interfaces;
  }

  /** Everything that was listed. */
  private record Listed(
      Optional<NftRuleset> nft,
      Predicate<NftRuleset.Table> told,
      List<IptablesRuleset> four,
      List<IptablesRuleset> six) {

    List<FilterChain> chains(FirewallQuestion question) {
      List<FilterChain> chains = new ArrayList<>();
      nft.ifPresent(rules -> chains.addAll(rules.chains(question, told)));
      (question.ipv6() ? six : four).forEach(rules -> chains.addAll(rules.chains(question)));
      return chains;
    }

    List<String> rules() {
      List<String> rules = new ArrayList<>();
      nft.ifPresent(ruleset -> rules.addAll(ruleset.lines(told)));
      four.forEach(ruleset -> rules.addAll(ruleset.rules()));
      six.forEach(ruleset -> rules.addAll(ruleset.rules()));
      return rules.stream().distinct().sorted().toList();
    }
  }

  public Fact<HostFirewall> firewall(int port) {
    boolean nft = programs.has("nft");
    boolean iptables = programs.has("iptables-save");
    if (!nft && !iptables) {
      return Fact.unread(
          Reason.NOT_FOUND,
          "Neither nft nor iptables-save is installed, so packet filter rules cannot be listed.");
    }
    Fact<Listed> listed = nft ? listNft() : listIptables();
    List<NetInterface> faces = interfaces.get().asOptional().orElse(List.of());
    return listed.map(all -> firewall(all, port, faces));
  }

  private Fact<Listed> listNft() {
    Fact<String> printed = programs.output(PATIENCE, "nft", List.of("-j", "list", "ruleset"));
    if (printed instanceof Fact.Unread<String> unread) {
      return explained(unread);
    }
    Optional<NftRuleset> ruleset = printed.asOptional().flatMap(NftRuleset::parse);
    if (ruleset.isEmpty()) {
      return Fact.unread(Reason.ERROR, "nft -j list ruleset did not print a ruleset in JSON.");
    }
    Set<NftRuleset.Table> unclear = ruleset.get().unclearIptablesTables();
    boolean legacy = files.word("/proc/net/ip_tables_names").isPresent();
    boolean legacy6 = files.word("/proc/net/ip6_tables_names").isPresent();
    List<IptablesRuleset> four = new ArrayList<>();
    List<IptablesRuleset> six = new ArrayList<>();
    // What a save program does not give stays with nft, whose unknown extensions decide nothing.
    boolean told4 = add(unclear, "ip", "iptables", four);
    boolean told6 = add(unclear, "ip6", "ip6tables", six);
    // Tables that are loaded and that nft does not show: without them a verdict would be a guess.
    Optional<Fact.Unread<IptablesRuleset>> unread =
        legacy ? addLegacy("iptables", four) : Optional.empty();
    if (unread.isEmpty() && legacy6) {
      unread = addLegacy("ip6tables", six);
    }
    if (unread.isPresent()) {
      return explained(unread.get());
    }
    Predicate<NftRuleset.Table> told =
        table -> !(table.isIptables() && (table.family().equals("ip") ? told4 : told6));
    return Fact.known(new Listed(ruleset, told, four, six));
  }

  private Optional<Fact.Unread<IptablesRuleset>> addLegacy(String tool, List<IptablesRuleset> to) {
    return switch (save(tool, List.of(tool + "-legacy-save"))) {
      case Fact.Known<IptablesRuleset> known -> {
        to.add(known.value());
        yield Optional.empty();
      }
      case Fact.Unread<IptablesRuleset> unread ->
          Optional.of(
              new Fact.Unread<>(
                  unread.reason(), "Legacy " + tool + " rules are loaded. " + unread.why()));
    };
  }

  private boolean add(
      Set<NftRuleset.Table> unclear, String family, String tool, List<IptablesRuleset> to) {
    if (unclear.stream().noneMatch(table -> table.family().equals(family))) {
      return false;
    }
    Optional<IptablesRuleset> saved =
        save(tool, List.of(tool + "-nft-save", tool + "-save")).asOptional();
    saved.ifPresent(to::add);
    return saved.isPresent();
  }

  private Fact<Listed> listIptables() {
    Fact<IptablesRuleset> four = save("iptables", List.of("iptables-save"));
    if (four instanceof Fact.Unread<IptablesRuleset> unread) {
      return explained(unread);
    }
    List<IptablesRuleset> six = new ArrayList<>();
    save("ip6tables", List.of("ip6tables-save")).asOptional().ifPresent(six::add);
    return four.map(rules -> new Listed(Optional.empty(), table -> true, List.of(rules), six));
  }

  /** The first of these programs that is installed. */
  private Fact<IptablesRuleset> save(String tool, List<String> names) {
    String name = names.stream().filter(programs::has).findFirst().orElse(names.getLast());
    return programs.output(PATIENCE, name, List.of()).map(text -> new IptablesRuleset(tool, text));
  }

  private <T, R> Fact<R> explained(Fact.Unread<T> unread) {
    if (unread.reason() != Reason.PERMISSION) {
      return Fact.unread(unread.reason(), unread.why());
    }
    String seen = "";
    if (files.text("/etc/ufw/ufw.conf").asOptional().filter(LinuxFirewall::ufwIsOn).isPresent()) {
      seen = " ufw is switched on in /etc/ufw/ufw.conf.";
    } else if (programs.has("firewall-cmd")) {
      seen = " firewalld is installed; firewall-cmd --list-all shows its rules.";
    }
    return Fact.unread(Reason.PERMISSION, unread.why() + "." + OPT_IN + seen);
  }

  /** {@code /etc/ufw/ufw.conf}: {@code ENABLED=yes}. */
  static boolean ufwIsOn(String text) {
    return text.lines().anyMatch(line -> line.strip().equalsIgnoreCase("ENABLED=yes"));
  }

  /** What was listed, held against a new connection to {@code port}. */
  private static HostFirewall firewall(Listed all, int port, List<NetInterface> faces) {
    FirewallQuestion question = FirewallQuestion.of(port, false, faces);
    FirewallQuestion question6 = FirewallQuestion.of(port, true, faces);
    HostFirewall.Inbound four = FilterWalk.inbound(question, all::chains);
    HostFirewall.Inbound inbound =
        question6.networks().isEmpty()
            ? four
            : both(four, FilterWalk.inbound(question6, all::chains));
    boolean filters = all.chains(question).stream().anyMatch(LinuxFirewall::filters);
    return new HostFirewall(
        product(all), List.of(new HostFirewall.Profile(HOST, filters, true)), inbound, all.rules());
  }

  private static boolean filters(FilterChain chain) {
    return chain.base().isPresent() && (chain.base().get().drops() || !chain.rules().isEmpty());
  }

  /** Rooms and controllers speak IPv4: it decides, and a different IPv6 is told. */
  static HostFirewall.Inbound both(HostFirewall.Inbound four, HostFirewall.Inbound six) {
    boolean same = opens(four) == opens(six);
    if (same) {
      return four;
    }
    String other =
        (opens(six) ? "IPv6 is let in" : "IPv6 is blocked")
            + six.rule().map(rule -> " by " + rule).orElse("");
    return new HostFirewall.Inbound(
        four.action(),
        Optional.of(four.rule().map(rule -> rule + "; " + other).orElse(other)),
        four.defaultBlocks());
  }

  private static boolean opens(HostFirewall.Inbound inbound) {
    return switch (inbound.action()) {
      case ALLOW, DEPENDS -> true;
      case BLOCK -> false;
      case NO_RULE -> !inbound.defaultBlocks();
    };
  }

  private static String product(Listed all) {
    boolean ufw =
        all.four().stream().anyMatch(rules -> rules.hasChain("ufw-user-input"))
            || all.rules().stream().anyMatch(rule -> rule.contains(" ufw-user-input"));
    if (ufw) {
      return "ufw";
    }
    if (all.nft().isPresent() && all.nft().get().hasTable("firewalld")) {
      return "firewalld";
    }
    return all.nft().isPresent() && all.four().isEmpty() ? "nftables" : "iptables";
  }
}
