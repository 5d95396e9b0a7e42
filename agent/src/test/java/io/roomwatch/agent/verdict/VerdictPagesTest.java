package io.roomwatch.agent.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.docs.Generated;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.TriageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One runbook page for each verdict. What it means and what to do is written by hand; what the
 * rules say is quoted below from triage.yaml. {@code -Ddocs.update=true} writes that part anew.
 */
final class VerdictPagesTest {

  private static final Path FOLDER = Path.of("..", "docs", "verdicts");
  private static final Path INDEX = FOLDER.resolve("README.md");
  private static final String HINT = Generated.hint(VerdictPagesTest.class);
  private static final String BEGIN = "<!-- From here on from triage.yaml; " + HINT + " -->\n";

  private static final int SHORTEST = 25;
  private static final int LONGEST = 60;

  private static final String WHAT_TO_DO = "\n## What to do\n";
  private static final List<String> BY_HAND = List.of("\n## What it means\n", WHAT_TO_DO);

  private static final List<String> LEVELS =
      List.of(
          "\n- **L1, on site:** ",
          "\n- **L2, IT:** ",
          "\n- **L3, Zoom support:** ",
          "\n- **L4, hardware vendor:** ");

  /** What leads to a verdict, and what is said then; in words for the page. */
  private record Saying(
      String name, String seen, String next, String disproof, String provenance) {}

  private static List<Rule> rules(VerdictId id) {
    return TriageFile.shipped().stream().filter(rule -> rule.id() == id).toList();
  }

  private static Path page(VerdictId id) {
    return FOLDER.resolve(id.label() + ".md");
  }

  @Test
  void everyVerdictHasAPageAndEveryPageItsVerdict() throws IOException {
    Set<String> wanted =
        Arrays.stream(VerdictId.values())
            .map(id -> id.label() + ".md")
            .collect(Collectors.toCollection(TreeSet::new));
    wanted.add(INDEX.getFileName().toString());
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          wanted,
          files
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @ParameterizedTest
  @EnumSource(VerdictId.class)
  void thePageHasItsPartsAndQuotesItsRules(VerdictId id) throws IOException {
    String text = Files.readString(page(id));
    int begin = text.indexOf(BEGIN);
    assertTrue(begin > 0, id.label() + " says where the quotes begin: " + BEGIN);
    String byHand = text.substring(0, begin);
    assertTrue(byHand.startsWith("# `" + id.label() + "`\n"), id.label() + " has its title");
    int at = 0;
    for (String part : Stream.concat(BY_HAND.stream(), LEVELS.stream()).toList()) {
      int found = byHand.indexOf(part, at);
      assertTrue(found >= 0, id.label() + " lacks, or has in another order: " + part.strip());
      at = found + part.length();
      boolean saysSomething = byHand.substring(at, end(byHand, at)).strip().length() > 20;
      assertTrue(
          saysSomething || part.equals(WHAT_TO_DO),
          id.label() + " says nothing of " + part.strip());
    }
    if (Generated.UPDATE) {
      Files.writeString(page(id), byHand + BEGIN + quoted(id));
    } else {
      assertEquals(quoted(id), text.substring(begin + BEGIN.length()), HINT);
      long lines = text.lines().count();
      assertTrue(lines >= SHORTEST && lines <= LONGEST, id.label() + " has " + lines + " lines");
    }
  }

  private static int end(String text, int from) {
    int level = text.indexOf("\n- **L", from);
    int heading = text.indexOf("\n## ", from);
    int end = text.length();
    end = level < 0 ? end : Math.min(end, level);
    return heading < 0 ? end : Math.min(end, heading);
  }

  @Test
  void theListNamesEveryVerdict() throws IOException {
    Generated.file(VerdictPagesTest.class, INDEX, index());
  }

  @Test
  void noPageNamesACodeThatItsRulesDoNot() throws IOException {
    for (VerdictId id : VerdictId.values()) {
      String text = Files.readString(page(id));
      String byHand = text.substring(0, text.indexOf(BEGIN));
      for (String code : List.of("2001", "2002", "3002", "4000", "4001", "5002", "ZP-491")) {
        assertTrue(
            !byHand.contains(code)
                || rules(id).stream().anyMatch(rule -> rule.codes().contains(code)),
            id.label() + " names " + code);
      }
      assertTrue(!byHand.contains("this is 2"), "consistent with a code, never the code itself");
    }
  }

  private static String quoted(VerdictId id) {
    List<Saying> sayings = sayings(id);
    StringBuilder text = new StringBuilder();
    section(text, "How the agent knows", sayings, Saying::seen);
    section(text, "Next best move", sayings, Saying::next);
    section(text, "What would prove it wrong", sayings, Saying::disproof);
    text.append("\n## Codes\n\n").append(codes(id)).append("\n");
    section(text, "Provenance", sayings, Saying::provenance);
    return text.toString();
  }

  private static void section(
      StringBuilder text, String heading, List<Saying> sayings, Function<Saying, String> part) {
    text.append("\n## ").append(heading).append("\n\n");
    // What several rules say in the same words is said once.
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (Saying one : sayings) {
      names.computeIfAbsent(part.apply(one), key -> new ArrayList<>()).add("`" + one.name() + "`");
    }
    names.forEach(
        (said, by) ->
            text.append("- ").append(String.join(", ", by)).append(": ").append(said).append("\n"));
  }

  private static List<Saying> sayings(VerdictId id) {
    List<Saying> all = new ArrayList<>(rules(id).stream().map(VerdictPagesTest::saying).toList());
    if (id == VerdictId.HEALTHY) {
      all.add(builtIn("all-is-well", Sight.HEALTHY));
    } else if (id == VerdictId.AGENT_DEGRADED) {
      all.add(builtIn("blind", Sight.BLINDED));
      all.add(builtIn("not-yet", Sight.WAITING));
      all.add(builtIn("no-checks", Sight.NOTHING_SET_UP));
      all.add(builtIn("nothing-seen", Sight.NOTHING_SEEN));
    }
    return all;
  }

  private static Saying saying(Rule rule) {
    String source = rule.basis().source();
    return new Saying(
        rule.name(),
        seen(rule.evidence())
            + ". Confidence "
            + rule.basis().confidence().label()
            + ". \""
            + rule.words().summary()
            + "\"",
        rule.words().next(),
        rule.words().disproof(),
        rule.basis().provenance().label() + (source.isEmpty() ? "." : ": " + source + "."));
  }

  private static Saying builtIn(String name, Sight.Words words) {
    return new Saying(
        name,
        words.when() + ". Confidence high.",
        words.next(),
        words.disproof(),
        "of the program itself, no rule of triage.yaml.");
  }

  /** Signs that differ in their check only are told together. */
  private static String seen(List<Sign> signs) {
    if (signs.size() > 20) {
      return "any finding that no rule before it takes";
    }
    Map<String, List<String>> checks = new LinkedHashMap<>();
    for (Sign sign : signs) {
      checks.computeIfAbsent(how(sign), key -> new ArrayList<>()).add("`" + sign.kind().id() + "`");
    }
    return checks.entrySet().stream()
        .map(each -> String.join(", ", each.getValue()) + each.getKey())
        .collect(Collectors.joining("; or "));
  }

  private static String how(Sign sign) {
    String reasons =
        sign.reasons().stream().sorted().map(Reason::label).collect(Collectors.joining(", "));
    String state =
        sign.states().size() > 1
            ? ""
            : sign.states().stream().map(State::label).collect(Collectors.joining()) + " ";
    String given =
        sign.given() == Given.NOTHING_ELSE ? "" : ", given `" + sign.given().label() + "`";
    return " " + state + (reasons.isEmpty() ? "for any reason" : "for " + reasons) + given;
  }

  private static String codes(VerdictId id) {
    List<String> codes =
        rules(id).stream().flatMap(rule -> rule.codes().stream()).distinct().toList();
    return codes.isEmpty()
        ? "None that is known of."
        : "Consistent with "
            + String.join(", ", codes)
            + ". A code is what a person reads from a screen: it is never evidence, and no Zoom"
            + " page documents these.";
  }

  private static String index() {
    StringBuilder text = new StringBuilder(INDEX_HEAD);
    for (VerdictId id : VerdictId.values()) {
      text.append(
          "| [`%s`](%s.md) | %s | %s |\n"
              .formatted(id.label(), id.label(), id.layer().label(), first(id)));
    }
    return text.toString();
  }

  private static String first(VerdictId id) {
    return rules(id).stream()
        .map(rule -> rule.words().summary())
        .findFirst()
        .orElse("Nothing is broken.");
  }

  private static final String INDEX_HEAD =
      """
      <!-- Made from triage.yaml; run: mvn test -Dtest=VerdictPagesTest -Ddocs.update=true -->

      # Verdicts

      One page for each verdict: what it means, what to do on each level, how the agent knows, and what would prove it wrong. The order is that of
      triage: of several causes that are as bad, the first one is named. In quoted sentences, `{name}` stands for what the checks saw, and a part in
      `[ ]` is left out when that is not known. The rules are data, and a site can add its own: [triage.md](../triage.md).

      | verdict | layer | says |
      |---|---|---|
      """;
}
