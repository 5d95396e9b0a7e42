package io.roomwatch.agent.facts.netfilter;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.facts.Subnet;
import io.roomwatch.agent.facts.reader.Addresses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds the conditions of one nftables rule against a {@link FirewallQuestion}. The packet is the
 * first of a TCP connection from outside: SYN set and nothing else, conntrack state new, no mark
 * known, no socket yet. Pure; one instance for one rule.
 */
final class NftMatch {

  /** Flags of the first packet. */
  private static final Set<String> SYN = Set.of("syn");

  /** Extensions of iptables that are no condition. */
  private static final Set<String> HARMLESS_TARGETS =
      Set.of("LOG", "NFLOG", "MARK", "CONNMARK", "TCPMSS", "CT", "AUDIT", "CHECKSUM", "CLASSIFY");

  /** Protocols whose fields a TCP packet does not have: such a condition never holds. */
  private static final Set<String> OTHER_PROTOCOLS =
      Set.of(
          "udp", "udplite", "icmp", "icmpv6", "igmp", "sctp", "dccp", "esp", "ah", "comp", "arp",
          "gre", "vxlan", "geneve");

  private final FirewallQuestion question;
  private final Function<String, Optional<JsonNode>> sets;
  private boolean namesPort;

  /**
   * @param sets elements of a named set or map of the rule's table
   */
  NftMatch(FirewallQuestion question, Function<String, Optional<JsonNode>> sets) {
    this.question = question;
    this.sets = sets;
  }

  /** Whether a condition seen so far is the port asked about. */
  boolean namesPort() {
    return namesPort;
  }

  /** The condition of a statement; empty when it is none, such as a counter or a verdict. */
  Optional<Applies> statement(JsonNode statement) {
    String name = statement.fieldNames().hasNext() ? statement.fieldNames().next() : "";
    JsonNode value = statement.path(name);
    return switch (name) {
      case "match" -> Optional.of(match(value));
      // A first packet is within every limit and over none.
      case "limit", "quota", "ct count" ->
          Optional.of(Applies.when(!value.path("inv").asBoolean()));
      case "set" -> setStatement(value);
      case "xt" -> xt(value);
      case "counter", "log", "comment", "mangle", "ct helper", "ct timeout", "ct expectation" ->
          Optional.empty();
      case "notrack", "dup", "flow", "meta", "secmark", "last" -> Optional.empty();
      case "accept", "drop", "reject", "jump", "goto", "return", "continue" -> Optional.empty();
      case "queue", "dnat", "redirect", "tproxy", "synproxy", "snat", "masquerade" ->
          Optional.empty();
      default -> Optional.of(Applies.OPAQUE);
    };
  }

  /** {@code add @set { ip saddr limit rate over 5/minute }} holds when its limit does. */
  private static Optional<Applies> setStatement(JsonNode value) {
    for (JsonNode inner : value.path("stmt")) {
      for (JsonNode limit : inner) {
        if (limit.has("inv")) {
          return Optional.of(Applies.when(!limit.path("inv").asBoolean()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Applies> xt(JsonNode value) {
    String name = value.path("name").asText();
    if (value.path("type").asText().equals("target")) {
      return HARMLESS_TARGETS.contains(name) || name.equals("REJECT")
          ? Optional.empty()
          : Optional.of(Applies.OPAQUE);
    }
    return name.equals("comment") ? Optional.empty() : Optional.of(Applies.OPAQUE);
  }

  private Applies match(JsonNode match) {
    JsonNode left = match.path("left");
    if (impossible(left)) {
      return Applies.NO;
    }
    List<JsonNode> candidates = values(match.path("right"));
    return switch (match.path("op").asText()) {
      case "==", "in" -> key(left, candidates);
      case "!=" -> key(left, candidates).not();
      case "<", ">", "<=", ">=" -> order(left, match.path("op").asText(), match.path("right"));
      default -> Applies.OPAQUE;
    };
  }

  /** Whether our packet has no such field at all: then not even "is not" holds. */
  private boolean impossible(JsonNode left) {
    JsonNode inner = left.path("&").path(0);
    JsonNode payload = inner.isMissingNode() ? left.path("payload") : inner.path("payload");
    String protocol = payload.path("protocol").asText();
    return OTHER_PROTOCOLS.contains(protocol)
        || (protocol.equals("ip") && question.ipv6())
        || (protocol.equals("ip6") && !question.ipv6());
  }

  /** Whether the packet's field is one of these values. */
  Applies key(JsonNode left, List<JsonNode> candidates) {
    if (candidates.stream().anyMatch(value -> value.asText().equals("*"))) {
      return Applies.YES;
    }
    if (impossible(left)) {
      return Applies.NO;
    }
    String kind = left.fieldNames().hasNext() ? left.fieldNames().next() : "";
    JsonNode field = left.path(kind);
    return switch (kind) {
      case "payload" -> payload(field, candidates);
      case "meta" -> meta(field.path("key").asText(), candidates);
      case "ct" -> conntrack(field.path("key").asText(), candidates);
      case "fib" -> fib(field, candidates);
      case "&" -> masked(field, candidates);
      case "concat" -> concat(field, candidates);
      // A first packet has no routing header; one with such a header is not ours.
      case "exthdr" -> Applies.NO;
      default -> Applies.OPAQUE;
    };
  }

  private Applies payload(JsonNode field, List<JsonNode> candidates) {
    String name = field.path("protocol").asText() + " " + field.path("field").asText();
    return switch (name) {
      case "tcp dport", "th dport" -> port(candidates);
      case "tcp sport", "th sport" -> senderPort(candidates);
      case "tcp flags" -> any(candidates, value -> Applies.when(flags(value).contains("syn")));
      case "ip saddr", "ip6 saddr" -> question.comesFrom(networks(candidates));
      case "ip daddr", "ip6 daddr" -> question.goesTo(networks(candidates));
      case "ip protocol", "ip6 nexthdr" -> any(candidates, NftMatch::tcp);
      case "ip version", "ip6 version" ->
          any(candidates, value -> Applies.when(value.asInt() == (question.ipv6() ? 6 : 4)));
      case "ether type" -> any(candidates, this::family);
      case "ether saddr", "ether daddr" -> Applies.SCOPED;
      default -> Applies.OPAQUE;
    };
  }

  private Applies meta(String key, List<JsonNode> candidates) {
    return switch (key) {
      case "l4proto" -> any(candidates, NftMatch::tcp);
      case "nfproto", "protocol" -> any(candidates, this::family);
      case "iif", "iifname" ->
          question.comesInOn(candidates.stream().map(JsonNode::asText).toList());
      // A packet for this host leaves through no interface.
      case "oif", "oifname" -> Applies.NO;
      case "iiftype" ->
          any(candidates, v -> v.asText().equals("loopback") ? Applies.NO : Applies.SCOPED);
      case "pkttype" ->
          any(candidates, v -> Applies.when(Set.of("host", "unicast").contains(v.asText())));
      case "time", "hour", "day", "iifgroup", "iifkind", "sdif", "sdifname" -> Applies.SCOPED;
      default -> Applies.OPAQUE;
    };
  }

  private static Applies conntrack(String key, List<JsonNode> candidates) {
    return switch (key) {
      case "state" -> any(candidates, v -> Applies.when(v.asText().equals("new")));
      case "direction" -> any(candidates, v -> Applies.when(v.asText().equals("original")));
      case "status" -> any(candidates, v -> Applies.when(v.asText().equals("0")));
      case "saddr", "ip saddr", "ip6 saddr" -> Applies.SCOPED;
      default -> Applies.OPAQUE;
    };
  }

  /** Lookups in the routing table: our packet comes from a neighbour and is for this host. */
  private static Applies fib(JsonNode field, List<JsonNode> candidates) {
    List<String> flags = new ArrayList<>();
    field.path("flags").forEach(flag -> flags.add(flag.asText()));
    if (field.path("flags").isTextual()) {
      flags.add(field.path("flags").asText());
    }
    if (field.path("result").asText().equals("type")) {
      String type = flags.contains("saddr") ? "unicast" : "local";
      return any(candidates, v -> Applies.when(v.asText().equals(type)));
    }
    // Reverse path: "missing" is the spoofed sender that such rules drop.
    return any(
        candidates,
        v ->
            v.asText().equals("false") || v.asText().equals("0") || v.asText().equals("missing")
                ? Applies.NO
                : Applies.SCOPED);
  }

  /** {@code tcp flags & (fin | syn) == syn}. */
  private static Applies masked(JsonNode operands, List<JsonNode> candidates) {
    JsonNode payload = operands.path(0).path("payload");
    boolean flags =
        payload.path("protocol").asText().equals("tcp")
            && payload.path("field").asText().equals("flags");
    if (!flags) {
      return Applies.OPAQUE;
    }
    Set<String> seen = new HashSet<>(SYN);
    seen.retainAll(flags(operands.path(1)));
    Set<String> asked = new HashSet<>();
    candidates.forEach(value -> asked.addAll(flags(value)));
    return Applies.when(seen.equals(asked));
  }

  private Applies concat(JsonNode fields, List<JsonNode> candidates) {
    return any(
        candidates,
        tuple -> {
          JsonNode values = tuple.path("concat");
          if (values.size() != fields.size()) {
            return Applies.OPAQUE;
          }
          Applies all = Applies.YES;
          for (int i = 0; i < values.size(); i++) {
            all = all.and(key(fields.get(i), values(values.get(i))));
          }
          return all;
        });
  }

  private Applies port(List<JsonNode> candidates) {
    namesPort = true;
    return any(
        candidates,
        value -> {
          if (value.has("range")) {
            JsonNode range = value.path("range");
            return Applies.when(
                range.path(0).asInt(-1) <= question.port()
                    && question.port() <= range.path(1).asInt(-1)
                    && range.path(0).isInt());
          }
          return value.isInt() ? Applies.when(value.asInt() == question.port()) : Applies.OPAQUE;
        });
  }

  private static Applies senderPort(List<JsonNode> candidates) {
    return any(
        candidates,
        value -> {
          JsonNode range = value.path("range");
          boolean allDynamic =
              range.path(0).asInt(0xffff) <= 1024 && range.path(1).asInt(0) == 0xffff;
          return allDynamic ? Applies.YES : Applies.SCOPED;
        });
  }

  private Applies order(JsonNode left, String op, JsonNode right) {
    JsonNode payload = left.path("payload");
    String field = payload.path("protocol").asText() + " " + payload.path("field").asText();
    if (!right.isInt() || !(field.equals("tcp dport") || field.equals("th dport"))) {
      return Applies.OPAQUE;
    }
    namesPort = true;
    int compared = Integer.compare(question.port(), right.asInt());
    return Applies.when(
        switch (op) {
          case "<" -> compared < 0;
          case ">" -> compared > 0;
          case "<=" -> compared <= 0;
          default -> compared >= 0;
        });
  }

  private static Applies tcp(JsonNode value) {
    return Applies.when(value.asText().equals("tcp") || value.asText().equals("6"));
  }

  private Applies family(JsonNode value) {
    return switch (value.asText()) {
      case "ipv4", "ip", "2" -> Applies.when(!question.ipv6());
      case "ipv6", "ip6", "10" -> Applies.when(question.ipv6());
      default -> Applies.NO;
    };
  }

  /** The values a right-hand side stands for: one, a list, a set, or a named set. */
  private List<JsonNode> values(JsonNode right) {
    List<JsonNode> values = new ArrayList<>();
    if (right.isTextual() && right.asText().startsWith("@")) {
      sets.apply(right.asText().substring(1))
          .ifPresent(elements -> elements.forEach(element -> values.add(plain(element))));
    } else if (right.has("set")) {
      right.path("set").forEach(element -> values.add(plain(element)));
    } else if (right.isArray()) {
      right.forEach(element -> values.add(plain(element)));
    } else {
      values.add(plain(right));
    }
    return values;
  }

  /** The elements of a verdict map, written out or named. */
  List<Map.Entry<JsonNode, JsonNode>> elements(JsonNode data) {
    JsonNode list = data.path("set");
    if (data.isTextual() && data.asText().startsWith("@")) {
      list = sets.apply(data.asText().substring(1)).orElse(list);
    }
    List<Map.Entry<JsonNode, JsonNode>> elements = new ArrayList<>();
    NftRuleset.pairs(list).forEach((k, v) -> elements.add(Map.entry(plain(k), v)));
    return elements;
  }

  /** An element without its timeout, counter or comment. */
  private static JsonNode plain(JsonNode element) {
    return element.has("elem") ? element.path("elem").path("val") : element;
  }

  private static Set<String> flags(JsonNode value) {
    Set<String> flags = new HashSet<>();
    if (value.isArray()) {
      value.forEach(flag -> flags.addAll(flags(flag)));
    } else if (value.has("|")) {
      flags.addAll(flags(value.path("|")));
    } else if (value.isTextual()) {
      flags.add(value.asText());
    }
    return flags;
  }

  private static List<Subnet> networks(List<JsonNode> values) {
    List<Subnet> networks = new ArrayList<>();
    for (JsonNode value : values) {
      JsonNode prefix = value.path("prefix");
      boolean one = prefix.isMissingNode();
      Addresses.literal(one ? value.asText() : prefix.path("addr").asText())
          .ifPresent(
              address -> {
                int bits = address.getAddress().length * 8;
                int length = one ? bits : prefix.path("len").asInt(-1);
                if (length >= 0 && length <= bits) {
                  networks.add(new Subnet(address, length));
                }
              });
    }
    return networks;
  }

  private static Applies any(List<JsonNode> candidates, Function<JsonNode, Applies> test) {
    return candidates.stream().map(test).reduce(Applies.NO, Applies::or);
  }
}
