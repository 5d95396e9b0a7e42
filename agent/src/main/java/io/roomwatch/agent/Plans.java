package io.roomwatch.agent;

import io.roomwatch.agent.check.PlannedCheck;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.health.HealthBoard;
import io.roomwatch.agent.health.Patience;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.schedule.Look;
import io.roomwatch.agent.schedule.Task;
import io.roomwatch.agent.schedule.Work;
import io.roomwatch.agent.store.StoreHealth;
import io.roomwatch.agent.verdict.AgentTrouble;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Triage;
import io.roomwatch.agent.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** One stage's words in the next one's. */
final class Plans {

  /**
   * A peer's port 9090 is never asked more often than every 15 s. The check itself refuses to, by
   * the wall clock and a moment after its start: the distance here has a margin for that.
   */
  private static final Duration PEER_PAUSE = Duration.ofMillis(15_200);

  private Plans() {}

  /**
   * A configuration and the checks that it asks for.
   *
   * @param effective the configuration as {@code config show} prints it: without secrets
   */
  record Watch(Config config, Map<String, Object> effective, List<PlannedCheck> planned) {
    Map<CheckId, Severity> severities() {
      return planned.stream()
          .collect(Collectors.toMap(each -> each.check().id(), PlannedCheck::severity));
    }
  }

  /** The checks of peers that keep their name and are asked at another place now. */
  static Set<CheckId> moved(Watch before, Watch after) {
    Map<String, Peer> old = byName(before);
    Map<String, Peer> now = byName(after);
    return after.planned().stream()
        .map(each -> each.check().id())
        .filter(id -> id.target().filter(name -> moved(id.kind(), name, old, now)).isPresent())
        .collect(Collectors.toSet());
  }

  private static boolean moved(
      CheckKind kind, String name, Map<String, Peer> old, Map<String, Peer> now) {
    @Nullable Peer before = old.get(name);
    @Nullable Peer after = now.get(name);
    return before != null && after != null && moved(kind, before, after);
  }

  private static boolean moved(CheckKind kind, Peer before, Peer after) {
    return switch (kind.subject()) {
      case PEER -> !before.isAt(after);
      case REFLECTOR ->
          !before.address().equals(after.address()) || !before.stamp().equals(after.stamp());
      case NONE, HOST, HOST_PORT -> false;
    };
  }

  private static Map<String, Peer> byName(Watch watch) {
    return watch.config().peers().stream().collect(Collectors.toMap(Peer::name, peer -> peer));
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

  /**
   * @param health of the store; empty where there is none
   */
  static RoomStatus status(
      Watch watch,
      RoomStatus.Agent agent,
      Optional<StoreHealth> health,
      List<CheckStatus> checks,
      Instant now) {
    Verdict ofRoom =
        new Triage(watch.config().own().rules()).judge(checks, watch.severities(), now);
    return new RoomStatus(
        new RoomStatus.Room(watch.config().room().name(), watch.config().room().site()),
        agent,
        now,
        health.flatMap(Plans::trouble).map(one -> one.beside(ofRoom)).orElse(ofRoom),
        checks);
  }

  static RoomStatus.Storage storage(StoreHealth health) {
    return new RoomStatus.Storage(
        Records.label(health), health.since(), health.text(), health.bytes());
  }

  private static Optional<AgentTrouble> trouble(StoreHealth health) {
    String next =
        switch (health.state()) {
          case OK -> "";
          case FULL ->
              "Make room on the disk of the state directory; what waits is written then by itself.";
          case CORRUPT, UNUSABLE ->
              "Look at the state directory and its rights; it is tried again every few seconds.";
        };
    return health.state() == StoreHealth.State.OK
        ? Optional.empty()
        : Optional.of(
            new AgentTrouble(
                health.since(), "Roomwatch cannot keep its records: " + health.text(), next));
  }

  /** Something of the agent's own on an interval. */
  static Task housekeeping(String name, Duration interval, Runnable action) {
    return housekeeping(name, Task.Pace.every(interval, interval), action);
  }

  static Task housekeeping(String name, Task.Pace pace, Runnable action) {
    return new Task(
        name,
        pace,
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
