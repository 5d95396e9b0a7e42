package io.roomwatch.agent.facts.netfilter;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.facts.netfilter.FilterChain.Fate;
import io.roomwatch.agent.facts.netfilter.FilterChain.Hook;
import io.roomwatch.agent.facts.netfilter.FilterChain.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What {@code nft -j list ruleset} prints, libnftables-json(5): its chains held against a question,
 * and its rules as text. Pure. Objects that are not understood are left out; statements that are
 * not understood make their rule {@link Applies#OPAQUE}.
 */
final class NftRuleset {

  /** A table. Families: ip, ip6, inet, netdev; arp and bridge never see our packet. */
  record Table(String family, String name) {
    /** Tables that iptables-nft keeps; nft cannot always tell what their extensions mean. */
    private static final Set<String> IPTABLES =
        Set.of("raw", "mangle", "nat", "filter", "security");

    String chain(String chain) {
      return family + " " + name + " " + chain;
    }

    /** Whether iptables-nft or, for {@code ip6}, ip6tables-nft keeps it. */
    boolean isIptables() {
      return IPTABLES.contains(name) && (family.equals("ip") || family.equals("ip6"));
    }
  }

  private final List<JsonNode> objects;
  private final Set<Table> asleep = new HashSet<>();

  /** Tables whose flags cannot be told: nft 1.0.6 prints the table's name in place of any flag. */
  private final Set<Table> perhapsAsleep = new HashSet<>();

  private final Map<String, JsonNode> sets = new HashMap<>();

  private NftRuleset(List<JsonNode> objects) {
    this.objects = objects;
    for (JsonNode object : objects) {
      JsonNode table = object.path("table");
      String flags = table.path("flags").toString();
      Table own = new Table(table.path("family").asText(), table.path("name").asText());
      if (flags.contains("dormant")) {
        asleep.add(own);
      } else if (flags.equals("\"" + own.name() + "\"")) {
        perhapsAsleep.add(own);
      }
      for (String kind : List.of("set", "map")) {
        JsonNode set = object.path(kind);
        if (set.isObject()) {
          sets.put(table(set).chain(set.path("name").asText()), set.path("elem"));
        }
      }
    }
  }

  /** The ruleset, or empty when the text is not what nft prints. */
  static Optional<NftRuleset> parse(String json) {
    try {
      JsonNode top = JsonTree.read(json).path("nftables");
      List<JsonNode> objects = new ArrayList<>();
      top.forEach(objects::add);
      return top.isArray() ? Optional.of(new NftRuleset(objects)) : Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /** Tables of iptables-nft with an extension in them: only iptables-save tells what they mean. */
  Set<Table> unclearIptablesTables() {
    Set<Table> unclear = new HashSet<>();
    for (JsonNode object : objects) {
      JsonNode rule = object.path("rule");
      Table table = table(rule);
      for (JsonNode statement : rule.path("expr")) {
        if (table.isIptables() && statement.has("xt")) {
          unclear.add(table);
        }
      }
    }
    return unclear;
  }

  boolean hasTable(String name) {
    return objects.stream()
        .anyMatch(object -> object.path("table").path("name").asText().equals(name));
  }

  /** The chains of these tables that a packet of the question's family passes. */
  List<FilterChain> chains(FirewallQuestion question, Predicate<Table> wanted) {
    Map<String, List<FilterChain.Rule>> rules = new HashMap<>();
    for (JsonNode object : objects) {
      JsonNode rule = object.path("rule");
      Table table = table(rule);
      if (rule.isObject() && wanted.test(table) && sees(table, question)) {
        rules
            .computeIfAbsent(table.chain(rule.path("chain").asText()), id -> new ArrayList<>())
            .addAll(rules(rule, table, question));
      }
    }
    List<FilterChain> chains = new ArrayList<>();
    for (JsonNode object : objects) {
      JsonNode chain = object.path("chain");
      Table table = table(chain);
      if (chain.isObject() && wanted.test(table) && sees(table, question)) {
        String id = table.chain(chain.path("name").asText());
        chains.add(new FilterChain(id, base(chain, question), rules.getOrDefault(id, List.of())));
      }
    }
    return chains;
  }

  private boolean sees(Table table, FirewallQuestion question) {
    return !asleep.contains(table)
        && switch (table.family()) {
          case "inet", "netdev" -> true;
          case "ip" -> !question.ipv6();
          case "ip6" -> question.ipv6();
          default -> false;
        };
  }

  private Optional<FilterChain.Base> base(JsonNode chain, FirewallQuestion question) {
    Optional<Hook> hook =
        switch (chain.path("hook").asText()) {
          case "ingress" -> Optional.of(Hook.INGRESS);
          case "prerouting" -> Optional.of(Hook.PREROUTING);
          case "input" -> Optional.of(Hook.INPUT);
          default -> Optional.empty();
        };
    Applies awake = perhapsAsleep.contains(table(chain)) ? Applies.OPAQUE : Applies.YES;
    return hook.map(
        where ->
            new FilterChain.Base(
                where,
                chain.path("prio").asInt(0),
                chain.path("policy").asText().equals("drop"),
                where == Hook.INGRESS ? awake.and(onDevices(chain, question)) : awake));
  }

  /** Whether packets come in on the devices of an ingress chain; nft 1.0.6 does not name them. */
  private static Applies onDevices(JsonNode chain, FirewallQuestion question) {
    List<String> devices = new ArrayList<>();
    JsonNode dev = chain.path("dev");
    if (dev.isTextual()) {
      devices.add(dev.asText());
    }
    dev.forEach(one -> devices.add(one.asText()));
    return devices.isEmpty() ? Applies.OPAQUE : question.comesInOn(devices);
  }

  /** One rule, or one for each element of the verdict map it ends in. */
  private List<FilterChain.Rule> rules(JsonNode rule, Table table, FirewallQuestion question) {
    NftMatch match =
        new NftMatch(question, name -> Optional.ofNullable(sets.get(table.chain(name))));
    Applies applies = Applies.YES;
    boolean conditional = false;
    String text = NftText.rule(rule.path("expr"));
    List<FilterChain.Rule> rules = new ArrayList<>();
    for (JsonNode statement : rule.path("expr")) {
      if (statement.has("vmap")) {
        for (Map.Entry<JsonNode, JsonNode> element :
            match.elements(statement.path("vmap").path("data"))) {
          Applies key = match.key(statement.path("vmap").path("key"), List.of(element.getKey()));
          rules.add(
              new FilterChain.Rule(
                  text,
                  applies.and(key),
                  match.namesPort(),
                  true,
                  verdict(element.getValue(), table)));
          if (key == Applies.YES) {
            break;
          }
        }
        return rules;
      }
      Optional<Applies> condition = match.statement(statement);
      conditional |= condition.isPresent();
      applies = applies.and(condition.orElse(Applies.YES));
      Verdict verdict = verdict(statement, table);
      if (!(verdict instanceof Verdict.Continue)) {
        rules.add(new FilterChain.Rule(text, applies, match.namesPort(), conditional, verdict));
        return rules;
      }
    }
    return rules;
  }

  private static Verdict verdict(JsonNode statement, Table table) {
    String name = statement.fieldNames().hasNext() ? statement.fieldNames().next() : "";
    JsonNode value = statement.path(name);
    return switch (name) {
      case "accept" -> new Verdict.Finish(Fate.ACCEPT);
      case "drop", "reject" -> new Verdict.Finish(Fate.DROP);
      case "queue", "dnat", "redirect", "tproxy", "synproxy" -> new Verdict.Finish(Fate.DIVERT);
      case "jump" -> new Verdict.Jump(table.chain(value.path("target").asText()), true);
      case "goto" -> new Verdict.Jump(table.chain(value.path("target").asText()), false);
      case "return" -> new Verdict.Return();
      case "xt" ->
          switch (value.path("type").asText() + " " + value.path("name").asText()) {
            case "target REJECT" -> new Verdict.Finish(Fate.DROP);
            case "target DNAT", "target REDIRECT", "target NFQUEUE", "target TPROXY" ->
                new Verdict.Finish(Fate.DIVERT);
            default -> new Verdict.Continue();
          };
      default -> new Verdict.Continue();
    };
  }

  /**
   * Every rule of these tables, every base chain with its policy, and every set or map of ports,
   * one line each, without handles and counters. Sets of addresses are left out: programs fill
   * them.
   */
  List<String> lines(Predicate<Table> wanted) {
    List<String> lines = new ArrayList<>();
    for (JsonNode object : objects) {
      for (Map.Entry<String, String> kind :
          Map.of("rule", "chain", "chain", "name", "set", "name", "map", "name").entrySet()) {
        JsonNode node = object.path(kind.getKey());
        Table table = table(node);
        if (node.isObject() && wanted.test(table)) {
          String id = table.chain(node.path(kind.getValue()).asText());
          NftText.line(kind.getKey(), node).ifPresent(text -> lines.add(id + ": " + text));
        }
      }
    }
    return lines;
  }

  private static Table table(JsonNode node) {
    return new Table(node.path("family").asText(), node.path("table").asText());
  }

  /** Elements of a verdict map in their order: a list of pairs in JSON. */
  static Map<JsonNode, JsonNode> pairs(JsonNode list) {
    Map<JsonNode, JsonNode> pairs = new LinkedHashMap<>();
    for (JsonNode pair : list) {
      if (pair.isArray() && pair.size() == 2) {
        pairs.put(pair.get(0), pair.get(1));
      }
    }
    return pairs;
  }
}
