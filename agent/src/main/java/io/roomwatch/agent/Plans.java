package io.roomwatch.agent;

import io.roomwatch.agent.check.PlannedCheck;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.health.HealthBoard;
import io.roomwatch.agent.health.Patience;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.schedule.Look;
import io.roomwatch.agent.schedule.Task;
import io.roomwatch.agent.schedule.Work;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Triage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** One stage's words in the next one's. */
final class Plans {

  /**
   * A peer's port 9090 is never asked more often than every 15 s. The check itself refuses to, by
   * the wall clock and a moment after its start: the distance here has a margin for that.
   */
  private static final Duration PEER_PAUSE = Duration.ofMillis(15_200);

  private static final Triage TRIAGE = new Triage();

  private Plans() {}

  /** A configuration and the checks that it asks for. */
  record Watch(Config config, List<PlannedCheck> planned) {
    Map<CheckId, Severity> severities() {
      return planned.stream()
          .collect(Collectors.toMap(each -> each.check().id(), PlannedCheck::severity));
    }
  }

  static HealthBoard.Watched watched(PlannedCheck planned) {
    PlannedCheck.Patience patience = planned.patience();
    return new HealthBoard.Watched(
        planned.check().id(),
        planned.interval(),
        new Patience(patience.failAfter(), patience.outOf(), patience.recoverAfter()));
  }

  static Look look(PlannedCheck planned) {
    boolean peer = planned.check().id().kind() == CheckKind.LINK_PEER;
    Duration interval =
        peer && planned.interval().compareTo(PEER_PAUSE) < 0 ? PEER_PAUSE : planned.interval();
    return new Look(
        planned.check().id(),
        new Task.Pace(interval, planned.timeout(), peer ? PEER_PAUSE : Duration.ZERO),
        () -> planned.check().look(planned.timeout()));
  }

  static RoomStatus status(
      Watch watch, Program.Build build, Instant started, List<CheckStatus> checks, Instant now) {
    return new RoomStatus(
        new RoomStatus.Room(watch.config().room().name(), watch.config().room().site()),
        new RoomStatus.Agent(build.version(), started),
        now,
        TRIAGE.judge(checks, watch.severities(), now),
        checks);
  }

  /** Something of the agent's own on an interval. */
  static Task housekeeping(String name, Duration interval, Runnable action) {
    return new Task(
        name,
        Task.Pace.every(interval, interval),
        new Work<Boolean>() {
          @Override
          public CompletionStage<Boolean> start() {
            action.run();
            return CompletableFuture.completedFuture(true);
          }

          @Override
          public void done(Boolean result) {}

          @Override
          public void gaveUp(Duration after) {
            LoggerFactory.getLogger(Plans.class)
                .warn("{} did not end within {} s", name, after.toSeconds());
          }

          @Override
          public void erred(Throwable error) {
            LoggerFactory.getLogger(Plans.class).error("{} failed", name, error);
          }
        });
  }
}
