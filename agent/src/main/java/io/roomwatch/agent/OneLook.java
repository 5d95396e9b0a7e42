package io.roomwatch.agent;

import io.roomwatch.agent.check.AskedPeers;
import io.roomwatch.agent.check.Catalogue;
import io.roomwatch.agent.check.PlannedCheck;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.health.HealthBoard;
import io.roomwatch.agent.health.Patience;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.CheckKind.Manner;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.RoomStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Everything looked at once, within a budget: what {@code roomwatch check} does. Failing looks are
 * repeated at once, up to twice, while the budget lasts; every last look is believed.
 */
final class OneLook {

  /** For all looks together; the command itself ends a little later. */
  private static final Duration BUDGET = Duration.ofSeconds(11);

  /** For one look, so that a silent network leaves room for a second one. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** A repeated look needs at least this much of the budget. */
  private static final Duration WORTHWHILE = Duration.ofMillis(500);

  /** Past its deadline a look gets this long to say so. */
  private static final Duration GRACE = Duration.ofMillis(750);

  /** Looks under way at once: thousands of targets would run out of file descriptors. */
  private static final int AT_ONCE = 256;

  private static final int REPEATS = 2;

  private final Ground ground;
  private final Instant started;
  private final HealthBoard board;
  private final long end;
  private final Semaphore places = new Semaphore(AT_ONCE);

  OneLook(Ground ground) {
    this.ground = ground;
    this.started = ground.clock().instant();
    this.board = new HealthBoard(ground.nanoTime());
    this.end = ground.nanoTime().getAsLong() + BUDGET.toNanos();
  }

  /**
   * Looks.
   *
   * @throws UnusableConfig when the configuration cannot be put in force
   */
  RoomStatus at(Config config) throws UnusableConfig, InterruptedException {
    List<PlannedCheck> planned =
        Catalogue.of(
            config,
            ground.facts(),
            ground.probes(config),
            new BoardLatest(board),
            new AskedPeers(),
            ground.clock());
    board.watch(
        planned.stream()
            .map(
                each ->
                    new HealthBoard.Watched(
                        each.check().id(), Duration.ofHours(1), Patience.AT_ONCE))
            .toList(),
        started);
    // What is derived comes after what it is derived from.
    all(
        planned.stream()
            .filter(each -> each.check().id().kind().manner() != Manner.DERIVED)
            .toList());
    all(
        planned.stream()
            .filter(each -> each.check().id().kind().manner() == Manner.DERIVED)
            .toList());
    Instant now = ground.clock().instant();
    return Plans.status(
        new Plans.Watch(config, planned), ground.build(), started, board.statuses(now), now);
  }

  private void all(List<PlannedCheck> planned) throws InterruptedException {
    Map<PlannedCheck, Future<?>> looks = new LinkedHashMap<>();
    for (PlannedCheck each : planned) {
      looks.put(each, ground.work().submit(() -> one(each)));
    }
    for (Map.Entry<PlannedCheck, Future<?>> each : looks.entrySet()) {
      try {
        each.getValue().get(left().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        each.getValue().cancel(true);
        saw(each.getKey(), Finding.unknown(Reason.TIMEOUT, "the look did not end in time"), BUDGET);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a look is contained by its own catch", e);
      }
    }
  }

  private Void one(PlannedCheck planned) throws InterruptedException {
    places.acquire();
    try {
      Finding finding = look(planned);
      // The controller link is asked once: a peer's 9090 is never probed twice within 15 s.
      int repeats = planned.check().id().kind() == CheckKind.LINK_PEER ? 0 : REPEATS;
      while (finding.state() == State.FAILED && repeats-- > 0 && left().compareTo(WORTHWHILE) > 0) {
        finding = look(planned);
      }
    } finally {
      places.release();
    }
    return null;
  }

  private Finding look(PlannedCheck planned) throws InterruptedException {
    Duration deadline = shortest(planned.timeout(), PATIENCE, left());
    long began = ground.nanoTime().getAsLong();
    Finding finding;
    try {
      finding =
          planned
              .check()
              .look(deadline)
              .get(deadline.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      finding =
          Finding.unknown(
              Reason.TIMEOUT, "the look did not end within " + deadline.toMillis() + " ms");
    } catch (ExecutionException | RuntimeException e) {
      LoggerFactory.getLogger(OneLook.class).error("{} failed", planned.check().id(), e);
      finding = Finding.unknown(Reason.ERROR, "this is a fault of Roomwatch itself: " + e);
    }
    Duration took = Duration.ofNanos(ground.nanoTime().getAsLong() - began);
    saw(planned, finding, took);
    return finding;
  }

  private void saw(PlannedCheck planned, Finding finding, Duration took) {
    board.observe(new Observation(planned.check().id(), ground.clock().instant(), took, finding));
  }

  private Duration left() {
    return Duration.ofNanos(
        Math.max(Duration.ofMillis(100).toNanos(), end - ground.nanoTime().getAsLong()));
  }

  private static Duration shortest(Duration... durations) {
    return java.util.Arrays.stream(durations).min(Duration::compareTo).orElseThrow();
  }
}
