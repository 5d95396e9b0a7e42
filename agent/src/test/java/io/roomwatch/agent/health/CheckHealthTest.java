package io.roomwatch.agent.health;

import static io.roomwatch.agent.health.Sights.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckHealthTest {

  private static final CheckId CHECK = CheckId.of(CheckKind.LINK_PEER, "boardroom-pc");
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final List<Change> changes = new ArrayList<>();
  private CheckHealth health = unseen(Patience.DEFAULT);
  private Instant now = START;

  private static CheckHealth unseen(Patience patience) {
    return CheckHealth.unseen(CHECK, new CheckHealth.Pace(INTERVAL, patience), START);
  }

  private void look(State state, Reason reason) {
    now = now.plus(INTERVAL);
    take(health.observe(Sights.look(CHECK, now, state, reason)));
  }

  private void take(CheckHealth.Step step) {
    health = step.health();
    changes.addAll(step.changes());
  }

  /** Looks given as letters; the answer is what is believed after each. */
  private String believed(String looks) {
    StringBuilder believed = new StringBuilder();
    for (int i = 0; i < looks.length(); i++) {
      now = now.plus(INTERVAL);
      Observation look = Sights.look(CHECK, now, Sights.state(looks.charAt(i)));
      take(health.observe(look));
      believed.append(Sights.letter(health.status().state()));
    }
    return believed.toString();
  }

  private String believed(Patience patience, String looks) {
    health = unseen(patience);
    return believed(looks);
  }

  @Test
  void nothingIsBelievedBeforeTheFirstLook() {
    CheckStatus status = health.status();
    assertEquals(State.UNKNOWN, status.state());
    assertEquals(Reason.NO_ANSWER, status.reason());
    assertEquals(START, status.since());
    assertTrue(status.latest().isEmpty());
  }

  @Test
  void theFirstGoodLookIsBelievedAtOnceTheFirstBadOneIsNot() {
    assertEquals("O", believed(Patience.DEFAULT, "O"));
    assertEquals("??F", believed(Patience.DEFAULT, "FFF"));
    assertEquals("??D", believed(Patience.DEFAULT, "DDD"));
    assertEquals("?OOOF", believed(Patience.DEFAULT, "FOFFF"));
  }

  @Test
  void failedAfterThreeOfThreeAndBackAfterTwo() {
    assertEquals("OOOFFO", believed(Patience.DEFAULT, "OFFFOO"));
  }

  @Test
  void oneBlipChangesNothing() {
    assertEquals("OOOOOOOO", believed(Patience.DEFAULT, "OFOFODO?"));
    assertEquals("OOOFFFFF", believed(Patience.DEFAULT, "OFFFOFOF"));
  }

  @Test
  void nOfMCountsBadLooksThatAreNotInARow() {
    Patience threeOfFive = new Patience(3, 5, 2);
    assertEquals("OOOOOF", believed(threeOfFive, "OFOFOF"));
    assertEquals("OOOOOOOO", believed(threeOfFive, "OFOOFOOF"));
  }

  @Test
  void looksFromBeforeARecoveryDoNotFailItAgain() {
    Patience threeOfFive = new Patience(3, 5, 2);
    assertEquals("OOOFFOOOF", believed(threeOfFive, "OFFFOOFFF"));
  }

  @Test
  void aCheckThatIsBadInChangingWaysIsAtLeastDegraded() {
    assertEquals("OOODD", believed(Patience.DEFAULT, "ODFFD"));
    assertEquals("OOODFF", believed(Patience.DEFAULT, "ODFFFD"));
  }

  @Test
  void recoveryIsToTheWorstOfTheBetterLooks() {
    assertEquals("OOOFFDDO", believed(Patience.DEFAULT, "OFFFODOO"));
  }

  @Test
  void blindnessNeedsPatienceAndHidesNoFailureBefore() {
    assertEquals("OOO?", believed(Patience.DEFAULT, "O???"));
    assertEquals("OOOFFF?", believed(Patience.DEFAULT, "OFFF???"));
    assertEquals(
        "OOO?", believed(Patience.DEFAULT, "O?F?"), "no look was good for three intervals");
    assertEquals("??", believed(Patience.DEFAULT, "??"));
  }

  @Test
  void unknownLooksNeitherCountAsGoodNorBreakARecovery() {
    assertEquals("OOOFFFO", believed(Patience.DEFAULT, "OFFFO?O"));
    assertEquals("OOOFFF?", believed(Patience.DEFAULT, "OFFF???"));
  }

  @Test
  void sightReturnsAfterTwoGoodLooksOrThreeBadOnes() {
    assertEquals("OOO??O", believed(Patience.DEFAULT, "O???OO"));
    assertEquals("OOO???F", believed(Patience.DEFAULT, "O???FFF"));
  }

  @Test
  void lookingOnceBelievesTheLook() {
    assertEquals("FODO?", believed(Patience.AT_ONCE, "FODO?"));
  }

  @Test
  void aStateBeginsWithTheFirstLookThatDiffered() {
    believed("OFFF");
    assertEquals(START.plus(INTERVAL.multipliedBy(2)), health.status().since());
    believed("FOFOO");
    assertEquals(START.plus(INTERVAL.multipliedBy(8)), health.status().since());
  }

  @Test
  void changesAreToldOnce() {
    believed("OFFFFFOOO");
    assertEquals(3, changes.size());
    Change.Became failed = (Change.Became) changes.get(1);
    assertEquals(State.OK, failed.from());
    assertEquals(State.FAILED, failed.to());
    assertEquals(Reason.TIMEOUT, failed.reason());
    assertEquals(START.plus(INTERVAL.multipliedBy(4)), failed.at());
    assertTrue(failed.text().startsWith("failed at "), failed.text());
  }

  @Test
  void theReasonFollowsOnlyWhenItStays() {
    believed("OFFF");
    look(State.FAILED, Reason.REFUSED);
    assertEquals(Reason.TIMEOUT, health.status().reason());
    look(State.FAILED, Reason.TIMEOUT);
    look(State.FAILED, Reason.REFUSED);
    assertEquals(Reason.TIMEOUT, health.status().reason());
    look(State.FAILED, Reason.REFUSED);
    assertEquals(Reason.REFUSED, health.status().reason());
    assertEquals(
        new Change.Reasoned(CHECK, now, State.FAILED, Reason.TIMEOUT, Reason.REFUSED),
        changes.getLast());
  }

  @Test
  void theReasonOfAConfirmedStateIsThatOfItsNewestLook() {
    look(State.OK, Reason.OK);
    look(State.DEGRADED, Reason.VIA_VPN);
    look(State.FAILED, Reason.TIMEOUT);
    look(State.FAILED, Reason.REFUSED);
    assertEquals(State.DEGRADED, health.status().state());
    assertEquals(Reason.VIA_VPN, health.status().reason());
  }

  @Test
  void theProofIsTheNewestLookThatSaysWhatIsBelieved() {
    assertTrue(health.status().proof().isEmpty());
    believed("OFFF");
    Instant failed = now;
    assertEquals(failed, health.status().proof().orElseThrow().at());
    believed("O");
    assertEquals(failed, health.status().proof().orElseThrow().at(), "a blip proves nothing");
    assertEquals(now, health.status().latest().orElseThrow().at());
    look(State.FAILED, Reason.REFUSED);
    assertEquals(failed, health.status().proof().orElseThrow().at(), "nor does another reason");
    look(State.FAILED, Reason.REFUSED);
    assertEquals(now, health.status().proof().orElseThrow().at());
    take(health.stale(now.plusSeconds(60)));
    assertTrue(health.status().proof().isEmpty());
    look(State.UNKNOWN, Reason.PERMISSION);
    assertEquals(now, health.status().proof().orElseThrow().at());
  }

  @Test
  void whyItCannotLookIsShownFromTheFirstLook() {
    look(State.UNKNOWN, Reason.PERMISSION);
    assertEquals(Reason.PERMISSION, health.status().reason());
    assertEquals(START, health.status().since());
  }

  @Test
  void staleIsUnknownAndOverdueAndBackWithTheNextLook() {
    believed("O");
    Instant late = now.plus(INTERVAL.multipliedBy(4));
    take(health.stale(late));
    assertEquals(State.UNKNOWN, health.status().state());
    assertEquals(Reason.OVERDUE, health.status().reason());
    assertEquals(late, health.status().since());
    assertTrue(health.status().latest().isPresent(), "the newest look is still told");
    int told = changes.size();
    take(health.stale(late.plusSeconds(1)));
    assertEquals(told, changes.size(), "told once");
    now = late;
    assertEquals("O", believed("O"));
  }

  @Test
  void aFailureFromBeforeAGapIsNotForgivenByOneGoodLook() {
    believed("OFFF");
    take(health.stale(now.plusSeconds(60)));
    assertEquals("?O", believed("OO"));
    believed("FFF");
    take(health.stale(now.plusSeconds(60)));
    assertEquals("F", believed("F"), "still as it was");
  }

  @Test
  void afterAGapWorseNeedsItsPatience() {
    believed("O");
    take(health.stale(now.plusSeconds(60)));
    assertEquals("?", believed("F"));
    assertEquals(Reason.NO_ANSWER, health.status().reason(), "looks come again");
    assertEquals("?F", believed("FF"));
  }

  @Test
  void aCheckThatNeverLookedIsOverdueToo() {
    take(health.stale(START.plusSeconds(60)));
    assertEquals(Reason.OVERDUE, health.status().reason());
    assertEquals(START, health.status().since(), "it was unknown all the time");
  }

  @Test
  void aFlappingCheckStaysBadUntilItIsCalm() {
    String cycle = "FFFOO";
    believed("O" + cycle.repeat(2));
    assertFalse(health.status().flapping());
    String after = believed(cycle.repeat(10));
    assertTrue(health.status().flapping());
    assertEquals("OOF" + "F".repeat(47), after, "from the fifth change on it stays failed");
  }

  @Test
  void flappingEndsAfterARunOfEqualLooksWhichGetsLongerEachTime() {
    believed("O" + "FFFOO".repeat(2) + "FFF");
    assertTrue(health.status().flapping());
    assertEquals("FFFFFO", believed("OOOOOO"), "six equal looks");
    assertFalse(health.status().flapping());
    believed("FFFOO".repeat(2) + "FFF");
    assertTrue(health.status().flapping());
    assertEquals("F".repeat(11) + "O", believed("O".repeat(12)), "twelve, the second time");
    assertFalse(health.status().flapping());
  }

  @Test
  void aFlappingCheckThatStaysFailedStopsFlapping() {
    believed("O" + "FFFOO".repeat(2) + "FFF");
    assertTrue(health.status().flapping());
    assertEquals("FFF", believed("FFF"));
    assertFalse(health.status().flapping());
  }

  @Test
  void rareChangesAreNoFlapping() {
    for (int day = 0; day < 10; day++) {
      believed("OFFFOO");
      now = now.plus(Duration.ofMinutes(20));
    }
    assertFalse(health.status().flapping());
  }
}
