package io.roomwatch.agent;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.Storage;
import io.roomwatch.agent.health.Change;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.journal.Lifetime;
import io.roomwatch.agent.journal.MachineWatch;
import io.roomwatch.agent.journal.Recorder;
import io.roomwatch.agent.journal.ServedAt;
import io.roomwatch.agent.journal.StateLog;
import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.Baselines;
import io.roomwatch.agent.maintenance.ConfigurationRecord;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Upkeep;
import io.roomwatch.agent.maintenance.duty.Belief;
import io.roomwatch.agent.metrics.Scene;
import io.roomwatch.agent.store.OwnedStore;
import io.roomwatch.agent.store.Retention;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.StoreHealth;
import io.roomwatch.agent.verdict.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the daemon remembers: its store, and everything that is kept in it. {@code new}, {@link
 * #open}, any number of {@link #follow}, {@link #close}. While the store cannot be used the room is
 * watched all the same.
 */
final class Records implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Records.class);

  /** A look that waits for a disk is late, not lost. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Until then a wrong clock has been set right. */
  private static final Duration SETTLING = Duration.ofHours(1);

  private static final Duration FAREWELL = Duration.ofSeconds(3);
  private static final long MOST_EVENTS = 200_000;

  private final Ground ground;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("store-", 0).factory());
  private final OwnedStore store;
  private final Journal journal;
  private final Recorder recorder;
  private final Lifetime lifetime;
  private final Baselines baselines;
  private final MachineWatch machine;
  private final Upkeep upkeep;

  private volatile Plans.Watch watch;
  private volatile boolean troubled;
  private volatile Optional<StateLog> states = Optional.empty();

  /**
   * @param watch what is watched at first
   * @param statuses what is believed of every check now
   */
  Records(Ground ground, Path folder, Plans.Watch watch, Supplier<List<CheckStatus>> statuses) {
    this.ground = ground;
    this.watch = watch;
    this.store =
        new OwnedStore(
            new OwnedStore.Settings(
                folder, retention(watch.config().own().storage()), PATIENCE, SETTLING),
            ground.clock(),
            ground.nanoTime(),
            threads,
            this::changed);
    this.journal = new Journal(store);
    this.recorder =
        new Recorder(
            store, ground.work(), ground.clock(), ground.nanoTime(), Recorder.Limits.DEFAULT);
    this.lifetime = new Lifetime(recorder, ground.clock());
    this.baselines = new Baselines(store, ground.clock());
    this.machine =
        new MachineWatch(
            ground.facts(),
            () -> this.watch.config().room().isThisMachine(),
            journal,
            recorder,
            ground.clock(),
            ground.nanoTime());
    this.upkeep =
        new Upkeep(store, agenda(watch.config()), new Knowledge(statuses), ground.clock());
  }

  /**
   * Takes the state directory.
   *
   * @throws StoreException a person has to choose: another daemon has it, a newer program wrote it,
   *     or the place is not ours to use
   */
  void open() throws StoreException {
    store.open();
    states = Optional.of(new StateLog(journal, recorder, ground.clock(), ground.nanoTime()));
    lifetime.begin(
        journal, "Roomwatch " + ground.build().version() + " (" + ground.build().revision() + ")");
  }

  /** Commands find the daemon there. */
  void served(List<URI> urls) {
    ServedAt.tell(recorder, urls);
  }

  /** Another configuration is in force. */
  void follow(Plans.Watch another) {
    if (!another.config().own().storage().equals(watch.config().own().storage())) {
      LOG.warn("storage: the change takes effect at the next start");
    }
    watch = another;
    upkeep.follow(agenda(another.config()));
  }

  Baseline baselines() {
    return baselines;
  }

  OwnedStore store() {
    return store;
  }

  Journal journal() {
    return journal;
  }

  StoreHealth health() {
    return store.health();
  }

  Upkeep upkeep() {
    return upkeep;
  }

  Recorder recorder() {
    return recorder;
  }

  /** Something changed in what is believed of a check. Never waits. */
  void changed(Change change) {
    states.ifPresent(log -> log.changed(change));
  }

  /** The verdict now. Never waits. */
  void judged(Verdict verdict) {
    states.ifPresent(log -> log.judged(verdict));
  }

  /** Something happened. Never waits. */
  void note(Event.Kind kind, String subject, String text) {
    recorder.add(Event.of(ground.clock().instant(), kind, subject, text));
  }

  /** It still runs. Never waits. */
  void live() {
    if (states.isPresent()) {
      lifetime.live();
    }
  }

  /** Looks at this machine, as facts do: may take seconds. */
  void lookAtMachine() {
    machine.look();
  }

  /** Looks after the store, every few seconds. */
  void tend() {
    store.tend();
  }

  /** Does what is due in the schedule. */
  void keepUp() {
    List<ItemStatus> unused = upkeep.tick();
  }

  /** As meters show it. */
  Scene.Kept kept() {
    return new Scene.Kept(store.health(), recorder.waiting(), recorder.lost(), upkeep.statuses());
  }

  /** Writes what still waits, within some seconds. */
  @Override
  public void close() {
    // What was never opened belongs to another daemon.
    if (states.isPresent()) {
      lifetime.end();
      int unused = recorder.flush(FAREWELL);
    }
    store.close();
    threads.shutdown();
  }

  private void changed(StoreHealth health) {
    boolean well = health.state() == StoreHealth.State.OK;
    if (well && health.text().isEmpty() && !troubled) {
      return; // Opened, as it should be.
    }
    troubled = !well;
    String text =
        health.text().isEmpty() ? "The state directory can be used again." : health.text();
    if (well) {
      LOG.warn("storage is ok: {}", text);
    } else {
      LOG.error("storage is {}: {}", label(health), text);
    }
    note(Event.Kind.STORE, "storage", text);
  }

  /** As the metric and the status have it. */
  static String label(StoreHealth health) {
    return health.state().name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Which rows may go, and when; messages of alerts are the outbox's own affair. */
  private static Retention retention(Storage storage) {
    List<Retention.Rule> rules = new ArrayList<>(Upkeep.retention(storage.keepRecords()));
    rules.add(
        Retention.Rule.of("event", "at")
            .atMost(storage.keepEvents())
            .atMost(MOST_EVENTS)
            .givingWay());
    return new Retention(storage.maxBytes(), rules);
  }

  private static Agenda agenda(Config config) {
    return Agenda.of(config, ZoneId.systemDefault());
  }

  /** What maintenance items are judged by. */
  private final class Knowledge implements Upkeep.Sources {

    private final Supplier<List<CheckStatus>> statuses;

    Knowledge(Supplier<List<CheckStatus>> statuses) {
      this.statuses = statuses;
    }

    @Override
    public List<Belief> beliefs() {
      List<Belief> beliefs = new ArrayList<>();
      statuses.get().forEach(each -> beliefs.add(new Belief(each.check(), each.proof())));
      return beliefs;
    }

    @Override
    public List<String> configuration() {
      return ConfigurationRecord.of(
          ground.build().version(), watch.effective(), ground.facts(), Peer.DEFAULT_PORT);
    }
  }
}
