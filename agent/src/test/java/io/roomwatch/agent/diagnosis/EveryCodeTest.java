package io.roomwatch.agent.diagnosis;

import static io.roomwatch.agent.diagnosis.Diagnoses.BOOK;
import static io.roomwatch.agent.diagnosis.Diagnoses.allGood;
import static io.roomwatch.agent.diagnosis.Diagnoses.allUnanswered;
import static io.roomwatch.agent.diagnosis.Diagnoses.code;
import static io.roomwatch.agent.diagnosis.Diagnoses.meaning;
import static io.roomwatch.agent.diagnosis.Diagnoses.names;
import static io.roomwatch.agent.diagnosis.Diagnoses.seen;
import static io.roomwatch.agent.diagnosis.Diagnoses.supposition;
import static io.roomwatch.agent.diagnosis.Diagnoses.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.verdict.Provenance;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import io.roomwatch.agent.verdict.VerdictId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code of codes.yaml, and each of its hypotheses decided by what was measured. */
final class EveryCodeTest {

  private static final List<String> LINK =
      List.of(
          "networks-differ",
          "port-filtered",
          "device-firewall",
          "isolation",
          "app-down",
          "port-closed",
          "device-away");

  static Stream<String> codes() {
    return BOOK.codes().stream().map(Clue::name);
  }

  @Test
  void theCodesAreThoseOfTheGuide() {
    assertEquals(
        List.of("2001", "2002", "3002", "4000", "4001", "5002", "ZP-491"), codes().toList());
  }

  /** No Zoom page documents one of them. */
  @ParameterizedTest
  @MethodSource("codes")
  void noCodeIsToldAsOfficialAndNothingIsSureOfIt(String code) {
    Clue clue = BOOK.code(code).orElseThrow();
    assertEquals(Provenance.SEED, clue.basis().provenance());
    Diagnosis diagnosis = Diagnosis.of(seen(allUnanswered(Reason.NO_ANSWER)), code(code), BOOK);
    for (Supposition each : diagnosis.suppositions()) {
      assertNotEquals(Provenance.OFFICIAL, each.basis().provenance(), each.hypothesis().name());
      assertNotEquals(Confidence.HIGH, each.basis().confidence(), each.hypothesis().name());
      assertTrue(each.basis().source().startsWith("of the code, seed (the companion guide"));
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whatNothingMeasuredStaysOpenInTheOrderOfTheCodeAndIsNoGuess(String code) {
    Clue clue = BOOK.code(code).orElseThrow();
    for (Reason reason : List.of(Reason.NO_ANSWER, Reason.PERMISSION, Reason.OVERDUE)) {
      Diagnosis diagnosis = Diagnosis.of(seen(allUnanswered(reason)), code(code), BOOK);
      assertEquals(
          clue.hypotheses().stream().map(Hypothesis::name).toList(), names(diagnosis), code);
      for (Supposition each : diagnosis.suppositions()) {
        Judgement judgement = each.judgement();
        assertEquals(Standing.OPEN, judgement.standing(), each.hypothesis().name());
        assertEquals(Confidence.LOW, judgement.confidence());
        assertFalse(judgement.unmeasured().isEmpty(), each.hypothesis().name());
        assertTrue(
            judgement.unmeasured().stream()
                .allMatch(gap -> gap.what().isEmpty() || gap.reason().equals(Optional.of(reason))));
      }
      assertTrue(
          String.join(" ", new Answer(diagnosis).sentences())
              .startsWith("Nothing that was measured tells what is behind " + code + ": "));
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void whatIsGoodSpeaksAgainstEachHypothesisThatAnythingMeasures(String code) {
    Diagnosis diagnosis = Diagnosis.of(seen(allGood()), code(code), BOOK);
    for (Supposition each : diagnosis.suppositions()) {
      boolean measured = !each.hypothesis().test().checks().isEmpty();
      assertEquals(
          measured ? Standing.UNLIKELY : Standing.OPEN,
          each.judgement().standing(),
          each.hypothesis().name());
      assertEquals(Confidence.LOW, each.judgement().confidence());
    }
  }

  /** Each by each of the verdicts that speak for it, in each kind of check that can tell. */
  @ParameterizedTest
  @MethodSource("codes")
  void whatWasFoundPutsItsHypothesisFirst(String code) {
    for (Hypothesis hypothesis : BOOK.code(code).orElseThrow().hypotheses()) {
      for (VerdictId verdict : hypothesis.test().verdicts()) {
        Optional<CheckStatus> shown = Optional.empty();
        for (CheckKind kind : hypothesis.test().checks()) {
          Optional<CheckStatus> finding = meaning(verdict, kind);
          finding.ifPresent(found -> supports(code, hypothesis, found));
          shown = shown.or(() -> finding);
        }
        assertTrue(
            shown.isPresent(),
            hypothesis.name() + ": none of its checks can find " + verdict.label());
      }
    }
  }

  private static void supports(String code, Hypothesis hypothesis, CheckStatus found) {
    String where = code + " " + hypothesis.name() + " by " + found.check() + " " + found.reason();
    for (List<CheckStatus> besides : List.of(allGood(), allUnanswered(Reason.NO_ANSWER))) {
      Diagnosis diagnosis = Diagnosis.of(seen(with(besides, found)), code(code), BOOK);
      Supposition one = supposition(diagnosis, hypothesis.name());
      assertEquals(
          List.of(found.check()),
          one.judgement().speaksFor().stream().map(each -> each.status().check()).toList(),
          where);
      Standing standing = one.judgement().standing();
      assertTrue(standing == Standing.SUPPORTED || standing == Standing.WEAK, where + standing);
      assertEquals(
          standing == Standing.WEAK,
          one.judgement().confidence() == Confidence.LOW,
          where + one.judgement());
      assertEquals(standing, diagnosis.suppositions().getFirst().judgement().standing(), where);
      String said = String.join(" ", new Answer(diagnosis).sentences());
      assertTrue(said.contains("consistent with " + code), where + ": " + said);
      assertFalse(said.contains("is " + code + ".") || said.contains("this is"), said);
    }
  }

  /** A rule says which codes it is consistent with: the code then leads to what it found. */
  @Test
  void aVerdictThatNamesACodeIsAmongTheCausesOfThatCode() {
    for (Rule rule : TriageFile.shipped()) {
      for (String code : rule.codes()) {
        assertTrue(
            BOOK.code(code).orElseThrow().hypotheses().stream()
                .anyMatch(
                    one ->
                        one.test().verdicts().contains(rule.id())
                            && rule.evidence().stream()
                                .anyMatch(sign -> one.test().checks().contains(sign.kind()))),
            rule.name() + " is consistent with " + code + ", which leads to nothing of it");
      }
    }
  }

  @Test
  void theLinkComesFirstForTheCodesOfAController() {
    for (String code : List.of("2001", "2002", "ZP-491")) {
      assertEquals(LINK, names(open(code(code))).subList(0, LINK.size()), code);
    }
    List<String> later = names(open(code("2002")));
    assertTrue(later.indexOf("vpn") < later.indexOf("pairing"), later::toString);
    assertTrue(later.indexOf("pairing") < later.indexOf("version"), later::toString);
    assertTrue(later.indexOf("version") < later.indexOf("internet"), later::toString);
  }

  private static Diagnosis open(Asked asked) {
    return Diagnosis.of(seen(allUnanswered(Reason.NO_ANSWER)), asked, BOOK);
  }

  @Test
  void theOrderOf4000IsStatusReachabilityPairingActivationVersion() {
    for (String code : List.of("4000", "4001")) {
      List<String> all = names(open(code(code)));
      assertEquals("service", all.getFirst());
      List<Integer> places =
          Stream.of("service", "internet", "port-filtered", "pairing", "activation", "version")
              .map(all::indexOf)
              .toList();
      assertEquals(places.stream().sorted().toList(), places, all::toString);
    }
  }

  @Test
  void whatWasBeingDoneAndWhereChangesTheOrderOfWhatIsOpen() {
    for (String code : List.of("4000", "4001")) {
      assertEquals(
          LINK, names(open(code(code, Screen.CONTROLLER, Doing.PAIRING))).subList(0, LINK.size()));
      assertEquals(
          List.of("account", "activation", "service"),
          names(open(code(code, Screen.ROOM, Doing.SIGN_IN))).subList(0, 3));
      assertEquals(
          List.of("version", "service"),
          names(open(code(code, Screen.SCHEDULING, Doing.UPDATE))).subList(0, 2));
      assertEquals(
          "service",
          names(open(code(code, Screen.ROOM, Doing.PAIRING))).getFirst(),
          "no such case");
    }
    assertEquals("service", names(open(code("3002"))).getFirst());
    assertEquals("meeting-state", names(open(code("3002", Screen.ROOM, Doing.MEETING))).getFirst());
  }

  @Test
  void whatWasBeingDoneNeverComesBeforeWhatWasFound() {
    Diagnosis diagnosis =
        Diagnosis.of(
            seen(
                with(
                    allUnanswered(Reason.NO_ANSWER),
                    meaning(VerdictId.SERVICE_INCIDENT, CheckKind.CLOUD_STATUS).orElseThrow())),
            code("4000", Screen.ROOM, Doing.SIGN_IN),
            BOOK);
    assertEquals(List.of("service", "account"), names(diagnosis).subList(0, 2));
    assertTrue(supposition(diagnosis, "account").fits());
    assertFalse(supposition(diagnosis, "service").fits());
  }

  @Test
  void bothMeaningsOf3002AreCarriedAndItIsAskedWhatWasDone() {
    Diagnosis diagnosis = open(code("3002"));
    assertTrue(diagnosis.code().orElseThrow().says().contains("service connection"));
    assertTrue(diagnosis.code().orElseThrow().says().contains("state of a meeting"));
    assertTrue(
        new Answer(diagnosis)
            .questions()
            .contains("What was being done? --doing meeting changes the order."));
  }

  @Test
  void aCodeIsFoundHoweverItIsWrittenAndNeverByLikeness() {
    for (String text : List.of("ZP-491", "zp-491", "ZP491", "zp 491")) {
      assertEquals("ZP-491", BOOK.code(text).map(Clue::name).orElse(""), text);
    }
    for (String text : List.of("2003", "200", "20022", "ZP-492", "ZP-4910", "2OO2", "")) {
      assertEquals(Optional.empty(), BOOK.code(text), text);
    }
  }

  @Test
  void aCodeThatIsNotKnownHasNoMeaningAndNoHypotheses() {
    CheckStatus found = meaning(VerdictId.LINK_PORT_CLOSED, CheckKind.LINK_PEER).orElseThrow();
    Diagnosis diagnosis = Diagnosis.of(seen(with(allGood(), found)), code("2003"), BOOK);
    assertEquals(Optional.empty(), diagnosis.code());
    assertEquals(List.of(), diagnosis.suppositions());
    assertEquals(
        Standing.SUPPORTED, Diagnoses.layer(diagnosis, Step.LINK).standing(), "the walk is there");
    assertEquals(
        List.of(
            "What the code 2003 means is not known here, and nothing is made up: the layers below"
                + " tell what was measured. Note the exact text on the screen for Zoom's support."),
        new Answer(diagnosis).sentences());
    assertEquals(List.of(), new Answer(diagnosis).questions());
  }

  @Test
  void aVerdictThatHasNothingToDoWithTheCodeIsToldBesides() {
    CheckStatus found = meaning(VerdictId.HOST_CLOCK_SKEW, CheckKind.LOCAL_CLOCK).orElseThrow();
    Diagnosis diagnosis = Diagnosis.of(seen(with(allGood(), found)), code("ZP-491"), BOOK);
    String said = String.join(" ", new Answer(diagnosis).sentences());
    assertEquals(
        "What was measured speaks against every known cause of ZP-491: it has passed, or there is"
            + " another cause. The verdict, host.clock-skew, is not among the known causes of"
            + " ZP-491; repair it all the same.",
        said);
  }
}
