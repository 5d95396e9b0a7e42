package io.roomwatch.agent.diagnosis;

import static io.roomwatch.agent.diagnosis.Diagnoses.allGood;
import static io.roomwatch.agent.diagnosis.Diagnoses.check;
import static io.roomwatch.agent.diagnosis.Diagnoses.layer;
import static io.roomwatch.agent.diagnosis.Diagnoses.seen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Rooms;
import io.roomwatch.agent.verdict.States;
import io.roomwatch.agent.verdict.VerdictId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The walk through the layers, without a code. */
final class WalkTest {

  private static Diagnosis walk(List<io.roomwatch.agent.health.CheckStatus> checks) {
    return Diagnosis.of(seen(checks), Asked.NOTHING, Diagnoses.BOOK);
  }

  @Test
  void layersComeInTheOrderOfTriage() {
    assertEquals(
        List.of("service", "host", "network", "link", "dns", "proxy", "cloud", "app"),
        walk(allGood()).layers().stream().map(layer -> layer.step().label()).toList());
  }

  @ParameterizedTest
  @EnumSource(VerdictId.class)
  void theLayerOfTheVerdictHasItsEvidenceAndNoOtherIsAccused(VerdictId id) {
    Diagnosis diagnosis = walk(Rooms.in(id));
    assertEquals(id, diagnosis.seen().status().verdict().cause().id());
    Set<CheckId> because = Set.copyOf(diagnosis.seen().status().verdict().because());
    Optional<Step> blamed = Step.of(id);
    for (Diagnosis.Layer layer : diagnosis.layers()) {
      Judgement judgement = layer.judgement();
      if (blamed.filter(layer.step()::equals).isPresent()) {
        assertTrue(
            judgement.standing() == Standing.SUPPORTED || judgement.standing() == Standing.WEAK);
        assertTrue(
            judgement.speaksFor().stream()
                .map(one -> one.status().check())
                .toList()
                .containsAll(because));
        assertEquals(
            diagnosis.seen().status().verdict().cause().confidence(), judgement.confidence());
      } else {
        assertTrue(
            judgement.standing() != Standing.SUPPORTED && judgement.standing() != Standing.WEAK,
            layer::toString);
      }
    }
    assertEquals(List.of(), diagnosis.suppositions());
    assertEquals(List.of(), new Answer(diagnosis).sentences());
  }

  /** Nothing that was looked at is left out of the walk, and no kind of check goes unsaid. */
  @ParameterizedTest
  @EnumSource(VerdictId.class)
  void everyCheckAndEveryKindIsTold(VerdictId id) {
    Diagnosis diagnosis = walk(Rooms.in(id));
    Set<String> told = new HashSet<>();
    for (Diagnosis.Layer layer : diagnosis.layers()) {
      Judgement judgement = layer.judgement();
      Stream.concat(judgement.speaksFor().stream(), judgement.speaksAgainst().stream())
          .forEach(one -> told.add(one.status().check().toString()));
      judgement.unmeasured().forEach(gap -> told.add(gap.what().orElseThrow()));
    }
    Set<String> wanted = new HashSet<>();
    Rooms.in(id).forEach(status -> wanted.add(status.check().toString()));
    Arrays.stream(CheckKind.values())
        .filter(kind -> Rooms.in(id).stream().noneMatch(one -> one.check().kind() == kind))
        .forEach(kind -> wanted.add(kind.id()));
    assertEquals(wanted, told);
  }

  @Test
  void whatIsNotSetUpSaysWhy() {
    for (boolean onDevice : new boolean[] {true, false}) {
      Diagnosis diagnosis =
          Diagnosis.of(
              Diagnoses.seen(List.of(), onDevice, Map.of()), Asked.NOTHING, Diagnoses.BOOK);
      List<Gap> gaps =
          diagnosis.layers().stream()
              .flatMap(layer -> layer.judgement().unmeasured().stream())
              .toList();
      assertEquals(CheckKind.values().length, gaps.size());
      for (Gap gap : gaps) {
        assertTrue(gap.why().startsWith("Not set up: ") && gap.why().endsWith("."), gap::toString);
      }
      String app =
          gaps.stream()
              .filter(gap -> gap.what().equals(Optional.of("room.app")))
              .findFirst()
              .orElseThrow()
              .why();
      assertEquals(!onDevice, app.contains("beside"), app);
    }
  }

  @Test
  void aGoodLookSpeaksWhereItLookedAndWhereItCameThrough() {
    Diagnosis diagnosis =
        walk(List.of(States.ok("link.controllers"), States.ok("cloud.https:zoom.us")));
    for (Step step : List.of(Step.LINK, Step.HOST, Step.CLOUD, Step.NETWORK, Step.PROXY)) {
      assertEquals(Standing.UNLIKELY, layer(diagnosis, step).standing(), step.label());
    }
    for (Step step : List.of(Step.SERVICE, Step.DNS, Step.APP)) {
      assertEquals(Standing.OPEN, layer(diagnosis, step).standing(), step.label());
    }
  }

  @Test
  void aSecondCauseStaysVisible() {
    List<io.roomwatch.agent.health.CheckStatus> both = new ArrayList<>();
    both.addAll(Rooms.in(VerdictId.LINK_PORT_CLOSED));
    both.addAll(Rooms.in(VerdictId.CLOUD_TLS_INSPECTION));
    Diagnosis diagnosis = walk(both);
    assertEquals(Standing.SUPPORTED, layer(diagnosis, Step.LINK).standing());
    assertEquals(Standing.SUPPORTED, layer(diagnosis, Step.PROXY).standing());
    assertFalse(layer(diagnosis, Step.PROXY).speaksFor().getFirst().follows());
  }

  /** A finding of no layer is told where it was looked. */
  @Test
  void aFindingThatNoLayerKnowsIsToldWhereItWasSeen() {
    Diagnosis diagnosis =
        walk(List.of(States.status(check(CheckKind.LOCAL_HOST), State.DEGRADED, Reason.THRESHOLD)));
    assertEquals(VerdictId.AGENT_DEGRADED, diagnosis.seen().status().verdict().cause().id());
    Judgement host = layer(diagnosis, Step.HOST);
    assertEquals(Standing.WEAK, host.standing());
  }
}
