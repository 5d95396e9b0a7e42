package io.roomwatch.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.schedule.Loop.Settings;
import io.roomwatch.agent.schedule.Task.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoopTest {

  private static final long SEED = 412;
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Duration THREE = Duration.ofSeconds(3);

  /** Near the end of the clock's range, so that every test also meets its wrap. */
  private final VirtualTimer timer = new VirtualTimer(Long.MAX_VALUE - 60_000_000_000L);

  private final Loop loop = Loop.started(timer, Runnable::run, Settings.seeded(SEED));

  private static Task every(Duration interval, Work<?> work) {
    return new Task("a", Pace.every(interval, THREE), work);
  }

  private Recorder running(Duration interval, Recorder work) {
    loop.replaceAll(List.of(every(interval, work)));
    timer.advance(Duration.ZERO);
    return work;
  }

  @Test
  void aLongIntervalDoesNotPutOffTheFirstLook() {
    Duration hour = Duration.ofHours(1);
    List<Recorder> works = IntStream.range(0, 200).mapToObj(i -> Recorder.quick(timer)).toList();
    loop.replaceAll(
        IntStream.range(0, 200)
            .mapToObj(i -> new Task("t" + i, Pace.every(hour, THREE), works.get(i)))
            .toList());
    long start = timer.nanos();
    timer.advance(hour.multipliedBy(3));
    for (Recorder work : works) {
      assertTrue(work.starts.get(0) - start <= Duration.ofSeconds(15).toNanos() + 5_000_000_000L);
      for (int i = 1; i < work.starts.size(); i++) {
        long gap = work.starts.get(i) - work.starts.get(i - 1);
        assertTrue(gap >= 10_000_000_000L, "first look and beat are apart: " + gap);
      }
      // Twice or three times an hour apart, and once more before the beat when that began late.
      assertTrue(work.starts.size() >= 3 && work.starts.size() <= 4, "" + work.starts.size());
    }
  }

  @Test
  void aRunThatIsStillGoingIsNotOverlappedAndKeepsItsPhase() {
    List<CompletableFuture<String>> runs = new ArrayList<>();
    Recorder slow =
        new Recorder(
            timer,
            () -> {
              runs.add(new CompletableFuture<>());
              return runs.getLast();
            });
    loop.replaceAll(List.of(new Task("a", Pace.every(TEN, Duration.ofMinutes(1)), slow)));
    timer.advance(TEN.plusSeconds(1));
    assertEquals(1, slow.starts.size());
    timer.advance(TEN.multipliedBy(2));
    assertEquals(1, slow.starts.size());
    assertEquals(2, loop.health().counts().missed());
    runs.getFirst().complete("late but in time");
    timer.advance(TEN);
    assertEquals(2, slow.starts.size());
    long apart = slow.starts.get(1) - slow.starts.get(0);
    assertEquals(30e9, (double) apart, 0.4e9, "three whole beats later, give or take the jitter");
    assertEquals(List.of("late but in time"), slow.results);
  }

  @Test
  void aRunThatNeverEndsIsGivenUpAfterTimeoutAndGrace() {
    List<CompletableFuture<String>> runs = new ArrayList<>();
    Recorder hanging =
        new Recorder(
            timer,
            () -> {
              runs.add(new CompletableFuture<>());
              return runs.getLast();
            });
    Recorder other = Recorder.quick(timer);
    loop.replaceAll(List.of(every(TEN, hanging), new Task("other", Pace.every(TEN, THREE), other)));
    timer.advance(TEN.multipliedBy(6));
    assertEquals(
        6, hanging.starts.size(), "a lost future holds no thread: the next beat tries again");
    assertEquals(6, other.starts.size());
    assertTrue(hanging.givenUp.size() >= 5);
    hanging.givenUp.forEach(after -> assertEquals(Duration.ofMillis(3_500), after));
    assertTrue(runs.getFirst().isCancelled());
    assertEquals(hanging.givenUp.size(), loop.health().counts().gaveUp());
  }

  @Test
  void aResultThatComesAfterGivingUpIsDropped() {
    // Like a stage that does not pass its cancellation on.
    CompletableFuture<String> deep = new CompletableFuture<>();
    Recorder late = running(TEN, new Recorder(timer, () -> deep.thenApply(x -> x)));
    timer.advance(TEN.plus(THREE).plusSeconds(1));
    assertEquals(1, late.givenUp.size());
    assertTrue(deep.complete("too late"));
    timer.advance(Duration.ofSeconds(1));
    assertEquals(List.of(), late.results);
    assertEquals(List.of(), late.errors);
  }

  @Test
  void mistakesAreCountedToldAndSurvived() {
    Recorder throwing =
        running(
            TEN,
            new Recorder(
                timer,
                () -> {
                  throw new IllegalStateException("ours");
                }));
    timer.advance(TEN.multipliedBy(3));
    assertEquals(3, throwing.starts.size());
    assertEquals(3, throwing.errors.size());
    assertEquals("ours", throwing.errors.getFirst().getMessage());
    Recorder failing =
        running(
            TEN,
            new Recorder(
                timer,
                () ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          throw new IllegalStateException("deep");
                        },
                        Runnable::run)));
    timer.advance(TEN.multipliedBy(3));
    assertEquals(3, failing.errors.size());
    assertInstanceOf(IllegalStateException.class, failing.errors.getFirst());
    assertEquals(6, loop.health().counts().erred());
  }

  @Test
  void aCallbackThatThrowsDoesNotEndTheTask() {
    List<Long> starts = new ArrayList<>();
    loop.replaceAll(
        List.of(
            every(
                TEN,
                new Work<String>() {
                  @Override
                  public CompletableFuture<String> start() {
                    starts.add(timer.nanos());
                    return CompletableFuture.completedFuture("");
                  }

                  @Override
                  public void done(String result) {
                    throw new IllegalStateException("listener (thrown by a test)");
                  }

                  @Override
                  public void gaveUp(Duration after) {}

                  @Override
                  public void erred(Throwable error) {}
                })));
    timer.advance(TEN.multipliedBy(3));
    assertEquals(3, starts.size());
    assertEquals(3, loop.health().counts().erred());
  }

  @Test
  void afterASuspendEachTaskCatchesUpOnceAndGoesOnInItsPhase() {
    List<Recorder> works = IntStream.range(0, 100).mapToObj(i -> Recorder.quick(timer)).toList();
    loop.replaceAll(
        IntStream.range(0, 100)
            .mapToObj(
                i -> new Task("t" + i, Pace.every(Duration.ofMinutes(1), THREE), works.get(i)))
            .toList());
    timer.advance(Duration.ofMinutes(5));
    timer.leap(Duration.ofHours(8));
    long resumed = timer.nanos();
    timer.advance(Duration.ofMinutes(2));
    long skipped = loop.health().counts().skipped();
    int sameMoment = 0;
    for (Recorder work : works) {
      List<Long> since = work.starts.stream().filter(at -> at - resumed >= 0).toList();
      assertTrue(since.getFirst() - resumed <= 5_000_000_000L, "caught up within 5 s");
      assertTrue(since.size() <= 3, "caught up once, then in phase: " + since.size());
      long inPhase = since.getLast() - work.starts.get(1);
      double off = Math.abs(Math.IEEEremainder((double) inPhase, 60e9));
      assertTrue(off <= 2 * 1.2e9, "phase kept: " + off);
      sameMoment += since.getFirst() == resumed ? 1 : 0;
    }
    assertTrue(sameMoment < 5, "they do not all catch up at the same moment");
    assertTrue(skipped >= 100 * 478 && skipped <= 100 * 481, "" + skipped);
    assertEquals(0, loop.health().counts().missed());
  }

  @Test
  void reloadKeepsThePhaseOfWhatDidNotChange() {
    Recorder before = running(TEN, Recorder.quick(timer));
    timer.advance(TEN.multipliedBy(3).plusSeconds(4));
    Recorder after = running(TEN, Recorder.quick(timer));
    timer.advance(TEN.multipliedBy(3));
    assertEquals(3, after.starts.size());
    long moved = after.starts.getFirst() - before.starts.getFirst();
    double off = Math.IEEEremainder((double) moved, 10e9);
    assertEquals(0, off, 0.4e9);
    assertEquals(3, before.starts.size(), "the new work runs, the old does not");
  }

  @Test
  void reloadCancelsWhatIsGoneAndSaysNothingOfIt() {
    CompletableFuture<String> going = new CompletableFuture<>();
    Recorder gone = new Recorder(timer, () -> going);
    loop.replaceAll(List.of(new Task("a", Pace.every(TEN, Duration.ofMinutes(1)), gone)));
    timer.advance(TEN);
    assertEquals(1, gone.starts.size());
    loop.replaceAll(List.of());
    timer.advance(TEN.multipliedBy(3));
    assertTrue(going.isCancelled());
    assertEquals(1, gone.starts.size());
    assertEquals(0, gone.givenUp.size() + gone.errors.size() + gone.results.size());
    assertEquals(0, loop.health().tasks());
    assertEquals(1, timer.pending(), "nothing but the loop's own tick is armed");
  }

  @Test
  void anotherPaceDoesNotStartASecondRunBesideTheFirst() {
    CompletableFuture<String> going = new CompletableFuture<>();
    Recorder slow = new Recorder(timer, () -> going);
    loop.replaceAll(List.of(new Task("a", Pace.every(TEN, Duration.ofMinutes(5)), slow)));
    timer.advance(TEN);
    Recorder repaced = new Recorder(timer, () -> going);
    loop.replaceAll(
        List.of(new Task("a", Pace.every(Duration.ofSeconds(5), Duration.ofMinutes(5)), repaced)));
    timer.advance(Duration.ofSeconds(20));
    assertEquals(0, repaced.starts.size());
    going.complete("done");
    timer.advance(Duration.ofSeconds(20));
    assertEquals(4, repaced.starts.size());
  }

  @Test
  void startsStayApartWhateverTheJitter() {
    Duration fifteen = Duration.ofSeconds(15);
    Recorder peer = Recorder.quick(timer);
    loop.replaceAll(List.of(new Task("a", new Pace(fifteen, THREE, fifteen), peer)));
    timer.advance(Duration.ofHours(24));
    for (int i = 1; i < peer.starts.size(); i++) {
      assertTrue(peer.starts.get(i) - peer.starts.get(i - 1) >= fifteen.toNanos());
    }
    assertEquals(5_760, peer.starts.size(), 1);
    loop.replaceAll(List.of(new Task("a", new Pace(Duration.ofSeconds(16), THREE, fifteen), peer)));
    timer.advance(Duration.ofMinutes(5));
    for (int i = 5_000; i < peer.starts.size(); i++) {
      long gap = peer.starts.get(i) - peer.starts.get(i - 1);
      assertTrue(gap >= fifteen.toNanos(), "also across a reload: " + gap);
    }
  }

  @Test
  void twoTasksOfOneNameAreRefused() {
    Recorder work = Recorder.quick(timer);
    List<Task> twins = List.of(every(TEN, work), every(THREE, work));
    assertThrows(IllegalArgumentException.class, () -> loop.replaceAll(twins));
  }

  @Test
  void aPaceThatCannotBeKeptIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Pace.every(Duration.ZERO, THREE));
    assertThrows(IllegalArgumentException.class, () -> Pace.every(TEN, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new Pace(THREE, THREE, TEN));
  }

  @Test
  void aLoopWithoutProgressIsStalledUntilItProgresses() {
    timer.advance(Duration.ofHours(1));
    assertFalse(loop.stalled(), "an idle loop progresses");
    timer.leap(TEN);
    assertFalse(loop.stalled());
    timer.leap(TEN);
    assertTrue(loop.stalled());
    assertTrue(loop.health().stalled());
    assertTrue(loop.health().sinceProgress().compareTo(TEN) > 0);
    timer.advance(Duration.ofSeconds(2));
    assertFalse(loop.stalled());
  }

  @Test
  void anEventLoopThatIsBlockedStallsTheLoopWhileAllElseWorks() {
    List<Runnable> blocked = new ArrayList<>();
    Loop watching =
        Loop.started(timer, Runnable::run, Settings.seeded(SEED), List.of(blocked::add));
    timer.advance(Duration.ofSeconds(9));
    assertFalse(watching.stalled());
    timer.advance(Duration.ofSeconds(3));
    assertTrue(watching.stalled());
    assertTrue(watching.health().sinceProgress().compareTo(TEN) > 0);
    List.copyOf(blocked).forEach(Runnable::run);
    assertFalse(watching.stalled());
  }

  @Test
  void anExecutorThatRunsNothingStallsTheLoop() {
    List<Runnable> queue = new ArrayList<>();
    Loop starved = Loop.started(timer, queue::add, Settings.seeded(SEED));
    Recorder work = Recorder.quick(timer);
    starved.replaceAll(List.of(every(TEN, work)));
    timer.advance(Duration.ofSeconds(9));
    assertFalse(starved.stalled());
    timer.advance(Duration.ofSeconds(30));
    assertTrue(starved.stalled());
    assertEquals(0, work.starts.size());
    assertEquals(1, starved.health().counts().started(), "what waits is not started again");
    List.copyOf(queue).forEach(Runnable::run);
    assertFalse(starved.stalled());
    assertEquals(0, work.starts.size(), "what was given up in the queue is not started either");
  }

  @Test
  void lagIsTheLatestStartOfTheLastSecond() {
    Recorder work = running(TEN, Recorder.quick(timer));
    timer.advance(TEN.multipliedBy(2));
    assertEquals(2, work.starts.size());
    assertEquals(Duration.ZERO, loop.health().lag());
    timer.leap(Duration.ofSeconds(12));
    timer.advance(Duration.ofMillis(1_001));
    assertTrue(loop.health().lag().toMillis() > 1_500, "" + loop.health().lag());
    timer.advance(TEN);
    assertEquals(Duration.ZERO, loop.health().lag());
  }

  @Test
  void aClosedLoopStartsNothingAndCancelsWhatIsGoing() {
    CompletableFuture<String> going = new CompletableFuture<>();
    Recorder work = new Recorder(timer, () -> going);
    loop.replaceAll(List.of(new Task("a", Pace.every(TEN, Duration.ofMinutes(1)), work)));
    timer.advance(TEN);
    loop.close();
    loop.close();
    timer.advance(TEN.multipliedBy(3));
    assertTrue(going.isCancelled());
    assertEquals(1, work.starts.size());
    assertEquals(0, work.givenUp.size() + work.errors.size() + work.results.size());
  }
}
