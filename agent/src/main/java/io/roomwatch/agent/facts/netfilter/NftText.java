package io.roomwatch.agent.facts.netfilter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * nftables rules from their JSON back to the words of nft(8), near enough to be found there.
 * Handles, counters and what a log writes are left out, so that the same rules give the same text.
 * Pure.
 */
final class NftText {
  private NftText() {}

  /** A rule's statements on one line. */
  static String rule(JsonNode statements) {
    List<String> words = new ArrayList<>();
    for (JsonNode statement : statements) {
      String name = statement.fieldNames().hasNext() ? statement.fieldNames().next() : "";
      String text = statement(name, statement.path(name));
      if (!text.isEmpty()) {
        words.add(text);
      }
    }
    return String.join(" ", words);
  }

  /** The line of a rule, a base chain or a set or map of ports; empty for the others. */
  static Optional<String> line(String kind, JsonNode node) {
    return switch (kind) {
      case "rule" -> Optional.of(rule(node.path("expr")));
      case "chain" ->
          node.has("hook")
              ? Optional.of(
                  "type "
                      + node.path("type").asText()
                      + " hook "
                      + node.path("hook").asText()
                      + " priority "
                      + node.path("prio").asText()
                      + " policy "
                      + node.path("policy").asText())
              : Optional.empty();
      case "set" ->
          node.path("type").toString().contains("inet_service")
              ? Optional.of("elements " + list(node.path("elem")))
              : Optional.empty();
      case "map" ->
          node.path("type").toString().contains("inet_service")
              ? Optional.of("elements " + pairs(node.path("elem")))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The elements of a map, sorted: the kernel lists them in no order of its own. */
  private static String pairs(JsonNode elements) {
    return NftRuleset.pairs(elements).entrySet().stream()
        .map(pair -> pair.getKey() + " : " + pair.getValue())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String statement(String name, JsonNode value) {
    return switch (name) {
      case "match" -> match(value);
      case "counter", "comment", "" -> "";
      case "log" -> "log";
      case "accept", "drop", "return", "continue", "masquerade", "notrack" -> name;
      case "jump", "goto" -> name + " " + value.path("target").asText();
      case "reject" ->
          value.has("type")
              ? ("reject with " + value.path("type").asText() + " " + value.path("expr").asText())
                  .strip()
              : "reject";
      case "limit" ->
          "limit rate "
              + (value.path("inv").asBoolean() ? "over " : "")
              + value.path("rate").asText()
              + "/"
              + value.path("per").asText();
      case "vmap" -> expression(value.path("key")) + " vmap " + expression(value.path("data"));
      case "dnat", "snat", "redirect" ->
          (name
                  + (value.has("addr") ? " to " + expression(value.path("addr")) : "")
                  + (value.has("port") ? " port " + expression(value.path("port")) : ""))
              .strip();
      case "xt" -> "xt " + value.path("type").asText() + " " + value.path("name").asText();
      default -> value.isNull() ? name : name + " " + value;
    };
  }

  private static String match(JsonNode value) {
    String op = value.path("op").asText();
    boolean plain = op.equals("==") || op.equals("in");
    return expression(value.path("left"))
        + (plain ? " " : " " + op + " ")
        + expression(value.path("right"));
  }

  private static String expression(JsonNode value) {
    if (value.isValueNode()) {
      return value.asText();
    }
    if (value.isArray()) {
      return String.join(",", texts(value));
    }
    Map.Entry<String, JsonNode> only =
        value.properties().stream().findFirst().orElse(Map.entry("", value));
    JsonNode inner = only.getValue();
    return switch (only.getKey()) {
      case "payload" -> inner.path("protocol").asText() + " " + inner.path("field").asText();
      case "meta" -> meta(inner.path("key").asText());
      case "ct" -> "ct " + inner.path("key").asText();
      case "set" -> list(inner);
      case "range" -> String.join("-", texts(inner));
      case "prefix" -> inner.path("addr").asText() + "/" + inner.path("len").asText();
      case "concat" -> String.join(" . ", texts(inner));
      case "elem" -> expression(inner.path("val"));
      case "&", "|" -> "(" + String.join(" " + only.getKey() + " ", texts(inner)) + ")";
      case "fib" ->
          "fib "
              + String.join(" . ", texts(inner.path("flags")))
              + " "
              + inner.path("result").asText();
      case "jump", "goto" -> only.getKey() + " " + inner.path("target").asText();
      case "accept", "drop", "return", "continue" -> only.getKey();
      default -> value.toString();
    };
  }

  /** nft writes these without the word meta. */
  private static String meta(String key) {
    return switch (key) {
      case "iif", "iifname", "iiftype", "oif", "oifname", "oiftype" -> key;
      default -> "meta " + key;
    };
  }

  private static String list(JsonNode elements) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements) {
      texts.add(
          element.isArray() && element.size() == 2
              ? expression(element.get(0)) + " : " + expression(element.get(1))
              : expression(element));
    }
    // The kernel keeps some sets in no order: here they have one, or the same rules would differ.
    texts.sort(Comparator.comparingLong(NftText::leadingNumber).thenComparing(text -> text));
    return "{ " + String.join(", ", texts) + " }";
  }

  private static long leadingNumber(String text) {
    int digits = 0;
    while (digits < Math.min(text.length(), 18) && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    return digits == 0 ? -1 : Long.parseLong(text.substring(0, digits));
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(expression(value)));
    return texts;
  }
}
