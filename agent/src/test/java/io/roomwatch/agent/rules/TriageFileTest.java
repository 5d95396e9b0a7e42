package io.roomwatch.agent.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.rules.TriageFile.Rulebook;
import io.roomwatch.agent.verdict.Given;
import io.roomwatch.agent.verdict.Layer;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Sign;
import io.roomwatch.agent.verdict.VerdictId;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules in the jar, and what is said of a file that cannot take their place. */
final class TriageFileTest {

  /** A rule that is right, for faults to be made in. */
  private static final String GOOD =
      """
      sets:
        reasons: {lost: [timeout, reset]}
      rules:
        cloud:
          - name: our-proxy
            id: cloud.proxy-dead
            when:
              - {checks: [cloud.proxy], reasons: [lost], state: failed}
            says: Our proxy[ {proxy}] is away.
            next: Call the network team.
            disproof: It serves other rooms.
            explains:
              - {checks: [cloud.media]}
            codes: ["5002"]
            confidence: medium
            provenance: seed
      """;

  private static List<Rule> good(String text) {
    return switch (TriageFile.parse("own.yaml", text)) {
      case Outcome.Good<List<Rule>> good -> good.value();
      case Outcome.Bad<List<Rule>> bad -> throw new AssertionError(bad.faults());
    };
  }

  private static List<String> faults(String text) {
    return switch (TriageFile.parse("own.yaml", text)) {
      case Outcome.Good<List<Rule>> good -> List.of();
      case Outcome.Bad<List<Rule>> bad -> bad.faults().stream().map(Fault::toString).toList();
    };
  }

  private static String jar() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TriageFile.class.getResourceAsStream("triage.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> jarFaults(String text) {
    return switch (TriageFile.parseShipped("triage.yaml", text)) {
      case Outcome.Good<Rulebook> good -> List.of();
      case Outcome.Bad<Rulebook> bad -> bad.faults().stream().map(Fault::message).toList();
    };
  }

  @Test
  void everyVerdictButHealthyHasARule() {
    assertEquals(
        EnumSet.complementOf(EnumSet.of(VerdictId.HEALTHY)),
        TriageFile.shipped().stream().map(Rule::id).collect(Collectors.toSet()));
  }

  @Test
  void layersComeInTheOrderOfTriage() {
    List<Layer> layers =
        TriageFile.shipped().stream().map(rule -> rule.id().layer()).distinct().toList();
    assertEquals(
        List.of(
            Layer.SERVICE,
            Layer.HOST,
            Layer.NET,
            Layer.LINK,
            Layer.CLOUD,
            Layer.APP,
            Layer.ROOM,
            Layer.AGENT),
        layers);
  }

  @Test
  void everyRuleSaysWhatWouldDisproveItAndWhereItIsKnownFrom() {
    Set<String> names = new HashSet<>();
    for (Rule rule : TriageFile.shipped()) {
      assertTrue(names.add(rule.name()), rule.name());
      assertFalse(rule.words().disproof().isBlank(), rule.name());
      assertTrue(
          rule.basis().provenance() != Provenance.OFFICIAL
              || rule.basis().source().matches(".*(KB00\\d{5}|Zoom).*"),
          rule.name() + " names its page");
    }
  }

  @Test
  void theJarIsReadOnce() {
    assertSame(TriageFile.shipped(), TriageFile.shipped());
  }

  @Test
  void ownRulesComeBeforeTheBuiltInOnesOfTheirLayer() {
    List<String> names = good(GOOD).stream().map(Rule::name).toList();
    assertEquals(TriageFile.shipped().size() + 1, names.size());
    assertEquals(names.indexOf("captive-portal") - 1, names.indexOf("our-proxy"));
    Rule own = good(GOOD).get(names.indexOf("our-proxy"));
    assertEquals("Our proxy[ {proxy}] is away.", own.words().summary());
    assertEquals(List.of("5002"), own.codes());
    Sign sign = own.evidence().get(0);
    assertEquals(CheckKind.CLOUD_PROXY, sign.kind());
    assertEquals(2, sign.reasons().size());
    assertEquals(1, sign.states().size());
    assertEquals(Given.NOTHING_ELSE, sign.given());
  }

  @Test
  void aRuleOfABuiltInNameTakesItsPlace() {
    List<Rule> rules = good(GOOD.replace("our-proxy", "proxy-dead"));
    List<String> names = rules.stream().map(Rule::name).toList();
    assertEquals(TriageFile.shipped().stream().map(Rule::name).toList(), names);
    assertEquals(
        "Our proxy[ {proxy}] is away.", rules.get(names.indexOf("proxy-dead")).words().summary());
  }

  @Test
  void aDisabledRuleIsGone() {
    List<Rule> rules = good("rules: {net: [{name: wifi-weak, disabled: true}]}");
    assertEquals(TriageFile.shipped().size() - 1, rules.size());
    assertTrue(rules.stream().noneMatch(rule -> rule.name().equals("wifi-weak")));
  }

  @Test
  void anEmptyFileChangesNothing() {
    assertEquals(TriageFile.shipped(), good(""));
  }

  @Test
  void theSetsOfTheJarCanBeUsed() {
    good(GOOD.replace("[lost]", "[connection]").replace("[cloud.proxy]", "[cloud]"));
  }

  @Test
  void whatLeavesNothingToABuiltInRuleIsToldAndAllowed() {
    Outcome<List<Rule>> outcome =
        TriageFile.parse(
            "own.yaml",
            GOOD.replace("[cloud.proxy], reasons: [lost], state: failed", "[local.proxy]"));
    assertEquals(
        List.of(
            "own.yaml:8:9: rules.cloud[0].when: leaves nothing to the built-in rule"
                + " 'proxies-disagree': disable that one if meant",
            "own.yaml:8:9: rules.cloud[0].when: leaves nothing to the built-in rule"
                + " 'proxy-on-loopback': disable that one if meant"),
        ((Outcome.Good<List<Rule>>) outcome).warnings().stream().map(Fault::toString).toList());
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        Arguments.of(
            "codes: [\"5002\"]",
            "code: [\"5002\"]",
            "own.yaml:14:7: rules.cloud[0].code: unknown key of a rule; did you mean 'codes'?"),
        Arguments.of(
            "cloud.proxy-dead",
            "cloud.proxy-ded",
            "own.yaml:6:11: rules.cloud[0].id: expected the id of a verdict on something that is"
                + " wrong, such as link.port-closed, found 'cloud.proxy-ded'; did you mean"
                + " 'cloud.proxy-dead'?"),
        Arguments.of(
            "id: cloud.proxy-dead",
            "id: healthy",
            "own.yaml:6:11: rules.cloud[0].id: expected the id of a verdict on something that is"
                + " wrong, such as link.port-closed, found 'healthy'"),
        Arguments.of(
            "id: cloud.proxy-dead",
            "id: link.half-open",
            "own.yaml:6:11: rules.cloud[0].id: 'link.half-open' is of the layer link: put the rule"
                + " there"),
        Arguments.of(
            "[cloud.proxy]",
            "[cloud.prox]",
            "own.yaml:8:21: rules.cloud[0].when[0].checks[0]: expected a check, or the name of a"
                + " set of them, found 'cloud.prox'; did you mean 'cloud.proxy'?"),
        Arguments.of(
            "[lost]",
            "[lots]",
            "own.yaml:8:45: rules.cloud[0].when[0].reasons[0]: expected a reason, or the name of a"
                + " set of them, found 'lots'; did you mean 'lost'?"),
        Arguments.of(
            "[timeout, reset]",
            "[timeout, rest]",
            "own.yaml:2:29: sets.reasons.lost[1]: expected a reason, found 'rest'; did you mean"
                + " 'reset'?"),
        Arguments.of(
            "state: failed",
            "given: cloud-answer",
            "own.yaml:8:59: rules.cloud[0].when[0].given: expected one of nothing-else, host-heard,"
                + " host-silent, host-not-heard, behind-gateway, through-vpn, same-target,"
                + " cloud-answers, port-opens, found 'cloud-answer'; did you mean"
                + " 'cloud-answers'?"),
        Arguments.of(
            "state: failed",
            "given: same-target",
            "own.yaml:8:59: rules.cloud[0].when[0].given: same-target compares with the evidence:"
                + " it stands in 'explains'"),
        Arguments.of(
            "state: failed",
            "state: unknown",
            "own.yaml:8:59: rules.cloud[0].when[0].state: expected one of failed, degraded, found"
                + " 'unknown'"),
        Arguments.of(
            "[\"5002\"]",
            "[\"5003\"]",
            "own.yaml:14:15: rules.cloud[0].codes[0]: expected an on-screen code, or the name of a"
                + " set of them, found '5003'; did you mean '5002'?"),
        Arguments.of(
            "{proxy}",
            "{proxi}",
            "own.yaml:9:13: rules.cloud[0].says: unknown placeholder {proxi}; did you mean"
                + " 'proxy'?"),
        Arguments.of(
            "[ {proxy}]",
            " {proxy}",
            "own.yaml:9:13: rules.cloud[0].says: {proxy} is not always known: put the part with it"
                + " in [ ]"),
        Arguments.of(
            "[ {proxy}]",
            "[ {proxy}",
            "own.yaml:9:13: rules.cloud[0].says: brackets and braces stand in pairs, {name} and"
                + " [part], and do not nest"),
        Arguments.of(
            "network team.",
            "network team",
            "own.yaml:10:13: rules.cloud[0].next: expected a sentence that ends with a full stop,"
                + " 400 characters at most, found 'Call the network team'"),
        Arguments.of(
            "      disproof: It serves other rooms.\n",
            "",
            "own.yaml:5:7: rules.cloud[0].disproof: is required, unless the rule is disabled"),
        Arguments.of(
            "provenance: seed",
            "provenance: official",
            "own.yaml:5:7: rules.cloud[0].source: is required when the provenance is official: name"
                + " the page"),
        Arguments.of(
            "provenance: seed",
            "provenance: zoom",
            "own.yaml:16:19: rules.cloud[0].provenance: expected one of official, seed, community,"
                + " inferred, found 'zoom'"),
        Arguments.of(
            "  cloud:\n",
            "  clod:\n",
            "own.yaml:4:3: rules.clod: unknown layer; did you mean 'cloud'?"),
        Arguments.of(
            "lost: [",
            "silence: [",
            "own.yaml:2:22: sets.reasons.silence: 'silence' is taken; give the set another name"),
        Arguments.of(
            "name: our-proxy",
            "name: Our proxy",
            "own.yaml:5:13: rules.cloud[0].name: expected a name of lower-case words with hyphens,"
                + " 60 characters at most, found 'Our proxy'"),
        Arguments.of(
            "name: our-proxy",
            "name: peer-drops",
            "own.yaml:5:13: rules.cloud[0].name: 'peer-drops' is a built-in rule of the layer link:"
                + " put it there"),
        Arguments.of(
            "name: our-proxy",
            "name: our-proxy\n      disabled: true",
            "own.yaml:5:13: rules.cloud[0].name: there is no built-in rule 'our-proxy' to disable"),
        Arguments.of(
            "cloud.proxy], reasons: [lost]",
            "cloud.status], reasons: [incident]",
            "own.yaml:8:9: rules.cloud[0].when: is never reached: all of it belongs to incident"));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void faultIsNamedWithItsPlace(String right, String wrong, String fault) {
    assertTrue(GOOD.contains(right), right);
    String text = GOOD.replace(right, wrong);
    // A set that could not be read is then not known.
    List<String> others =
        faults(text).stream().filter(one -> !one.contains("found 'lost'")).toList();
    assertEquals(List.of(fault), others);
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertEquals(
        3,
        faults(
                GOOD.replace("network team.", "network team")
                    .replace("medium", "middling")
                    .replace("[cloud.media]", "[cloud.medium]"))
            .size());
  }

  @Test
  void theRuleForTheRestCannotBeTakenAway() {
    assertEquals(
        List.of("own.yaml:1:8: rules: no rule takes the finding link.listener refused (failed)"),
        faults("rules: {agent: [{name: finding-of-no-layer, disabled: true}]}"));
  }

  @Test
  void aNameGivenTwiceIsAFault() {
    String rule = GOOD.substring(GOOD.indexOf("    - name"));
    assertTrue(
        faults(GOOD + rule).stream()
            .anyMatch(fault -> fault.endsWith("name: 'our-proxy' is given twice")),
        faults(GOOD + rule)::toString);
  }

  @Test
  void aVerdictOfTheJarWithoutARuleIsAFault() throws IOException {
    String text = jar().replace("id: net.isolation", "id: net.quality");
    assertEquals(List.of("no rule leads to net.isolation"), jarFaults(text));
  }

  @Test
  void aRuleOfTheJarBehindAnotherThatTakesAllIsAFault() throws IOException {
    String text =
        jar()
            .replace(
                "{checks: [link.peer], reasons: [silence], given: host-silent}",
                "{checks: [link.peer]}");
    assertEquals(
        List.of(
            "is never reached: all of it belongs to peer-silent",
            "is never reached: all of it belongs to no-route-to-peer, peer-silent",
            "is never reached: all of it belongs to peer-silent",
            "is never reached: all of it belongs to peer-silent",
            "is never reached: all of it belongs to connections-slow, no-route-to-peer,"
                + " peer-silent"),
        jarFaults(text));
  }
}
