package io.roomwatch.agent.health;

import static io.roomwatch.agent.health.Sights.START;
import static io.roomwatch.agent.health.Sights.look;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.health.HealthBoard.Watched;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HealthBoardTest {

  private static final CheckId PEER = CheckId.of(CheckKind.LINK_PEER, "boardroom-pc");
  private static final CheckId OTHER = CheckId.of(CheckKind.LINK_PEER, "huddle-pc");
  private static final CheckId CLOCK = CheckId.of(CheckKind.LOCAL_CLOCK);
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private long nanos = Long.MAX_VALUE - 1;
  private final HealthBoard board = new HealthBoard(() -> nanos);
  private final List<Change> changes = new ArrayList<>();

  HealthBoardTest() {
    board.listen(changes::add);
    watch(PEER, CLOCK);
  }

  private void watch(CheckId... checks) {
    List<Watched> watched = new ArrayList<>();
    for (CheckId check : checks) {
      watched.add(new Watched(check, INTERVAL, Patience.DEFAULT));
    }
    board.watch(watched, START);
  }

  private Instant after(Duration time) {
    nanos += time.toNanos();
    return START.plus(time);
  }

  private State state(CheckId check, Instant now) {
    return board.statuses(now).stream()
        .filter(status -> status.check().equals(check))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void statusesComeInIdOrder() {
    watch(CLOCK, OTHER, PEER);
    assertEquals(
        List.of(PEER, OTHER, CLOCK),
        board.statuses(START).stream().map(CheckStatus::check).toList());
  }

  @Test
  void whatStopsLookingBecomesOverdueAndComesBack() {
    Instant now = after(Duration.ofSeconds(1));
    board.observe(look(PEER, now, State.OK));
    assertEquals(State.OK, state(PEER, now));
    now = after(INTERVAL.multipliedBy(3));
    assertEquals(State.OK, state(PEER, now), "three intervals are not older than three");
    now = after(Duration.ofMillis(1));
    board.age(now);
    Change.Became overdue = (Change.Became) changes.getLast();
    assertEquals(Reason.OVERDUE, overdue.reason());
    assertEquals("No look has ended for more than 45 s.", overdue.text());
    assertEquals(State.UNKNOWN, state(PEER, now));
    board.observe(look(PEER, now, State.OK));
    assertEquals(State.OK, state(PEER, now));
  }

  @Test
  void aShorterIntervalMakesNothingOverdueAndKeepsWhatIsKnown() {
    board.watch(List.of(new Watched(PEER, Duration.ofMinutes(5), new Patience(2, 3, 2))), START);
    board.observe(look(PEER, START, State.OK));
    board.observe(look(PEER, START, State.FAILED));
    Instant now = after(Duration.ofMinutes(4));
    board.watch(List.of(new Watched(PEER, INTERVAL, new Patience(2, 3, 2))), now);
    assertEquals(State.OK, state(PEER, now), "4 min are more than 3 times 15 s");
    board.observe(look(PEER, now, State.FAILED));
    assertEquals(State.FAILED, state(PEER, now), "the failure before the reload counts");
    now = after(INTERVAL.multipliedBy(3).plusMillis(1));
    assertEquals(State.UNKNOWN, state(PEER, now), "the new interval holds from here");
  }

  @Test
  void anUnchangedIntervalKeepsTheAge() {
    board.observe(look(PEER, START, State.OK));
    Instant now = after(INTERVAL.multipliedBy(2));
    watch(PEER);
    now = now.plus(INTERVAL).plusMillis(1);
    nanos += INTERVAL.plusMillis(1).toNanos();
    assertEquals(State.UNKNOWN, state(PEER, now));
  }

  @Test
  void aWallClockThatIsSetMakesNothingOverdue() {
    board.observe(look(PEER, START, State.OK));
    board.observe(look(CLOCK, START, State.OK));
    after(Duration.ofSeconds(5));
    Instant corrected = START.plus(Duration.ofDays(40));
    assertEquals(State.OK, state(CLOCK, corrected));
    board.observe(look(PEER, corrected, State.OK));
    assertEquals(State.OK, state(PEER, corrected));
    assertTrue(changes.stream().allMatch(change -> ((Change.Became) change).to() == State.OK));
  }

  @Test
  void aGapCountsWhetherOrNotAnybodyAskedMeanwhile() {
    for (int i = 0; i < 2; i++) {
      board.observe(look(PEER, START, State.FAILED));
    }
    Instant now = after(Duration.ofMinutes(10));
    board.observe(look(PEER, now, State.FAILED));
    assertEquals(State.UNKNOWN, state(PEER, now), "two looks from before the gap do not count");
  }

  @Test
  void reloadKeepsTheStateOfWhatStays() {
    board.observe(look(PEER, START, State.OK));
    board.observe(look(CLOCK, START, State.OK));
    board.watch(
        List.of(
            new Watched(PEER, INTERVAL.multipliedBy(2), Patience.AT_ONCE),
            new Watched(OTHER, INTERVAL, Patience.DEFAULT)),
        START);
    assertEquals(State.OK, state(PEER, START));
    assertEquals(State.UNKNOWN, state(OTHER, START));
    assertEquals(2, board.statuses(START).size());
    board.observe(look(PEER, START, State.FAILED));
    assertEquals(State.FAILED, state(PEER, START), "the new patience holds");
    Instant now = after(INTERVAL.multipliedBy(4));
    assertEquals(State.FAILED, state(PEER, now), "the new interval holds");
  }

  @Test
  void aLookOfACheckThatIsGoneIsPassedOver() {
    board.observe(look(OTHER, START, State.OK));
    assertTrue(board.latest(OTHER).isEmpty());
    assertEquals(List.of(), changes);
  }

  @Test
  void theNewestLookIsThereBelievedOrNot() {
    watch(PEER, OTHER, CLOCK);
    board.observe(look(OTHER, START, State.OK));
    board.observe(look(PEER, START, State.FAILED));
    board.observe(look(CLOCK, START, State.OK));
    assertEquals(State.FAILED, board.latest(PEER).orElseThrow().finding().state());
    assertEquals(
        List.of(PEER, OTHER),
        board.latest(CheckKind.LINK_PEER).stream().map(look -> look.check()).toList());
    assertEquals(List.of(), board.latest(CheckKind.LINK_SUBNET));
  }

  @Test
  void aListenerThatThrowsSilencesNobody() {
    HealthBoard loud = new HealthBoard(() -> nanos);
    loud.listen(
        change -> {
          throw new IllegalStateException("thrown by a test");
        });
    List<Change> heard = new ArrayList<>();
    loud.listen(heard::add);
    loud.watch(List.of(new Watched(PEER, INTERVAL, Patience.AT_ONCE)), START);
    loud.observe(look(PEER, START, State.OK));
    loud.observe(look(PEER, START, State.FAILED));
    assertEquals(2, heard.size());
  }

  @Test
  void changesAreHeardInOrderAndOneAtATimeFromManyThreads() throws InterruptedException {
    HealthBoard busy = new HealthBoard(System::nanoTime);
    List<CheckId> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(CheckId.of(CheckKind.CLOUD_TCP, "host-" + i + ":443"));
    }
    busy.watch(
        ids.stream().map(id -> new Watched(id, Duration.ofHours(1), Patience.AT_ONCE)).toList(),
        START);
    List<Change> heard = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    busy.listen(
        change -> {
          if (inside.incrementAndGet() != 1) {
            overlaps.incrementAndGet();
          }
          heard.add(change);
          inside.decrementAndGet();
        });
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (CheckId id : ids) {
      threads.execute(
          () -> {
            for (int i = 0; i < 1_000; i++) {
              busy.observe(look(id, START.plusSeconds(i), i % 2 == 0 ? State.OK : State.UNKNOWN));
            }
          });
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    assertEquals(0, overlaps.get());
    for (CheckId id : ids) {
      List<Instant> times =
          heard.stream().filter(one -> one.check().equals(id)).map(Change::at).toList();
      assertEquals(times.stream().sorted().toList(), times, id.toString());
      assertTrue(times.size() > 2, "" + times.size());
    }
  }
}
