package io.roomwatch.agent.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.diagnosis.Clue;
import io.roomwatch.agent.diagnosis.Codebook;
import io.roomwatch.agent.diagnosis.Hypothesis;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known of codes, and what is said of a file that cannot take its place. */
final class CodesFileTest {

  /** A file that is right, for faults to be made in. */
  private static final String GOOD =
      """
      version: "1"
      caveat: Known from a guide.
      hypotheses:
        - name: port-filtered
          says: TCP 9090 is blocked.
          next: Allow it.
          verdicts: [link.port-filtered]
          checks: [link.peer, link.controllers]
          refuting: [link.port-closed]
          counters: [link.controllers]
          about: room-device
          confidence: high
          provenance: seed
          source: the guide
        - name: pairing
          says: It is not paired.
          next: Pair it.
          ask: Is it paired?
          confidence: medium
          provenance: seed
      codes:
        - codes: ["2001", "2002"]
          says: They do not come together.
          hypotheses: [port-filtered, pairing]
          cases:
            - {screen: controller, doing: pairing, first: [pairing]}
          confidence: medium
          provenance: seed
      addresses:
        loopback:
          name: the address
          says: It is the proxy.
          hypotheses: [port-filtered]
          confidence: high
          provenance: inferred
      """;

  private static List<String> faults(String text) {
    return switch (CodesFile.parse("codes.yaml", text)) {
      case Outcome.Good<Codebook> good -> List.of();
      case Outcome.Bad<Codebook> bad -> bad.faults().stream().map(Fault::toString).toList();
    };
  }

  @Test
  void theJarIsReadOnce() {
    assertSame(CodesFile.shipped(), CodesFile.shipped());
  }

  @Test
  void theExampleIsRead() {
    assertEquals(List.of(), faults(GOOD));
    Codebook book =
        CodesFile.parse("codes.yaml", GOOD) instanceof Outcome.Good<Codebook> good
            ? good.value()
            : CodesFile.shipped();
    assertEquals(List.of("2001", "2002"), book.codes().stream().map(Clue::name).toList());
    Hypothesis first = book.codes().getFirst().hypotheses().getFirst();
    assertTrue(first.test().ofDevice());
    assertEquals(1, first.test().counters().size());
    assertEquals(1, first.test().refuting().size());
    assertEquals(1, book.codes().getLast().contexts().size());
    assertEquals(1, book.addresses().size());
  }

  /** What is official names the page that says so, as it is known here. */
  @Test
  void whatIsOfficialNamesItsPage() {
    List<Hypothesis> all =
        Stream.concat(
                CodesFile.shipped().codes().stream(),
                CodesFile.shipped().addresses().values().stream())
            .flatMap(clue -> clue.hypotheses().stream())
            .distinct()
            .toList();
    assertEquals(28, all.size());
    for (Hypothesis each : all) {
      assertTrue(
          each.basis().provenance() != Provenance.OFFICIAL
              || each.basis().source().matches(".*(KB00\\d{5}|Zoom).*"),
          each.name());
    }
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        Arguments.of(
            "refuting:",
            "refutng:",
            "codes.yaml:9:5: hypotheses[0].refutng: unknown key of a hypothesis; did you mean"
                + " 'refuting'?"),
        Arguments.of(
            "verdicts: [link.port-filtered]",
            "verdicts: [link.port-filtred]",
            "codes.yaml:7:16: hypotheses[0].verdicts[0]: expected a verdict id, or the name of a"
                + " set of them, found 'link.port-filtred'; did you mean 'link.port-filtered'?"),
        Arguments.of(
            "[link.peer, ",
            "[link.pear, ",
            "codes.yaml:8:14: hypotheses[0].checks[0]: expected a check, or the name of a set of"
                + " them, found 'link.pear'; did you mean 'link.peer'?"),
        Arguments.of(
            "counters: [link.controllers]",
            "counters: [link.subnet]",
            "codes.yaml:10:15: hypotheses[0].counters: counters are among the checks"),
        Arguments.of(
            "refuting: [link.port-closed]",
            "refuting: [link.port-filtered]",
            "codes.yaml:9:15: hypotheses[0].refuting: a verdict speaks for a hypothesis or against"
                + " it, not both"),
        Arguments.of(
            "    verdicts: [link.port-filtered]\n",
            "",
            "codes.yaml:4:5: hypotheses[0].verdicts: verdicts and checks are given together, or"
                + " neither when nothing measures it"),
        Arguments.of(
            "    ask: Is it paired?\n",
            "",
            "codes.yaml:15:5: hypotheses[1].ask: is required where no check tells: ask whoever is"
                + " there"),
        Arguments.of(
            "ask: Is it paired?",
            "ask: Is it paired",
            "codes.yaml:18:10: hypotheses[1].ask: expected a question, or one with a sentence, on"
                + " one line, found 'Is it paired'"),
        Arguments.of(
            "says: TCP 9090 is blocked.",
            "says: TCP 9090 is blocked by {owner}.",
            "codes.yaml:5:11: hypotheses[0].says: {owner} is not always known: put the part with it"
                + " in [ ]"),
        Arguments.of(
            "says: TCP 9090 is blocked.",
            "says: TCP 9090 is blocked[ by {owner}].",
            "codes.yaml:5:11: hypotheses[0].says: nothing is filled in here: no brackets and no"
                + " braces"),
        Arguments.of(
            "about: room-device",
            "about: room",
            "codes.yaml:11:12: hypotheses[0].about: expected one of network, room-device, found"
                + " 'room'"),
        Arguments.of(
            "provenance: seed\n    source: the guide",
            "provenance: official",
            "codes.yaml:4:5: hypotheses[0].source: is required when the provenance is official:"
                + " name the page"),
        Arguments.of(
            "name: pairing",
            "name: port-filtered",
            "codes.yaml:15:11: hypotheses[1].name: 'port-filtered' is given twice"),
        Arguments.of(
            "[port-filtered, pairing]",
            "[port-filterd, pairing]",
            "codes.yaml:24:17: codes[0].hypotheses: there is no hypothesis 'port-filterd'; did you"
                + " mean 'port-filtered'?"),
        Arguments.of(
            "first: [pairing]",
            "first: [pear]",
            "codes.yaml:26:53: codes[0].cases[0].first: 'pear' is none of the code's hypotheses"),
        Arguments.of(
            "{screen: controller, doing: pairing, first",
            "{first",
            "codes.yaml:26:17: codes[0].cases[0].first: a case has a screen, or something that is"
                + " done, or both"),
        Arguments.of(
            "screen: controller",
            "screen: controler",
            "codes.yaml:26:18: codes[0].cases[0].screen: expected one of controller, room,"
                + " scheduling, found 'controler'; did you mean 'controller'?"),
        Arguments.of(
            "[\"2001\", \"2002\"]",
            "[\"2001\", \"2001\"]",
            "codes.yaml:22:21: codes[0].codes[1]: is listed twice"),
        Arguments.of(
            "[\"2001\", \"2002\"]",
            "[\"error 2001\"]",
            "codes.yaml:22:13: codes[0].codes[0]: expected a code of letters, digits and hyphens,"
                + " found 'error 2001'"),
        Arguments.of(
            "loopback:",
            "lopback:",
            "codes.yaml:30:3: addresses.lopback: unknown kind of address; did you mean"
                + " 'loopback'?"));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void faultIsNamedWithItsPlace(String right, String wrong, String fault) {
    assertTrue(GOOD.contains(right), right);
    List<String> all = faults(GOOD.replace(right, wrong));
    assertTrue(all.contains(fault), all::toString);
  }

  @Test
  void aHypothesisThatNoCodeLeadsToIsAFault() {
    assertEquals(
        List.of("codes.yaml:15:11: hypotheses[1].name: no code leads to it"),
        faults(
            GOOD.replace("[port-filtered, pairing]", "[port-filtered]")
                .replace("first: [pairing]", "first: [port-filtered]")));
  }
}
