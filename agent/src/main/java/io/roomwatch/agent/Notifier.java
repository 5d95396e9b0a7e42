package io.roomwatch.agent;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Silence;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Trouble;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.outbox.Alerting;
import io.roomwatch.agent.outbox.OutboxCounts;
import io.roomwatch.agent.schedule.Task;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Heartbeat;
import io.roomwatch.agent.sink.Receivers;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.verdict.RoomStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people: from the verdict and the schedule to alerts, and from alerts to sinks. {@code new},
 * {@link #start}, any number of {@link #follow}, {@link #close}.
 */
final class Notifier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  /** How far back "what changed before" looks. */
  private static final Duration BEFORE = Duration.ofHours(24);

  private static final int MOST_CHANGES = 20;

  private final Records records;
  private final Alerting alerting;
  private final Silences silences;

  private volatile boolean started;
  private volatile Optional<URI> page = Optional.empty();
  private volatile List<Silence> silenced = List.of();

  Notifier(Ground ground, Records records) {
    this.records = records;
    this.silences = new Silences(records.store(), ground.clock());
    this.alerting =
        new Alerting(
            new Alerting.Ground(records.store(), Journal::write, this::before),
            new Alerting.Clocks(
                ground.clock(),
                ground.nanoTime(),
                new SplittableRandom(ground.nanoTime().getAsLong())),
            ground.work());
  }

  /**
   * Begins, with what the last run left.
   *
   * @param receivers of this configuration
   * @param page the status page as others reach it; empty: they do not
   */
  void start(Config config, Receivers receivers, Optional<URI> page) {
    this.page = page;
    readSilences();
    started = true;
    alerting.start(
        Escalations.policy(config.alerts(), ZoneId.systemDefault()),
        receivers.of(config.alerts().sinks()));
  }

  /**
   * Another configuration is in force.
   *
   * @param receivers of this configuration
   */
  void follow(Config config, Receivers receivers) {
    alerting.configure(
        Escalations.policy(config.alerts(), ZoneId.systemDefault()),
        receivers.of(config.alerts().sinks()));
  }

  /** The room now, whenever that may have changed. Never waits. */
  void judged(RoomStatus status) {
    alerting.situation(Situation.of(status, items(records.upkeep().statuses()), silenced));
  }

  /** Notices silences that a command began or ended. */
  void readSilences() {
    try {
      silenced = silences.list().stream().map(Notifier::silence).toList();
    } catch (StoreException e) {
      LOG.debug("silences cannot be read; those known hold: {}", e.getMessage());
    }
  }

  /** What says at intervals that this agent lives. */
  List<Task> heartbeats(Config config, Receivers receivers) {
    return receivers.heartbeats(config.alerts().sinks()).stream()
        .map(
            heart -> {
              AtomicBoolean failing = new AtomicBoolean();
              return Plans.housekeeping(
                  "heartbeat." + heart.name(), heart.period(), () -> beat(heart, failing));
            })
        .toList();
  }

  OutboxCounts counts() {
    return alerting.counts();
  }

  List<Alert> alerts() {
    return alerting.alerts();
  }

  @Override
  public void close() {
    if (started) {
      alerting.close();
    }
  }

  /** Says when it begins to fail and when it is over, not at each beat. */
  private static void beat(Heartbeat heart, AtomicBoolean failing) {
    switch (heart.beat()) {
      case Delivery.Taken taken -> {
        if (failing.getAndSet(false)) {
          LOG.info("the heartbeat {} is taken again", heart.name());
        }
      }
      case Delivery.Later later -> failed(heart, failing, later.said());
      case Delivery.Rejected rejected -> failed(heart, failing, rejected.said());
    }
  }

  private static void failed(Heartbeat heart, AtomicBoolean failing, String said) {
    if (!failing.getAndSet(true)) {
      LOG.warn("the heartbeat {} is not taken: {}", heart.name(), said);
    }
  }

  private Notice.Context before(Instant began) {
    List<Notice.Changed> changes = new ArrayList<>();
    try {
      // What changed in the same moment may be what did it.
      for (Event event :
          records.journal().changes(began.minus(BEFORE), began.plusSeconds(1), MOST_CHANGES)) {
        changes.add(new Notice.Changed(event.at(), event.text()));
      }
    } catch (StoreException e) {
      LOG.debug("what changed before cannot be read: {}", e.getMessage());
    }
    return new Notice.Context(changes, List.of(), page);
  }

  private static Silence silence(io.roomwatch.agent.maintenance.Silence one) {
    return new Silence(
        Set.copyOf(one.ids()),
        one.by(),
        one.reason(),
        one.span().started(),
        one.ended()
            .map(io.roomwatch.agent.maintenance.Silence.Ended::at)
            .orElse(one.span().ends()));
  }

  /** Items that nobody has done in time, and those whose newest result is a failure. */
  static List<Trouble.Item> items(List<ItemStatus> statuses) {
    List<Trouble.Item> troubles = new ArrayList<>();
    for (ItemStatus status : statuses) {
      if (status.overdue()) {
        Instant since = status.next().due().plus(status.item().item().when().grace());
        troubles.add(
            trouble(status, since, false, status.waitingFor().orElse("") + " " + attest(status)));
      } else if (status.last().filter(last -> last.result() == Result.FAIL).isPresent()) {
        troubles.add(
            trouble(
                status,
                status.last().get().said().at(),
                true,
                status.last().get().said().note() + " " + attest(status)));
      }
    }
    return List.copyOf(troubles);
  }

  private static Trouble.Item trouble(
      ItemStatus status, Instant since, boolean failed, String next) {
    return new Trouble.Item(
        status.item().id(),
        status.item().item().title(),
        since,
        failed,
        status.item().item().severity(),
        next.strip());
  }

  private static String attest(ItemStatus status) {
    return "When it is done: roomwatch attest " + status.item().id() + " --by NAME.";
  }
}
