package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.AlertState;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What receivers are told again that forget what they do not hear (Alertmanager): every alert that
 * is firing, and for a while every one that has ended. Only when nothing else can be told them, and
 * never written down: after a restart all of it is told once more.
 */
final class Again {
  private Again() {}

  /**
   * @param waiting for the sink, all held up for now: of their keys nothing is told again meanwhile
   */
  static Optional<Job> next(
      String sink,
      Lane lane,
      List<Item> waiting,
      AlertState state,
      Contexts contexts,
      Instant now) {
    if (lane.receiver.resend().isEmpty()) {
      return Optional.empty();
    }
    Duration every = lane.receiver.resend().get().every();
    lane.fading.values().removeIf(fading -> !fading.until().isAfter(now));
    for (Alert alert : state.alerts()) {
      String key = alert.identity().key();
      boolean firing = alert.phase() instanceof Alert.Firing phase && phase.told().contains(sink);
      if (firing) {
        lane.fading.remove(key);
        if (isDue(lane, key, every, now) && !waits(waiting, key)) {
          Notice.Context context = contexts.before(alert.identity().started());
          return Optional.of(
              job(lane, alert.notice(Notice.Status.FIRING, Optional.empty(), context)));
        }
      }
    }
    return lane.fading.values().stream()
        .map(Lane.Fading::notice)
        .filter(notice -> isDue(lane, notice.key(), every, now))
        .filter(notice -> !waits(waiting, notice.key()))
        .findFirst()
        .map(notice -> job(lane, notice));
  }

  private static boolean isDue(Lane lane, String key, Duration every, Instant now) {
    return !lane.refused.contains(key)
        && !lane.told.getOrDefault(key, Instant.EPOCH).plus(every).isAfter(now);
  }

  private static boolean waits(List<Item> waiting, String key) {
    return waiting.stream().anyMatch(item -> item.key().equals(key));
  }

  private static Job job(Lane lane, Notice notice) {
    return new Job(lane, lane.receiver, notice, new Receiver.Attempt(1, Duration.ZERO), List.of());
  }

  /** The receiver has taken something. */
  static void told(Job job, Lane lane, Instant now) {
    Notice notice = job.notice();
    if (job.receiver().resend().isEmpty() || notice.status() == Notice.Status.TEST) {
      return;
    }
    lane.told.put(notice.key(), now);
    if (!job.items().isEmpty()) {
      lane.refused.remove(notice.key());
      if (notice.status() == Notice.Status.RESOLVED) {
        Instant until = now.plus(job.receiver().resend().get().resolvedFor());
        lane.fading.put(notice.key(), new Lane.Fading(notice, until));
      }
    }
  }
}
