package io.roomwatch.agent.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomwatch.agent.verdict.Layer;
import io.roomwatch.agent.verdict.VerdictId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged rules and configurations, by the tools of Prometheus and by what the agent has. */
class RulesTest {

  private static final Pattern ANCHOR = Pattern.compile("(?m)^#+ (.*)$");

  private static final Path TESTS = Packaged.PROMETHEUS.resolve("tests");

  @TempDir private Path folder;

  static Stream<Path> tests() {
    return Packaged.files(TESTS, ".test.yml").stream();
  }

  @ParameterizedTest
  @MethodSource("tests")
  void rulesFireWhenTheyShouldAndOnlyThen(Path test) throws Exception {
    Packaged.passes(TESTS, "promtool", "test", "rules", test.getFileName().toString());
  }

  @Test
  void promtoolTakesEveryFile() throws Exception {
    for (String file : Packaged.RULES) {
      Packaged.passes(Packaged.PROMETHEUS, "promtool", "check", "rules", "--lint-fatal", file);
    }
    // The secrets and the anchors are the site's own.
    for (String name : List.of("prometheus.yml", "rooms/berlin.yml", "rooms-tls/lisbon.yml")) {
      copy(name);
    }
    for (String file : Packaged.RULES) {
      copy(file);
    }
    Files.writeString(folder.resolve("roomwatch.password"), "secret");
    Files.writeString(folder.resolve("roomwatch-ca.pem"), "");
    String said = Packaged.passes(folder, "promtool", "check", "config", "prometheus.yml");
    assertTrue(said.contains("prometheus.yml is valid"), said);
  }

  private void copy(String name) throws IOException {
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    Files.copy(Packaged.PROMETHEUS.resolve(name), target);
  }

  @Test
  void amtoolTakesTheInhibition() throws Exception {
    String said =
        Packaged.passes(Packaged.PROMETHEUS, "amtool", "check-config", "alertmanager.yml");
    assertTrue(said.contains("5 inhibit rules"), said);
  }

  @Test
  void everyAlertHasATestInWhichItFiresAndOneInWhichItDoesNot() {
    Set<String> fires = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    tests()
        .flatMap(file -> Packaged.read(file).get("tests").valueStream())
        .flatMap(test -> test.path("alert_rule_test").valueStream())
        .forEach(
            test ->
                (test.get("exp_alerts").isEmpty() ? quiet : fires)
                    .add(test.get("alertname").asText()));
    Set<String> all =
        Packaged.alerts().stream()
            .map(rule -> rule.get("alert").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, fires);
    assertEquals(all, quiet);
  }

  @Test
  void everyMetricOfTheRulesIsOneOfTheAgents() {
    for (JsonNode rule : Packaged.rules()) {
      Set<String> names = Names.in(rule.get("expr").asText());
      assertFalse(names.isEmpty(), rule.toString());
      for (String name : names) {
        assertTrue(Names.isKnown(name, ""), name + " of " + rule);
        assertFalse(Names.isDispensable(name), name + " is said to be needed by none");
      }
    }
  }

  @Test
  void everyAlertSaysWhatItIsWhatIsNextAndWhereToRead() throws IOException {
    for (JsonNode rule : Packaged.alerts()) {
      String name = rule.get("alert").asText();
      JsonNode annotations = rule.get("annotations");
      for (String key : List.of("summary", "description", "next", "runbook")) {
        assertTrue(annotations.hasNonNull(key), name + " has no " + key);
      }
      for (String page : runbooks(annotations.get("runbook").asText())) {
        assertTrue(exists(page), name + ": no " + page);
      }
      String scope = rule.get("labels").get("scope").asText();
      assertTrue(Set.of("room", "site", "fleet").contains(scope), name);
      assertEquals(
          scope.equals("room") && !name.equals("RoomwatchSameNameTwice"),
          annotations.has("page"),
          name);
      assertTrue(documented().contains("`" + name + "`"), name + " is not in docs/prometheus.md");
    }
  }

  private static String documented() throws IOException {
    return Files.readString(Packaged.ROOT.resolve("docs/prometheus.md"));
  }

  private static List<String> runbooks(String template) {
    return template.contains("{{ $labels.id }}")
        ? Stream.of(VerdictId.values())
            .map(id -> template.replace("{{ $labels.id }}", id.label()))
            .toList()
        : List.of(template);
  }

  private static boolean exists(String page) throws IOException {
    Path file = Packaged.ROOT.resolve(page.replaceFirst("#.*", ""));
    if (!Files.isRegularFile(file)) {
      return false;
    }
    return !page.contains("#")
        || ANCHOR
            .matcher(Files.readString(file))
            .results()
            .map(title -> title.group(1).toLowerCase(java.util.Locale.ROOT).replace(' ', '-'))
            .anyMatch(page.substring(page.indexOf('#') + 1)::equals);
  }

  @Test
  void theNextStepsKnowEveryLayerAndNameNoVerdictThatIsNot() {
    String down = next("RoomwatchRoomDown");
    for (Layer layer : Layer.values()) {
      boolean other = Set.of(Layer.LINK, Layer.AGENT, Layer.NONE).contains(layer);
      assertEquals(!other, down.contains("\"" + layer.label() + "\""), layer.label());
    }
    Set<String> link = quoted(next("RoomwatchLinkDown"));
    Set<String> known =
        Stream.of(VerdictId.values())
            .filter(id -> id.layer() == Layer.LINK && id != VerdictId.LINK_NO_CONTROLLER)
            .map(VerdictId::label)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(known, link);
  }

  private static String next(String alert) {
    return Packaged.alerts().stream()
        .filter(rule -> rule.get("alert").asText().equals(alert))
        .map(rule -> rule.get("annotations").get("next").asText())
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> quoted(String template) {
    Set<String> found = new TreeSet<>();
    Matcher literal = Pattern.compile("\"([^\"]+)\"").matcher(template);
    while (literal.find()) {
      found.add(literal.group(1));
    }
    return found;
  }

  @Test
  void theInhibitionNamesAlertsThatThereAre() {
    List<String> own =
        new ArrayList<>(
            Packaged.alerts().stream().map(rule -> rule.get("alert").asText()).toList());
    own.add("RoomwatchVerdict"); // The agent's own, by its sink alertmanager.
    Pattern names = Pattern.compile("Roomwatch(?:\\((.*?)\\)|(\\w+))");
    JsonNode rules =
        Packaged.read(Packaged.PROMETHEUS.resolve("alertmanager.yml")).get("inhibit_rules");
    for (JsonNode rule : rules) {
      for (String side : List.of("source_matchers", "target_matchers")) {
        Matcher matcher = names.matcher(rule.get(side).get(0).asText());
        assertTrue(matcher.find(), rule.toString());
        String all = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        for (String name : all.split("\\|", -1)) {
          assertTrue(own.contains("Roomwatch" + name), name);
        }
      }
    }
  }
}
