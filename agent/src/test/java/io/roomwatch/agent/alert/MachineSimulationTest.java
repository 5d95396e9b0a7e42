package io.roomwatch.agent.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rooms that break, heal, are silenced, acknowledged and unknown at random, for two days each. What
 * must hold of every such room.
 */
class MachineSimulationTest {

  private static final List<String> CAUSES =
      List.of(Room.PEER_DOWN, Room.PORT_CLOSED, Room.DNS, Room.GATEWAY_DOWN, Room.APP_DOWN);

  /** What each sink has heard last of each key. */
  private final Map<String, Notice.Status> heard = new HashMap<>();

  private int firings;
  private int resolves;
  private int reminders;
  private int kept;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void suppressionNeverLosesAResolve(long seed) {
    Random random = new Random(seed);
    Room room =
        new Room(
            new Policy(
                Duration.ofSeconds(random.nextInt(2) * 30L),
                Duration.ofMinutes(15),
                List.of(
                    new Policy.Level("L1", Duration.ZERO, List.of("ops", "chat")),
                    new Policy.Level("L2", Duration.ofMinutes(10), List.of("it"))),
                List.of()));
    for (int step = 0; step < 48 * 120; step++) {
      change(room, random);
      room.wall = room.wall.plusSeconds(30);
      room.steady = room.steady.plusSeconds(30);
      check(room, seed);
    }
    room.known = true;
    room.unseen = Set.of();
    room.troubles.clear();
    check(room, seed);
    assertEquals(List.of(), room.state.alerts(), "seed " + seed);
    heard.forEach(
        (who, last) -> assertEquals(Notice.Status.RESOLVED, last, who + ", seed " + seed));
    System.out.printf(
        "seed %d: %d firings, %d reminders, %d resolves, %d kept back%n",
        seed, firings, reminders, resolves, kept);
    assertTrue(firings > 20 && reminders > 5 && kept > 5, "seed " + seed + " tries too little");
  }

  private static void change(Room room, Random random) {
    if (random.nextInt(20) == 0) {
      String cause = CAUSES.get(random.nextInt(CAUSES.size()));
      if (room.troubles.containsKey(cause)) {
        room.heals(cause);
      } else {
        room.breaks(cause);
      }
    }
    if (random.nextInt(100) == 0) {
      Set<String> ids =
          random.nextBoolean() ? Set.of() : Set.of(CAUSES.get(random.nextInt(CAUSES.size())));
      Duration length = Duration.ofMinutes(1 + random.nextInt(120));
      room.silences.add(new Silence(ids, "Ada", "", room.wall, room.wall.plus(length)));
    }
    room.silences.removeIf(silence -> !room.wall.isBefore(silence.until()));
    room.known = random.nextInt(20) != 0;
    room.unseen = random.nextInt(10) == 0 ? Set.of("cloud.dns:zoom.us") : Set.of();
    if (random.nextInt(200) == 0 && !room.state.alerts().isEmpty()) {
      room.acknowledgements.add(
          new Step.Acknowledgement(room.state.alerts().get(0).identity().key(), 1, "Ada"));
    } else if (random.nextInt(200) == 0) {
      room.acknowledgements.clear();
    }
  }

  private void check(Room room, long seed) {
    Instant now = room.wall;
    Situation situation = room.situation();
    Step step =
        Machine.step(
            room.state,
            situation,
            room.acknowledgements,
            room.policy,
            new Moment(now, room.steady));
    room.state = step.state();
    Set<String> ended = new TreeSet<>();
    for (Step.Tell tell : step.tells()) {
      String id = tell.alert().cause().id();
      String at = id + " at " + now + ", seed " + seed;
      boolean hushed =
          room.silences.stream()
              .anyMatch(one -> one.holds(now) && one.covers(tell.alert().cause()));
      boolean holds = room.known && room.troubles.containsKey(id);
      for (String sink : tell.sinks()) {
        Optional<Notice.Status> last =
            Optional.ofNullable(heard.put(sink + " " + id, tell.status()));
        switch (tell.status()) {
          case FIRING -> {
            firings++;
            assertTrue(holds || room.troubles.containsKey(id), "fires without a cause: " + at);
            assertTrue(!hushed, "fires under a silence: " + at);
            assertTrue(
                last.isEmpty() || last.get() == Notice.Status.RESOLVED, "fires twice: " + at);
          }
          case REMINDER -> {
            reminders++;
            assertTrue(!hushed, "reminds under a silence: " + at);
            assertTrue(
                last.isPresent() && last.get() != Notice.Status.RESOLVED,
                "reminds of nothing: " + at);
          }
          case RESOLVED -> {
            resolves++;
            ended.add(id);
            assertTrue(!room.troubles.containsKey(id), "resolves what lasts: " + at);
            assertTrue(room.known, "resolves what is unknown: " + at);
            assertTrue(
                last.isPresent() && last.get() != Notice.Status.RESOLVED, "resolves twice: " + at);
          }
          case TEST -> throw new AssertionError(at);
        }
      }
    }
    kept += (int) step.facts().stream().filter(fact -> fact.text().startsWith("Not told")).count();
    // Monitoring goes on: every trouble that may be told is known to the machine, told or not.
    Set<String> known = new HashSet<>();
    room.state.alerts().forEach(alert -> known.add(alert.cause().id()));
    if (room.troubles.containsKey(Room.APP_DOWN)) {
      assertTrue(known.contains(Room.APP_DOWN), "not watched at " + now + ", seed " + seed);
    }
    assertTrue(known.stream().noneMatch(ended::contains), "ended and there, seed " + seed);
  }
}
