package io.roomwatch.agent;

import io.roomwatch.agent.check.AskedPeers;
import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.check.Catalogue;
import io.roomwatch.agent.check.PlannedCheck;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.diagnosis.Seen;
import io.roomwatch.agent.health.HealthBoard;
import io.roomwatch.agent.health.Patience;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.CheckKind.Manner;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Group;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.verdict.RoomStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Everything looked at once, within a budget: what {@code roomwatch check} does. Failing looks are
 * repeated at once, up to twice, while the budget lasts, and so are those at the cloud that were
 * too slow; every last look is believed.
 */
final class OneLook {

  /** For all looks together; the command itself ends a little later. */
  private static final Duration BUDGET = Duration.ofSeconds(11);

  /** For one look, so that a silent network leaves room for a second one. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Past its deadline a look gets this long to say so. */
  private static final Duration GRACE = Duration.ofMillis(750);

  /** With less of the budget left no question is sent: silence would say nothing. */
  private static final Duration QUESTION = Duration.ofSeconds(1);

  /** What only reads and concludes gets at least this long, also past the budget. */
  private static final Duration LAST = Duration.ofMillis(250);

  /** Looks under way at once: thousands of targets would run out of file descriptors. */
  private static final int AT_ONCE = 256;

  private static final int REPEATS = 2;

  private final Ground ground;
  private final Plans.Watch watch;
  private final Instant started;
  private final HealthBoard board;
  private final long end;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  /**
   * The budget runs from here.
   *
   * @param accepted what people accepted as right
   * @throws UnusableConfig when the configuration cannot be put in force
   */
  OneLook(Ground ground, Config config, Baseline accepted) throws UnusableConfig {
    this(ground, config, accepted, BUDGET);
  }

  OneLook(Ground ground, Config config, Baseline accepted, Duration budget) throws UnusableConfig {
    this.ground = ground;
    this.started = ground.clock().instant();
    this.board = new HealthBoard(ground.nanoTime());
    this.end = ground.nanoTime().getAsLong() + budget.toNanos();
    this.watch =
        new Plans.Watch(
            config,
            Map.of(),
            Catalogue.of(
                config,
                ground.facts(),
                ground.probes(config),
                new BoardLatest(board),
                new AskedPeers(),
                accepted,
                ground.clock()));
  }

  /** Looks, unless there is an objection to these checks. */
  Program.Checked unless(Program.Objection objection) throws InterruptedException {
    Optional<String> why =
        objection.to(watch.planned().stream().map(each -> each.check().id()).toList());
    return why.isPresent()
        ? new Program.Checked.Refused(why.get())
        : new Program.Checked.Done(
            new Seen(
                at(),
                watch.config().own().rules(),
                watch.severities(),
                watch.config().room().isThisMachine()));
  }

  private RoomStatus at() throws InterruptedException {
    board.watch(
        watch.planned().stream()
            .map(
                each ->
                    new HealthBoard.Watched(
                        each.check().id(), Duration.ofHours(1), Patience.AT_ONCE))
            .toList(),
        started);
    // What sends nothing does not wait behind what waits; what is derived comes after its sources.
    all(Stream.concat(of(Manner.PASSIVE), inTurn(of(Manner.ACTIVE))).toList());
    all(of(Manner.DERIVED).toList());
    Instant now = ground.clock().instant();
    return Plans.status(
        watch,
        new RoomStatus.Agent(ground.build().version(), started, Optional.empty()),
        Optional.empty(),
        board.statuses(now),
        now);
  }

  private Stream<PlannedCheck> of(Manner manner) {
    return watch.planned().stream().filter(each -> each.check().id().kind().manner() == manner);
  }

  /** The first of each kind, then the second of each: a thousand silent peers hide no cloud. */
  private static Stream<PlannedCheck> inTurn(Stream<PlannedCheck> planned) {
    Map<CheckKind, Integer> seen = new EnumMap<>(CheckKind.class);
    Map<PlannedCheck, Integer> turns = new LinkedHashMap<>();
    planned.forEach(each -> turns.put(each, seen.merge(each.check().id().kind(), 1, Integer::sum)));
    return turns.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  private void all(List<PlannedCheck> planned) throws InterruptedException {
    Map<PlannedCheck, Future<?>> looks = new LinkedHashMap<>();
    for (PlannedCheck each : planned) {
      looks.put(each, ground.work().submit(() -> one(each)));
    }
    for (Map.Entry<PlannedCheck, Future<?>> each : looks.entrySet()) {
      try {
        each.getValue().get(left().plus(LAST).plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
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
      while (isDoubtful(planned, finding) && repeats-- > 0 && left().compareTo(QUESTION) > 0) {
        finding = look(planned);
      }
    } finally {
      places.release();
    }
    return null;
  }

  /** What one lost packet can bring about, which alone is no fault: a failure, a slow answer. */
  private static boolean isDoubtful(PlannedCheck planned, Finding finding) {
    return switch (finding.state()) {
      case FAILED -> true;
      case DEGRADED ->
          finding.reason() == Reason.THRESHOLD
              && planned.check().id().kind().group() == Group.CLOUD;
      case OK, UNKNOWN -> false;
    };
  }

  private Finding look(PlannedCheck planned) throws InterruptedException {
    Duration left = left();
    boolean sends = planned.check().id().kind().manner() == Manner.ACTIVE;
    if (sends && left.compareTo(QUESTION) < 0) {
      Finding finding = Finding.unknown(Reason.TIMEOUT, "No time was left to look.");
      saw(planned, finding, Duration.ZERO);
      return finding;
    }
    Duration patience = shortest(planned.timeout(), PATIENCE, left);
    Duration deadline = patience.compareTo(LAST) < 0 ? LAST : patience;
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

  /** Not negative. */
  private Duration left() {
    return Duration.ofNanos(Math.max(0, end - ground.nanoTime().getAsLong()));
  }

  private static Duration shortest(Duration... durations) {
    return java.util.Arrays.stream(durations).min(Duration::compareTo).orElseThrow();
  }
}
