package io.roomwatch.agent.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.docs.Generated;
import io.roomwatch.agent.verdict.Given;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Template;
import io.roomwatch.agent.yaml.JsonSchema;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/triage.md} knows every key and every rule. {@code -Ddocs.update=true} rewrites it.
 */
final class TriageDocsTest {

  private static final Path DOC = Path.of("..", "docs", "triage.md");

  @Test
  void theListIsThatOfTheJar() throws IOException {
    Generated.part(TriageDocsTest.class, DOC, table());
  }

  private static String table() {
    StringBuilder text =
        new StringBuilder("\n| rule | verdict | confidence | provenance |\n|---|---|---|---|\n");
    for (Rule rule : TriageFile.shipped()) {
      String source = rule.basis().source();
      text.append(
          "| `%s` | [`%s`](verdicts/%s.md) | %s | %s%s |\n"
              .formatted(
                  rule.name(),
                  rule.id().label(),
                  rule.id().label(),
                  rule.basis().confidence().label(),
                  rule.basis().provenance().label(),
                  source.isEmpty() ? "" : ": " + source));
    }
    return text.append("\n").toString();
  }

  @Test
  void everyKeyAndEveryWordIsExplained() throws IOException {
    Set<String> words = new TreeSet<>(Template.NAMES);
    Arrays.stream(Given.values()).map(Given::label).forEach(words::add);
    collect(JsonSchema.of(TriageFile.own(), ""), words);
    assertTrue(words.contains("disproof") && words.contains("cloud"), words::toString);
    String page = Files.readString(DOC);
    words.removeIf(word -> page.contains("`" + word + "`") || page.contains("`{" + word + "}`"));
    words.removeAll(List.of("rules", "triage"));
    assertEquals(Set.of(), words);
  }

  private static void collect(Object schema, Set<String> keys) {
    if (schema instanceof Map<?, ?> map) {
      if (map.get("properties") instanceof Map<?, ?> properties) {
        properties.keySet().forEach(key -> keys.add(String.valueOf(key)));
      }
      map.values().forEach(value -> collect(value, keys));
    } else if (schema instanceof List<?> list) {
      list.forEach(value -> collect(value, keys));
    }
  }

  @Test
  void theExampleCanBeUsed() throws IOException {
    String page = Files.readString(DOC);
    int begin = page.indexOf("# /etc/roomwatch/triage.yaml");
    String example = page.substring(begin, page.indexOf("```", begin));
    Outcome.Good<List<Rule>> good =
        switch (TriageFile.parse("example", example)) {
          case Outcome.Good<List<Rule>> read -> read;
          case Outcome.Bad<List<Rule>> bad -> throw new AssertionError(bad.faults());
        };
    assertEquals(List.of(), good.warnings());
    List<String> names = good.value().stream().map(Rule::name).toList();
    assertTrue(names.contains("our-proxy") && !names.contains("wired-to-wifi"), names::toString);
  }
}
