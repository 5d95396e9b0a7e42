package io.roomwatch.agent.verdict;

import static io.roomwatch.agent.verdict.States.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.rules.TriageFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for every finding and every mixture of them. */
final class EveryFindingTest {

  private static final List<State> STATES = List.copyOf(EnumSet.allOf(State.class));
  private static final List<Reason> REASONS =
      List.copyOf(EnumSet.complementOf(EnumSet.of(Reason.OK)));

  private final Triage triage = new Triage(TriageFile.shipped());

  private static CheckId id(CheckKind kind) {
    return switch (kind) {
      case LINK_PEER, LINK_SUBNET, PATH_STAMP -> CheckId.of(kind, "boardroom-pc");
      case CLOUD_DNS, CLOUD_TLS, CLOUD_HTTPS -> CheckId.of(kind, "zoom.us");
      case CLOUD_TCP -> CheckId.of(kind, "zoom.us:443");
      case CLOUD_UDP -> CheckId.of(kind, "zoom.us:3478");
      default -> CheckId.of(kind);
    };
  }

  private static void assertReads(String sentence, String of) {
    assertFalse(sentence.isBlank(), of);
    assertTrue(sentence.endsWith("."), of + ": " + sentence);
    assertFalse(sentence.matches(".*[\\[\\]{}?].*"), of + ": " + sentence);
    assertFalse(sentence.contains("  ") || sentence.contains(" ."), of + ": " + sentence);
    assertFalse(sentence.contains(".."), of + ": " + sentence);
  }

  @Test
  void everyFindingHasACauseASentenceAndANextMove() {
    Set<VerdictId> reached = EnumSet.noneOf(VerdictId.class);
    for (CheckKind kind : CheckKind.values()) {
      for (Reason reason : Reason.values()) {
        for (State state : List.of(State.FAILED, State.DEGRADED)) {
          if (reason == Reason.OK) {
            continue;
          }
          for (boolean heard : new boolean[] {true, false}) {
            CheckStatus finding =
                States.status(id(kind), state, reason, Reading.flag("host_answers", heard));
            Verdict verdict =
                triage.judge(
                    List.of(finding, States.ok("cloud.tls:other")),
                    Map.of(finding.check(), Severity.CRITICAL),
                    NOW);
            String of = kind.id() + " " + reason.label();
            assertEquals(List.of(finding.check()), verdict.because(), of);
            assertEquals(state, verdict.cause().state(), of);
            assertReads(verdict.summary(), of);
            assertReads(verdict.next(), of);
            reached.add(verdict.cause().id());
          }
        }
      }
    }
    Set<VerdictId> never = EnumSet.complementOf(EnumSet.copyOf(reached));
    assertEquals(Set.of(VerdictId.HEALTHY), never, "every verdict can be reached");
  }

  @Test
  void everyMixtureHasExactlyOneCauseWhateverItsOrder() {
    long seed = System.nanoTime();
    System.out.println("triage mixtures, seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 1_500; round++) {
      List<CheckStatus> mixture = mixture(random);
      Verdict verdict = triage.judge(mixture, Map.of(), NOW);
      String where = "seed " + seed + " round " + round + " " + mixture;
      Collections.shuffle(mixture, random);
      assertEquals(verdict, triage.judge(mixture, Map.of(), NOW), where);
      assertSound(verdict, mixture, where);
    }
  }

  private static List<CheckStatus> mixture(Random random) {
    List<CheckStatus> mixture = new ArrayList<>();
    int bad = 1 + random.nextInt(8);
    for (CheckKind kind : CheckKind.values()) {
      State state = random.nextInt(12) < bad ? STATES.get(random.nextInt(STATES.size())) : State.OK;
      Reason reason = state == State.OK ? Reason.OK : REASONS.get(random.nextInt(REASONS.size()));
      mixture.add(
          States.status(
              id(kind), state, reason, Reading.flag("host_answers", random.nextBoolean())));
    }
    return mixture;
  }

  private static void assertSound(Verdict verdict, List<CheckStatus> mixture, String where) {
    Set<CheckId> findings = new HashSet<>();
    boolean failed = false;
    boolean counts = false;
    for (CheckStatus status : mixture) {
      if (Scene.isFinding(status)) {
        findings.add(status.check());
        boolean matters = status.check().kind().severity() != Severity.INFO;
        counts |= matters;
        failed |= matters && status.state() == State.FAILED;
      }
    }
    Set<CheckId> both = new HashSet<>(verdict.because());
    both.retainAll(verdict.consequences());
    assertEquals(Set.of(), both, where);
    assertReads(verdict.summary(), where);
    assertReads(verdict.next(), where);
    if (counts) {
      assertNotEquals(VerdictId.HEALTHY, verdict.cause().id(), where);
      assertEquals(failed ? State.FAILED : State.DEGRADED, verdict.cause().state(), where);
      assertFalse(verdict.because().isEmpty(), where);
      assertTrue(findings.containsAll(verdict.because()), where);
      assertTrue(findings.containsAll(verdict.consequences()), where);
    } else {
      assertNotEquals(State.FAILED, verdict.cause().state(), where);
      assertNotEquals(State.DEGRADED, verdict.cause().state(), where);
    }
  }

  @Test
  void unknownsAloneNeverFailTheRoom() {
    for (CheckKind kind : CheckKind.values()) {
      for (Reason reason : Reason.values()) {
        if (reason != Reason.OK) {
          Verdict verdict =
              triage.judge(
                  List.of(
                      States.status(id(kind), State.UNKNOWN, reason), States.ok("cloud.tls:other")),
                  Map.of(),
                  NOW);
          State state = verdict.cause().state();
          assertTrue(state == State.OK || state == State.UNKNOWN, kind.id() + " " + reason);
        }
      }
    }
  }

  @Test
  void fiveThousandFindingsAreJudgedInAMoment() {
    List<CheckStatus> many = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      many.add(States.failed("link.peer:pc-" + i, Reason.NO_ROUTE));
      many.add(States.failed("cloud.tcp:host-" + i + ":443", Reason.TIMEOUT));
    }
    many.add(States.failed("local.gateway", Reason.NO_ROUTE));
    long before = System.nanoTime();
    Verdict verdict = triage.judge(many, Map.of(), NOW);
    long millis = (System.nanoTime() - before) / 1_000_000;
    System.out.println("5,001 findings judged in " + millis + " ms");
    assertEquals(VerdictId.NET_NO_ROUTE, verdict.cause().id());
    assertEquals(5_000, verdict.consequences().size());
    assertTrue(millis < 5_000, "" + millis);
  }

  @Test
  void aCodeIsNeverGivenToAWorkingRoom() {
    Verdict verdict = triage.judge(List.of(States.ok("room.app")), Map.of(), NOW);
    assertEquals(List.of(), verdict.cause().codes());
  }
}
