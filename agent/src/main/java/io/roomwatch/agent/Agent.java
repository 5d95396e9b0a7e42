package io.roomwatch.agent;

import io.roomwatch.agent.check.AskedPeers;
import io.roomwatch.agent.check.Catalogue;
import io.roomwatch.agent.check.PlannedCheck;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.health.Change;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.health.HealthBoard;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.metrics.CheckMeters;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.metrics.Scene;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.schedule.Loop;
import io.roomwatch.agent.schedule.LoopHealth;
import io.roomwatch.agent.schedule.Runner;
import io.roomwatch.agent.schedule.Task;
import io.roomwatch.agent.sink.Receivers;
import io.roomwatch.agent.store.StoreHealth;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.web.Site;
import io.roomwatch.agent.web.door.Door;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: the only place where the stages meet. {@code new}, {@link #start}, any number of
 * {@link #reload}, {@link #close}.
 */
final class Agent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(5);

  /** Reads many facts one after the other, each bounded in time. */
  private static final Task.Pace THOROUGH =
      Task.Pace.every(Duration.ofSeconds(15), Duration.ofSeconds(60));

  private final Ground ground;
  private final ConfigSource file;
  private final Instant started;
  private final HealthBoard board;
  private final Records records;
  private final Notifier notifier;
  private final Coalesced judging;
  private final Reflecting reflecting;
  private final Standing standing;
  private final AskedPeers asked = new AskedPeers();
  private final CheckMeters looks = new CheckMeters();
  private final Metrics metrics = new Metrics(this::scene, looks);
  private final Loop loop;
  private final Runner runner;
  private final ReentrantLock reloading = new ReentrantLock();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<Optional<Serving>> web = new AtomicReference<>(Optional.empty());
  private final Leftovers leftovers = new Leftovers();

  private volatile Plans.Watch watch;
  private volatile Scene.Reload lastReload;
  private volatile List<NetInterface> interfaces = List.of();

  /**
   * @param config the configuration to start with
   * @param file reads it again
   * @param folder where state is kept
   */
  Agent(Ground ground, Outcome.Good<Config> config, ConfigSource file, Path folder) {
    this.ground = ground;
    this.watch = new Plans.Watch(config.value(), config.effective(), List.of());
    this.file = file;
    this.started = ground.clock().instant();
    this.lastReload = new Scene.Reload(true, started);
    this.board = new HealthBoard(ground.nanoTime());
    this.runner = new Runner(ground.clock(), ground.nanoTime(), this::seen);
    this.loop =
        Loop.start(
            ground.nanoTime(),
            ground.work(),
            Loop.Settings.seeded(config.value().room().name().hashCode()),
            List.of(ground.probeLoop()));
    this.standing = new Standing(ground.manager(), loop::stalled);
    this.records = new Records(ground, folder, watch, this::statuses);
    this.notifier = new Notifier(ground, records);
    this.reflecting = new Reflecting(ground);
    this.judging = new Coalesced(ground.work(), Coalesced.Time.of(ground.nanoTime()), this::judge);
    board.listen(this::changed);
  }

  /**
   * Begins to serve and to watch, in this order: what cannot be served sends no packet.
   *
   * @throws IOException when an address cannot be listened on, or the state directory is not ours
   * @throws UnusableConfig when the configuration, or the web server's, cannot be put in force
   */
  void start(Program.Web wanted) throws IOException, UnusableConfig {
    // A reload may be asked for as soon as the server is bound.
    reloading.lock();
    try {
      Plan plan = plan(watch.config(), watch.effective());
      Door door = Serving.door(ground, wanted);
      records.open();
      Serving serving = new Serving(ground, wanted, door, site(), () -> watch.config());
      web.set(Optional.of(serving));
      records.served(serving.urls());
      reflecting.follow(watch.config());
      apply(plan);
      notifier.start(watch.config(), plan.receivers(), serving.page());
      file.keep();
      LOG.info(
          "roomwatch {} watches {}: {} checks, served at {}",
          ground.build().version(),
          watch.config().room().name(),
          plan.watch().planned().size(),
          serving);
      standing.up(watch.config().room().name(), true);
    } finally {
      reloading.unlock();
    }
  }

  /**
   * Reads the configuration again. A bad one changes nothing. Returns every fault, one a line, or
   * empty when it was taken. Never throws: signals and clients call it.
   */
  Optional<String> reload() {
    reloading.lock();
    try {
      standing.reloading();
      Optional<String> faults = readAndTake();
      lastReload =
          new Scene.Reload(
              faults.isEmpty(),
              faults.isEmpty() ? ground.clock().instant() : lastReload.lastSuccess());
      return faults;
    } finally {
      standing.up(watch.config().room().name(), lastReload.successful());
      reloading.unlock();
    }
  }

  private Optional<String> readAndTake() {
    Optional<String> faults;
    try {
      faults =
          switch (file.read()) {
            case Outcome.Bad<Config> bad -> Optional.of(lines(bad.faults()));
            case Outcome.Good<Config> good -> take(good);
          };
    } catch (RuntimeException | Error e) {
      LOG.error("configuration not taken, the old one stays: a fault of Roomwatch itself", e);
      return Optional.of("internal error, please report it: " + e);
    }
    faults.ifPresentOrElse(
        text -> {
          LOG.error("configuration not taken, the old one stays: {}", text);
          records.note(
              Event.Kind.RELOAD,
              "configuration",
              "A configuration was read and not taken, the old one stays: " + text);
        },
        () -> {
          LOG.info("configuration reloaded, {} checks", watch.planned().size());
          records.note(Event.Kind.RELOAD, "configuration", "The configuration was read again.");
        });
    return faults;
  }

  /** Returns when {@link #stop} was called. */
  void await() throws InterruptedException {
    stopped.await();
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    standing.stopping();
    loop.close();
    reflecting.close();
    web.get().ifPresent(Serving::close);
    metrics.close();
    notifier.close();
    records.close();
  }

  private Optional<String> take(Outcome.Good<Config> wanted) {
    try {
      Plan plan = plan(wanted.value(), wanted.effective());
      reflecting.follow(wanted.value());
      apply(plan);
      notifier.follow(wanted.value(), plan.receivers());
      file.keep();
      return Optional.empty();
    } catch (UnusableConfig | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What a configuration comes to. */
  private record Plan(
      Plans.Watch watch,
      List<HealthBoard.Watched> watched,
      List<Task> tasks,
      Receivers receivers) {}

  /** Makes everything that may fail, and touches nothing that runs. */
  private Plan plan(Config wanted, Map<String, Object> effective) throws UnusableConfig {
    List<PlannedCheck> planned =
        Catalogue.of(
            wanted,
            ground.facts(),
            ground.probes(wanted),
            new BoardLatest(board),
            asked,
            records.baselines(),
            ground.clock());
    Receivers receivers = SinkWays.receivers(ground, wanted);
    List<Task> tasks =
        new ArrayList<>(planned.stream().map(each -> runner.task(Plans.look(each))).toList());
    tasks.add(
        Plans.housekeeping("agent.interfaces", HOUSEKEEPING.multipliedBy(3), this::readInterfaces));
    tasks.add(
        Plans.housekeeping("agent.age", HOUSEKEEPING, () -> board.age(ground.clock().instant())));
    tasks.add(Plans.housekeeping("agent.verdict", HOUSEKEEPING, judging));
    tasks.add(Plans.housekeeping("agent.storage", HOUSEKEEPING, records::tend));
    tasks.add(Plans.housekeeping("agent.silences", HOUSEKEEPING, notifier::readSilences));
    tasks.add(Serving.lookingAtDoor(web::get, records, HOUSEKEEPING));
    tasks.addAll(notifier.heartbeats(wanted, receivers));
    tasks.addAll(standing.tasks());
    tasks.add(Plans.housekeeping("agent.sign-of-life", Duration.ofMinutes(1), records::live));
    tasks.add(Plans.housekeeping("agent.memory", Duration.ofMinutes(1), leftovers));
    tasks.add(Plans.housekeeping("agent.machine", THOROUGH, records::lookAtMachine));
    tasks.add(Plans.housekeeping("agent.schedule", THOROUGH, records::keepUp));
    if (wanted.own().watchFile()) {
      tasks.add(Plans.housekeeping("agent.config-file", HOUSEKEEPING, this::reloadIfChanged));
    }
    return new Plan(
        new Plans.Watch(wanted, effective, planned),
        planned.stream().map(Plans::watched).toList(),
        tasks,
        receivers);
  }

  private void apply(Plan plan) {
    board.forget(Plans.moved(watch, plan.watch()));
    board.watch(plan.watched(), ground.clock().instant());
    looks.keep(plan.watched().stream().map(HealthBoard.Watched::check).collect(Collectors.toSet()));
    watch = plan.watch();
    records.follow(watch);
    loop.replaceAll(plan.tasks());
  }

  private void seen(Observation observation) {
    looks.observed(observation);
    board.observe(observation);
  }

  private void reloadIfChanged() {
    if (file.changed()) {
      LOG.info("{} has changed", file);
      Optional<String> unused = reload();
    }
  }

  private void readInterfaces() {
    interfaces = ground.facts().interfaces().asOptional().orElse(List.of());
  }

  private List<CheckStatus> statuses() {
    return board.statuses(ground.clock().instant());
  }

  private RoomStatus status() {
    Instant now = ground.clock().instant();
    StoreHealth health = records.health();
    return Plans.status(
        watch,
        new RoomStatus.Agent(ground.build().version(), started, Optional.of(Plans.storage(health))),
        Optional.of(health),
        board.statuses(now),
        now);
  }

  private void changed(Change change) {
    HealthLog.say(change);
    records.changed(change);
    judging.run();
  }

  private void judge() {
    RoomStatus now = status();
    records.judged(now.verdict());
    notifier.judged(now);
    standing.judged(now);
    web.get().ifPresent(Serving::changed);
  }

  private Scene scene() {
    LoopHealth health = loop.health();
    LoopHealth.Counts counts = health.counts();
    return new Scene(
        status(),
        new Scene.Build(
            ground.build().version(),
            ground.build().revision(),
            String.valueOf(Runtime.version().feature())),
        new Scene.Machine(
            watch.config().room().device().map(java.net.InetAddress::getHostAddress).orElse("self"),
            interfaces,
            reflecting.counts()),
        new Scene.Scheduler(
            health.stalled(),
            health.lag().toNanos() / 1e9,
            new Scene.Runs(counts.missed(), counts.skipped(), counts.gaveUp(), counts.erred())),
        lastReload,
        records.kept(),
        new Scene.Told(notifier.counts(), notifier.alerts()));
  }

  private Optional<String> unready() {
    LoopHealth health = loop.health();
    return health.stalled()
        ? Optional.of(
            "the scheduler has made no progress for " + health.sinceProgress().toSeconds() + " s")
        : Optional.empty();
  }

  static String lines(List<Fault> faults) {
    return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
  }

  private Site site() {
    Runnable done =
        () -> {
          notifier.readSilences();
          records.keepUp();
          judging.run();
        };
    return new Site(
        new Seen(this::status, notifier::alerts, records.upkeep()::statuses, this::unready),
        new Archive(records.store(), ground.clock()),
        new Desk(records.store(), ground.clock(), () -> watch.config(), this::reload, done),
        metrics);
  }
}
