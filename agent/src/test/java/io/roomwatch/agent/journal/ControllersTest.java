package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ControllersTest {

  private static final String TABLET = "10.4.13.31";
  private static final long LOOK = Duration.ofSeconds(15).toNanos();
  private static final int HOUR = 240;

  private final Controllers controllers = new Controllers(new TreeMap<>(), 0);

  private static Map<String, List<String>> told(String how) {
    return how.isEmpty() ? Map.of() : Map.of(TABLET, List.of(how));
  }

  private SortedMap<String, List<String>> look(int number, boolean connected) {
    return controllers.look(connected ? Set.of(TABLET) : Set.of(), number * LOOK);
  }

  /** How often what is told changes over so many looks. */
  private int changes(int looks, IntPredicate connected) {
    Map<String, List<String>> last = Map.of();
    int changes = 0;
    for (int i = 0; i < looks; i++) {
      Map<String, List<String>> now = look(i, connected.test(i));
      changes += now.equals(last) ? 0 : 1;
      last = now;
    }
    return changes;
  }

  @Test
  void aControllerIsConnectedWhenItIsSeenAndGoneAfterTwoMinutes() {
    assertEquals(told(Controllers.CONNECTED), look(0, true));
    for (int i = 1; i < 8; i++) {
      assertEquals(told(Controllers.CONNECTED), look(i, false));
    }
    assertEquals(told(""), look(8, false));
    assertEquals(told(Controllers.CONNECTED), look(9, true));
  }

  @Test
  void aControllerThatReconnectsHasNeverLeft() {
    assertEquals(1, changes(HOUR, i -> i != 50 && i != 51));
  }

  @Test
  void aControllerThatComesAndGoesSaysSoOnce() {
    SplittableRandom random = new SplittableRandom(7);
    assertEquals(2, changes(24 * HOUR, i -> random.nextBoolean()), "connected, then unsteady");
  }

  @Test
  void aControllerThatIsGoneForMinutesAgainAndAgainDoesNotFlood() {
    int changes = changes(24 * HOUR, i -> i / 16 % 2 == 0);
    assertTrue(changes <= 8, "24 h of four minutes each made " + changes + " events");
  }

  @Test
  void aControllerThatStaysAfterHavingComeAndGoneIsToldAgain() {
    for (int i = 0; i < 20; i++) {
      look(i, i % 2 == 0);
    }
    assertEquals(told(Controllers.UNSTEADY), look(20, true));
    assertEquals(told(Controllers.UNSTEADY), look(20 + HOUR / 2, true));
    assertEquals(told(Controllers.CONNECTED), look(22 + HOUR / 2, true));
  }

  @Test
  void aControllerThatStaysAwayAfterHavingComeAndGoneIsToldAgain() {
    for (int i = 0; i < 20; i++) {
      look(i, i % 2 == 0);
    }
    assertEquals(told(Controllers.UNSTEADY), look(20, false));
    assertEquals(told(""), look(22 + HOUR / 2, false));
  }

  @Test
  void aRememberedControllerHasTwoMinutesToBeSeenAgain() {
    Controllers restarted = new Controllers(new TreeMap<>(told(Controllers.CONNECTED)), 0);
    assertEquals(told(Controllers.CONNECTED), restarted.look(Set.of(), LOOK));
    assertEquals(told(""), restarted.look(Set.of(), 9 * LOOK));
  }

  @Test
  void aRememberedUnsteadyControllerIsStillUnsteady() {
    Controllers restarted = new Controllers(new TreeMap<>(told(Controllers.UNSTEADY)), 0);
    assertEquals(told(Controllers.UNSTEADY), restarted.look(Set.of(TABLET), LOOK));
    assertEquals(
        told(Controllers.CONNECTED), restarted.look(Set.of(TABLET), (HOUR / 2 + 2) * LOOK));
  }

  @Test
  void aCrowdIsFollowedOnlyInPart() {
    Set<String> crowd =
        IntStream.range(0, 1000)
            .mapToObj(i -> "10.0." + i / 256 + "." + i % 256)
            .collect(Collectors.toSet());
    assertEquals(Controllers.FOLLOWED, controllers.look(crowd, 0).size());
    assertEquals(Controllers.FOLLOWED, controllers.look(crowd, LOOK).size());
  }
}
