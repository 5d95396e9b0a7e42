package io.roomwatch.agent.facts.netfilter;

import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.netfilter.FilterChain.Fate;
import io.roomwatch.agent.facts.netfilter.FilterChain.Verdict;
import io.roomwatch.agent.facts.reader.Addresses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds one rule of iptables-save, iptables(8) and iptables-extensions(8), against a {@link
 * FirewallQuestion}. The packet is the same as in {@link NftMatch}. Pure; one instance for one
 * rule.
 */
final class IptablesRule {

  /** Targets that do something and let the next rule decide. */
  private static final Set<String> HARMLESS =
      Set.of(
          "LOG",
          "NFLOG",
          "ULOG",
          "MARK",
          "CONNMARK",
          "TCPMSS",
          "CT",
          "NOTRACK",
          "AUDIT",
          "CLASSIFY",
          "SET",
          "TRACE",
          "CHECKSUM",
          "DSCP",
          "TOS",
          "TTL",
          "HL",
          "SECMARK",
          "CONNSECMARK",
          "RATEEST");

  /** Options followed by what somebody wrote, which may look like an option. */
  private static final Set<String> FREE_TEXT =
      Set.of("--comment", "--log-prefix", "--nflog-prefix", "--ulog-prefix");

  private final FirewallQuestion question;
  private final Function<String, Optional<String>> chains;

  private Applies applies = Applies.YES;
  private boolean namesPort;
  private boolean conditional;
  private Verdict verdict = new Verdict.Continue();

  /**
   * @param chains the id of a chain of the rule's table; empty for any other name
   */
  IptablesRule(FirewallQuestion question, Function<String, Optional<String>> chains) {
    this.question = question;
    this.chains = chains;
  }

  /** One option: its name, whether {@code !} stood before it, and the words up to the next. */
  private record Option(String name, boolean negated, List<String> values) {
    String value() {
      return values.isEmpty() ? "" : values.getFirst();
    }
  }

  /**
   * The rule.
   *
   * @param line the whole line, which becomes its text
   * @param words the line in words, {@code -A}, the chain, then options
   */
  FilterChain.Rule parse(String line, List<String> words) {
    for (Option option : options(words.subList(2, words.size()))) {
      Optional<Applies> condition = condition(option);
      if (condition.isPresent()) {
        conditional = true;
        Applies holds = condition.get();
        applies = applies.and(option.negated() ? holds.not() : holds);
      }
    }
    return new FilterChain.Rule(line, applies, namesPort, conditional, verdict);
  }

  private static List<Option> options(List<String> words) {
    List<Option> options = new ArrayList<>();
    boolean negated = false;
    int i = 0;
    while (i < words.size()) {
      String word = words.get(i++);
      if (word.equals("!")) {
        negated = true;
        continue;
      }
      List<String> values = new ArrayList<>();
      if (FREE_TEXT.contains(word) && i < words.size()) {
        i++;
      }
      while (i < words.size() && !words.get(i).startsWith("-") && !words.get(i).equals("!")) {
        values.add(words.get(i++));
      }
      options.add(new Option(word, negated, values));
      negated = false;
    }
    return options;
  }

  /** The condition of an option; empty when it is none. */
  private Optional<Applies> condition(Option option) {
    String value = option.value();
    return switch (option.name()) {
      case "-j" -> {
        verdict = target(value, true);
        yield Optional.empty();
      }
      case "-g" -> {
        verdict = target(value, false);
        yield Optional.empty();
      }
      case "-m", "--comment", "--reject-with", "--limit-burst", "--log-prefix", "--log-level" ->
          Optional.empty();
      case "-p" -> Optional.of(Applies.when(Set.of("tcp", "6", "all", "0").contains(value)));
      case "-i" -> Optional.of(question.comesInOn(List.of(value)));
      case "-s" -> Optional.of(question.comesFrom(networks(value)));
      case "-d" -> Optional.of(question.goesTo(networks(value)));
      case "-o" -> Optional.of(Applies.NO);
      case "--dport", "--dports" -> Optional.of(port(value));
      // Either the sender's port, which is not known, or ours.
      case "--ports" -> Optional.of(port(value).or(Applies.SCOPED));
      case "--sport", "--sports" ->
          Optional.of(value.equals("1024:65535") ? Applies.YES : Applies.SCOPED);
      case "--ctstate", "--state" -> Optional.of(listed(value, "NEW"));
      case "--ctstatus" -> Optional.of(listed(value, "NONE"));
      case "--ctdir" -> Optional.of(Applies.when(value.equals("ORIGINAL")));
      case "--tcp-flags" -> Optional.of(flags(option.values()));
      case "--syn" -> Optional.of(Applies.YES);
      case "--dst-type" -> Optional.of(listed(value, "LOCAL"));
      case "--src-type" -> Optional.of(listed(value, "UNICAST"));
      case "--pkt-type" -> Optional.of(Applies.when(value.equals("unicast")));
      // A first packet is within every limit and over none.
      case "--limit", "--hashlimit-upto", "--connlimit-upto" -> Optional.of(Applies.YES);
      case "--hashlimit-above", "--connlimit-above", "--hitcount" -> Optional.of(Applies.NO);
      // A sender who knocked before.
      case "--rcheck", "--update" -> Optional.of(Applies.SCOPED);
      case "--set", "--remove", "--name", "--rsource", "--rdest", "--seconds", "--reap", "--mask" ->
          Optional.empty();
      case "--rt-type", "--rt-segsleft" -> Optional.of(Applies.NO);
      case "--pol" -> Optional.of(Applies.when(value.equals("none")));
      case "--mac-source",
          "--src-range",
          "--timestart",
          "--timestop",
          "--weekdays",
          "--monthdays",
          "--datestart",
          "--datestop" ->
          Optional.of(Applies.SCOPED);
      case "--match-set" ->
          Optional.of(option.values().contains("src") ? Applies.SCOPED : Applies.OPAQUE);
      // Of another protocol: -p decides.
      case "--icmp-type", "--icmpv6-type", "--hl-eq" -> Optional.empty();
      default -> option(option.name());
    };
  }

  /** Options of modules and targets whose first word was read already, or unknown ones. */
  private static Optional<Applies> option(String name) {
    boolean ofKnown =
        List.of(
                "--log-",
                "--nflog-",
                "--set-",
                "--hashlimit-",
                "--connlimit-",
                "--limit",
                "--to-",
                "--save-",
                "--restore-",
                "--clamp-",
                "--add-set",
                "--del-set",
                "--queue-",
                "--kerneltz",
                "--utc",
                "--contiguous",
                "--dir",
                "--notrack",
                "--helper",
                "--zone",
                "--random",
                "--persistent")
            .stream()
            .anyMatch(name::startsWith);
    return ofKnown ? Optional.empty() : Optional.of(Applies.OPAQUE);
  }

  private Verdict target(String name, boolean comesBack) {
    Optional<String> chain = chains.apply(name);
    if (chain.isPresent()) {
      return new Verdict.Jump(chain.get(), comesBack);
    }
    return switch (name) {
      case "ACCEPT" -> new Verdict.Finish(Fate.ACCEPT);
      case "DROP", "REJECT", "TARPIT" -> new Verdict.Finish(Fate.DROP);
      case "RETURN" -> new Verdict.Return();
      default -> HARMLESS.contains(name) ? new Verdict.Continue() : new Verdict.Finish(Fate.DIVERT);
    };
  }

  /** Ports and ranges with commas between them, {@code 80,443,9000:9100}. */
  private Applies port(String list) {
    namesPort = true;
    for (String part : list.split(",", -1)) {
      String[] ends = part.split(":", -1);
      int low = ends[0].isEmpty() ? 0 : number(ends[0]);
      int high = ends.length < 2 ? low : ends[1].isEmpty() ? 65535 : number(ends[1]);
      if (low >= 0 && low <= question.port() && question.port() <= high) {
        return Applies.YES;
      }
    }
    return Applies.NO;
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
  }

  private static Applies listed(String list, String wanted) {
    return Applies.when(Arrays.asList(list.split(",", -1)).contains(wanted));
  }

  /** {@code --tcp-flags FIN,SYN,RST,ACK SYN}: of the first list, exactly the second is set. */
  private static Applies flags(List<String> masks) {
    if (masks.size() != 2) {
      return Applies.OPAQUE;
    }
    Set<String> seen = new HashSet<>(Set.of("SYN"));
    if (!masks.get(0).equals("ALL")) {
      seen.retainAll(Arrays.asList(masks.get(0).split(",", -1)));
    }
    Set<String> asked = new HashSet<>(Arrays.asList(masks.get(1).split(",", -1)));
    asked.remove("NONE");
    return Applies.when(seen.equals(asked));
  }

  private static List<Subnet> networks(String list) {
    List<Subnet> networks = new ArrayList<>();
    for (String text : list.split(",", -1)) {
      int slash = text.indexOf('/');
      Addresses.literal(slash < 0 ? text : text.substring(0, slash))
          .ifPresent(
              address -> {
                int bits = address.getAddress().length * 8;
                int length = slash < 0 ? bits : number(text.substring(slash + 1));
                if (length >= 0 && length <= bits) {
                  networks.add(new Subnet(address, length));
                }
              });
    }
    return networks;
  }
}
