package io.roomwatch.agent.diagnosis;

import static io.roomwatch.agent.diagnosis.Diagnoses.BOOK;
import static io.roomwatch.agent.diagnosis.Diagnoses.code;
import static io.roomwatch.agent.diagnosis.Diagnoses.flapping;
import static io.roomwatch.agent.diagnosis.Diagnoses.layer;
import static io.roomwatch.agent.diagnosis.Diagnoses.seen;
import static io.roomwatch.agent.diagnosis.Diagnoses.supposition;
import static io.roomwatch.agent.verdict.States.degraded;
import static io.roomwatch.agent.verdict.States.failed;
import static io.roomwatch.agent.verdict.States.id;
import static io.roomwatch.agent.verdict.States.ok;
import static io.roomwatch.agent.verdict.States.unbelieved;
import static io.roomwatch.agent.verdict.States.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import io.roomwatch.agent.verdict.VerdictId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is weak, contradicted or not there says less, never something else. */
final class WeakEvidenceTest {

  private static final CheckStatus FILTERED =
      failed("link.peer:boardroom-pc", Reason.TIMEOUT, Reading.flag("host_answers", true));

  private static Judgement filtered(CheckStatus... checks) {
    return supposition(Diagnoses.of(code("2002"), checks), "port-filtered").judgement();
  }

  @Test
  void aFindingThatFlapsIsBelievedLess() {
    assertEquals(Standing.SUPPORTED, filtered(FILTERED).standing());
    assertEquals(Confidence.MEDIUM, filtered(FILTERED).confidence(), "no code is surer than that");
    Judgement layer = layer(Diagnoses.of(Asked.NOTHING, FILTERED), Step.LINK);
    assertEquals(Confidence.HIGH, layer.confidence());
    Judgement weak = layer(Diagnoses.of(Asked.NOTHING, flapping(FILTERED)), Step.LINK);
    assertEquals(Confidence.MEDIUM, weak.confidence());
    assertEquals(layer.speaksFor().size(), weak.speaksFor().size());
  }

  @Test
  void aFindingThatIsContradictedIsBelievedLess() {
    Judgement contradicted = filtered(FILTERED, ok("link.controllers"));
    assertEquals(Standing.WEAK, contradicted.standing());
    assertEquals(Confidence.LOW, contradicted.confidence());
    assertEquals(1, contradicted.speaksAgainst().size());
  }

  @Test
  void anotherPeerThatIsWellContradictsNothing() {
    Judgement judgement = filtered(FILTERED, ok("link.peer:other"));
    assertEquals(Standing.SUPPORTED, judgement.standing());
    assertEquals(1, judgement.speaksAgainst().size(), "and is told all the same");
  }

  /** A closed port is no filtered one: one finding speaks against the other's cause. */
  @Test
  void whatShowsAnotherCauseSpeaksAgainst() {
    CheckStatus closed = failed("link.peer:boardroom-pc", Reason.REFUSED);
    Diagnosis diagnosis = Diagnoses.of(code("2002"), closed);
    assertEquals(Standing.SUPPORTED, supposition(diagnosis, "port-closed").judgement().standing());
    assertEquals(Standing.UNLIKELY, supposition(diagnosis, "port-filtered").judgement().standing());
    assertEquals(Standing.UNLIKELY, supposition(diagnosis, "device-away").judgement().standing());
  }

  @Test
  void whatIsOnlyForInformationIsAWeakSign() {
    Diagnosis diagnosis =
        Diagnosis.of(
            Diagnoses.seen(
                List.of(FILTERED), true, Map.of(id("link.peer:boardroom-pc"), Severity.INFO)),
            code("2002"),
            BOOK);
    assertEquals(VerdictId.HEALTHY, diagnosis.seen().status().verdict().cause().id());
    assertEquals(Standing.WEAK, supposition(diagnosis, "port-filtered").judgement().standing());
    assertEquals(Standing.WEAK, layer(diagnosis, Step.LINK).standing());
    assertTrue(
        new Answer(diagnosis).sentences().getFirst().startsWith("Weak signs are consistent with"));
  }

  @Test
  void whatFollowsFromTheVerdictIsNoCauseOfItsOwn() {
    Diagnosis diagnosis =
        Diagnoses.of(
            code("5002"),
            failed("local.gateway", Reason.UNREACHABLE),
            failed("cloud.tcp:zoom.us:443", Reason.TIMEOUT),
            failed("cloud.dns:zoom.us", Reason.DNS_TIMEOUT));
    assertEquals("local-network", diagnosis.suppositions().getFirst().hypothesis().name());
    assertEquals(Standing.SUPPORTED, diagnosis.suppositions().getFirst().judgement().standing());
    for (String name : List.of("internet", "dns")) {
      Judgement judgement = supposition(diagnosis, name).judgement();
      assertEquals(Standing.EXPLAINED, judgement.standing(), name);
      assertEquals(Confidence.LOW, judgement.confidence(), name);
      assertTrue(judgement.speaksFor().getFirst().follows());
    }
    assertEquals(Standing.EXPLAINED, layer(diagnosis, Step.DNS).standing());
    assertEquals(Standing.SUPPORTED, layer(diagnosis, Step.NETWORK).standing());
  }

  @Test
  void aLookThatIsNotBelievedSpeaksForNothing() {
    Judgement judgement = filtered(unbelieved("link.peer:boardroom-pc", Reason.OVERDUE));
    assertEquals(Standing.OPEN, judgement.standing());
    assertEquals("not looked at yet", judgement.unmeasured().getFirst().why());
  }

  @Test
  void anUnansweredLookNamesItsReason() {
    Judgement judgement =
        layer(Diagnoses.of(Asked.NOTHING, unknown("link.firewall", Reason.PERMISSION)), Step.HOST);
    assertEquals(Standing.OPEN, judgement.standing());
    Gap gap = judgement.unmeasured().getFirst();
    assertEquals("link.firewall", gap.what().orElseThrow());
    assertEquals(Reason.PERMISSION, gap.reason().orElseThrow());
    assertEquals("What link.firewall saw.", gap.why());
  }

  /** A port that is watched for information is good also when it is closed. */
  @Test
  void aGoodLookThatSawNothingSpeaksForNothing() {
    Diagnosis closed =
        Diagnoses.of(Asked.NOTHING, ok("cloud.tcp:zoom.us:8801", Reading.flag("open", false)));
    assertEquals(Standing.OPEN, layer(closed, Step.CLOUD).standing());
    Diagnosis open =
        Diagnoses.of(Asked.NOTHING, ok("cloud.tcp:zoom.us:8801", Reading.flag("open", true)));
    assertEquals(Standing.UNLIKELY, layer(open, Step.CLOUD).standing());
  }

  /** What this machine is like says nothing of the room's device when they are two. */
  @Test
  void besideTheRoomTheOwnMachineIsNoEvidenceForTheDevice() {
    List<CheckStatus> checks =
        List.of(degraded("local.proxy", Reason.LOOPBACK_ONLY), ok("local.vpn"));
    Asked asked = Diagnoses.shown("127.0.0.1");
    Diagnosis device = Diagnosis.of(seen(checks), asked, BOOK);
    assertEquals(Standing.SUPPORTED, supposition(device, "proxy-settings").judgement().standing());
    Diagnosis beside = Diagnosis.of(Diagnoses.seen(checks, false, Map.of()), asked, BOOK);
    Judgement judgement = supposition(beside, "proxy-settings").judgement();
    assertEquals(Standing.OPEN, judgement.standing());
    assertEquals(
        "Looks at the machine it runs on, and the agent runs beside the room.",
        judgement.unmeasured().getFirst().why());
    assertNotEquals(Standing.OPEN, layer(beside, Step.PROXY).standing(), "the walk tells it");
  }

  @Test
  void asLongAsSomethingIsFoundTheOrderIsThatOfHowSureItIs() {
    Diagnosis diagnosis =
        Diagnoses.of(
            code("2002"),
            failed("link.peer:boardroom-pc", Reason.TIMEOUT, Reading.flag("host_answers", true)),
            flapping(degraded("local.vpn", Reason.VIA_VPN)),
            ok("link.isolation"));
    List<Standing> standings =
        diagnosis.suppositions().stream().map(one -> one.judgement().standing()).toList();
    assertEquals(standings.stream().sorted().toList(), standings);
    assertEquals("port-filtered", diagnosis.suppositions().getFirst().hypothesis().name());
    assertEquals(Standing.WEAK, supposition(diagnosis, "vpn").judgement().standing());
    assertFalse(supposition(diagnosis, "isolation").judgement().speaksAgainst().isEmpty());
  }
}
