package io.roomwatch.agent.fleet;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.Answer;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Timetable;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.metrics.CheckMeters;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.metrics.Scene;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.outbox.Entry;
import io.roomwatch.agent.outbox.OutboxCounts;
import io.roomwatch.agent.rules.TriageFile;
import io.roomwatch.agent.store.StoreHealth;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Triage;
import io.roomwatch.agent.yaml.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A room that nobody has: its checks look once a scrape, the real triage judges them, and the real
 * renderer writes the page. What it measures is drawn from a seed.
 */
final class MadeUpRoom implements AutoCloseable {

  private static final Triage TRIAGE = new Triage(TriageFile.shipped());
  private static final Config CONFIG =
      switch (new ConfigFile("room", Map.of()).defaults()) {
        case Outcome.Good<Config> good -> good.value();
        case Outcome.Bad<Config> bad -> throw new AssertionError(bad.faults());
      };

  private static final List<CheckId> CHECKS =
      List.of(
          CheckId.of(CheckKind.LINK_LISTENER),
          CheckId.of(CheckKind.LINK_CONTROLLERS),
          CheckId.of(CheckKind.LINK_FIREWALL),
          CheckId.of(CheckKind.LINK_PEER, "boardroom-pc"),
          CheckId.of(CheckKind.LINK_SUBNET, "boardroom-pc"),
          CheckId.of(CheckKind.LINK_ISOLATION),
          CheckId.of(CheckKind.PATH_STAMP, "boardroom-pc"),
          CheckId.of(CheckKind.CLOUD_DNS, "zoom.us"),
          CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:443"),
          CheckId.of(CheckKind.CLOUD_TCP, "zoom.us:8801"),
          CheckId.of(CheckKind.CLOUD_TLS, "zoom.us"),
          CheckId.of(CheckKind.CLOUD_HTTPS, "zoom.us"),
          CheckId.of(CheckKind.CLOUD_PROXY),
          CheckId.of(CheckKind.CLOUD_UDP, "zoom.us:3478"),
          CheckId.of(CheckKind.CLOUD_MEDIA),
          CheckId.of(CheckKind.CLOUD_STATUS),
          CheckId.of(CheckKind.LOCAL_INTERFACE),
          CheckId.of(CheckKind.LOCAL_GATEWAY),
          CheckId.of(CheckKind.LOCAL_WIFI),
          CheckId.of(CheckKind.LOCAL_VPN),
          CheckId.of(CheckKind.LOCAL_PROXY),
          CheckId.of(CheckKind.LOCAL_FIREWALL),
          CheckId.of(CheckKind.LOCAL_CLOCK),
          CheckId.of(CheckKind.LOCAL_HOST),
          CheckId.of(CheckKind.ROOM_APP),
          CheckId.of(CheckKind.ROOM_VERSION));

  private final RoomStatus.Room room;
  private final Random random;
  private final Instant started = Instant.now();
  private final CheckMeters looks = new CheckMeters();
  private final Metrics metrics = new Metrics(this::look, looks);
  private final List<ItemStatus> schedule;
  private final Duration pending;
  private volatile Story story;
  private long bytes;

  MadeUpRoom(String site, String name, Story story, long seed) {
    this.room = new RoomStatus.Room(name, site);
    this.random = new Random(seed);
    this.story = story;
    this.schedule = schedule();
    // Two in a hundred sinks have not been reached for a while.
    this.pending = random.nextInt(50) == 0 ? Duration.ofMinutes(11) : Duration.ZERO;
  }

  RoomStatus.Room room() {
    return room;
  }

  Story story() {
    return story;
  }

  void becomes(Story next) {
    story = next;
  }

  /** The page of one scrape; empty when the agent does not answer. */
  synchronized Optional<byte[]> page() {
    if (story == Story.DARK) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      metrics.scrape(Metrics.Format.TEXT, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    metrics.answered("/metrics", 200);
    return Optional.of(out.toByteArray());
  }

  private Scene look() {
    Story now = story;
    Instant at = Instant.now();
    List<CheckStatus> checks = CHECKS.stream().map(id -> look(id, now, at)).toList();
    bytes += random.nextInt(1_000_000);
    return new Scene(
        new RoomStatus(
            room,
            new RoomStatus.Agent("1.2.3", started, Optional.empty()),
            at,
            TRIAGE.judge(checks, Map.of(), at),
            checks),
        new Scene.Build("1.2." + random.nextInt(1), "abc1234", "25"),
        new Scene.Machine(
            "self",
            List.of(
                link("eth0", NetInterface.Kind.ETHERNET), link("wlan0", NetInterface.Kind.WIFI)),
            Optional.of(new Scene.Reflector(bytes / 1000, Map.of("forged", 1L)))),
        new Scene.Scheduler(false, random.nextDouble() / 100, new Scene.Runs(0, 0, 0, 0)),
        new Scene.Reload(true, started),
        new Scene.Kept(
            new StoreHealth(StoreHealth.State.OK, started, "", Optional.empty(), 65536, 0, 0),
            0,
            0,
            schedule),
        new Scene.Told(outbox(), List.of()));
  }

  private NetInterface link(String name, NetInterface.Kind kind) {
    return new NetInterface(
        name,
        name,
        kind,
        true,
        List.of(),
        OptionalLong.of(1_000_000_000L),
        new NetInterface.Counters(bytes, bytes / 2, 0, 0));
  }

  private CheckStatus look(CheckId id, Story now, Instant at) {
    if (now == Story.STARTING) {
      return new CheckStatus(
          id, State.UNKNOWN, Reason.OVERDUE, started, Optional.empty(), false, Optional.empty());
    }
    Finding finding = now.isAbout(id.toString()) ? now.finding() : Finding.ok("as it should be");
    Observation seen =
        new Observation(id, at, took(50), finding.with(readings(id)).timed(phases(id)));
    looks.observed(seen);
    if (random.nextInt(20) == 0) {
      looks.observed(
          new Observation(
              id, at, took(50), Finding.failed(Reason.TIMEOUT, "lost").timed(phases(id))));
    }
    return new CheckStatus(
        id, finding.state(), finding.reason(), started, Optional.of(seen), false);
  }

  private Duration took(int about) {
    return Duration.ofNanos((long) (about * 1e6 * (0.2 + random.nextDouble())));
  }

  private List<PhaseTime> phases(CheckId id) {
    return switch (id.kind()) {
      case LINK_PEER, CLOUD_TCP -> times(Phase.CONNECT);
      case CLOUD_DNS, CLOUD_UDP, LOCAL_CLOCK -> times(Phase.FIRST_BYTE);
      case CLOUD_TLS -> times(Phase.RESOLVE, Phase.CONNECT, Phase.TLS);
      case CLOUD_HTTPS, CLOUD_STATUS ->
          times(Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.FIRST_BYTE, Phase.TRANSFER);
      default -> List.of();
    };
  }

  private List<PhaseTime> times(Phase... phases) {
    List<PhaseTime> times = new ArrayList<>();
    for (Phase phase : phases) {
      times.add(new PhaseTime(phase, took(20)));
    }
    return times;
  }

  private Reading[] readings(CheckId id) {
    return switch (id.kind()) {
      case LINK_CONTROLLERS ->
          new Reading[] {Reading.number("controllers", story == Story.NO_CONTROLLER ? 0 : 2)};
      case CLOUD_TLS ->
          new Reading[] {
            Reading.number(
                "tls_not_after_timestamp_seconds",
                (double) started.plus(Duration.ofDays(90)).getEpochSecond())
          };
      case LOCAL_CLOCK ->
          new Reading[] {Reading.number("offset_seconds", random.nextGaussian() / 100)};
      case LOCAL_WIFI ->
          new Reading[] {
            Reading.text("interface", "wlan0"),
            Reading.number("signal_dbm", story == Story.WEAK_WIFI ? -78 : -50 - random.nextInt(10))
          };
      case PATH_STAMP ->
          new Reading[] {
            Reading.number("loss_ratio", random.nextInt(3) / 100.0),
            Reading.number("jitter_seconds", random.nextDouble() / 100)
          };
      default -> new Reading[0];
    };
  }

  /** The items that every room has; the first and one in ten of the others are overdue. */
  private List<ItemStatus> schedule() {
    List<ItemStatus> items = Timetable.empty(Agenda.of(CONFIG, ZoneOffset.UTC), started);
    ItemStatus first = items.getFirst();
    return items.stream()
        .map(item -> item.equals(first) || random.nextInt(10) == 0 ? overdue(item) : item)
        .toList();
  }

  private ItemStatus overdue(ItemStatus item) {
    Answer last =
        new Answer(
            item.item().id(),
            item.next(),
            Duty.Kind.ATTEST,
            new Answer.Said(started, "Anna", Result.NO_ACCESS, ""));
    return new ItemStatus(
        item.item(),
        Optional.of(last),
        item.next(),
        true,
        true,
        Optional.of("A person."),
        List.of());
  }

  private OutboxCounts outbox() {
    Map<Entry.Status, Long> entries = new EnumMap<>(Entry.Status.class);
    for (Entry.Status status : Entry.Status.values()) {
      entries.put(status, 0L);
    }
    entries.put(Entry.Status.DELIVERED, 3L);
    entries.put(Entry.Status.PENDING, pending.isZero() ? 0L : 1L);
    Map<OutboxCounts.Result, Long> deliveries = new EnumMap<>(OutboxCounts.Result.class);
    for (OutboxCounts.Result result : OutboxCounts.Result.values()) {
      deliveries.put(result, bytes / 1_000_000);
    }
    return new OutboxCounts(
        Map.of("ops", new OutboxCounts.Sink(entries, deliveries, pending)), 0, false);
  }

  @Override
  public void close() {
    metrics.close();
  }
}
