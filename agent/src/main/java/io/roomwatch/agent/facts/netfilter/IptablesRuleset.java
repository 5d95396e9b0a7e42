package io.roomwatch.agent.facts.netfilter;

import io.roomwatch.agent.facts.netfilter.FilterChain.Base;
import io.roomwatch.agent.facts.netfilter.FilterChain.Hook;
import io.roomwatch.agent.facts.reader.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code iptables-save} or {@code ip6tables-save} prints, iptables-save(8): its chains held
 * against a question, and its rules as text. Pure. Lines that are not understood are left out.
 */
final class IptablesRuleset {

  private final String tool;
  private final List<String> lines = new ArrayList<>();

  /** A built-in chain an incoming packet passes: its table, hook and priority, netfilter_ipv4.h. */
  private record BuiltIn(String table, String chain, Hook hook, int priority) {}

  private static final List<BuiltIn> BUILT_IN =
      List.of(
          new BuiltIn("raw", "PREROUTING", Hook.PREROUTING, -300),
          new BuiltIn("mangle", "PREROUTING", Hook.PREROUTING, -150),
          new BuiltIn("nat", "PREROUTING", Hook.PREROUTING, -100),
          new BuiltIn("mangle", "INPUT", Hook.INPUT, -150),
          new BuiltIn("filter", "INPUT", Hook.INPUT, 0),
          new BuiltIn("security", "INPUT", Hook.INPUT, 50));

  /** Chains are collected here while reading. */
  private static final class Draft {
    private boolean drops;
    private final List<FilterChain.Rule> rules = new ArrayList<>();
  }

  /**
   * @param tool {@code iptables} or {@code ip6tables}, named in front of every rule
   */
  IptablesRuleset(String tool, String text) {
    this.tool = tool;
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
  }

  /** All chains; the question says for which family they were asked. */
  List<FilterChain> chains(FirewallQuestion question) {
    Map<String, Map<String, Draft>> tables = drafts(question);
    List<FilterChain> chains = new ArrayList<>();
    tables.forEach(
        (table, drafts) ->
            drafts.forEach(
                (name, draft) ->
                    chains.add(
                        new FilterChain(id(table, name), base(table, name, draft), draft.rules))));
    return chains;
  }

  private Map<String, Map<String, Draft>> drafts(FirewallQuestion question) {
    Map<String, Map<String, Draft>> tables = new LinkedHashMap<>();
    // Chains are declared before any rule: a target that is one of them is a jump.
    Map<String, Draft> current = new LinkedHashMap<>();
    String table = "";
    for (String line : lines) {
      if (line.startsWith("*")) {
        table = line.substring(1);
        current = tables.computeIfAbsent(table, name -> new LinkedHashMap<>());
      } else if (line.startsWith(":")) {
        String[] cell = Columns.of(line.substring(1));
        Draft draft = current.computeIfAbsent(cell[0], name -> new Draft());
        draft.drops = cell.length > 1 && cell[1].equals("DROP");
      } else if (line.startsWith("-A ")) {
        String inTable = table;
        Set<String> own = new HashSet<>(current.keySet());
        List<String> words = words(line);
        if (words.size() >= 2) {
          current
              .computeIfAbsent(words.get(1), name -> new Draft())
              .rules
              .add(
                  new IptablesRule(question, name -> chainId(inTable, name, own))
                      .parse(line, words));
        }
      }
    }
    return tables;
  }

  private Optional<String> chainId(String table, String name, Set<String> own) {
    return own.contains(name) ? Optional.of(id(table, name)) : Optional.empty();
  }

  private String id(String table, String chain) {
    return tool + " " + table + " " + chain;
  }

  private static Optional<Base> base(String table, String chain, Draft draft) {
    return BUILT_IN.stream()
        .filter(one -> one.table().equals(table) && one.chain().equals(chain))
        .map(one -> new Base(one.hook(), one.priority(), draft.drops, Applies.YES))
        .findFirst();
  }

  /** Whether a chain of this name is declared in any table. */
  boolean hasChain(String name) {
    return lines.stream().anyMatch(line -> line.startsWith(":" + name + " "));
  }

  /** Every rule and policy, one line each, without packet counters. */
  List<String> rules() {
    List<String> rules = new ArrayList<>();
    String table = "";
    for (String line : lines) {
      if (line.startsWith("*")) {
        table = line.substring(1);
      } else if (line.startsWith("-A ")) {
        rules.add(tool + " " + table + ": " + line);
      } else if (line.startsWith(":") && !line.contains(" - ")) {
        rules.add(tool + " " + table + ": " + line.replaceAll("\\s*\\[.*", ""));
      }
    }
    return rules;
  }

  /** Words of a line; quotes hold blanks, a backslash takes the next character as it is. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        begun = true;
      } else if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (Character.isWhitespace(c) && !quoted) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
