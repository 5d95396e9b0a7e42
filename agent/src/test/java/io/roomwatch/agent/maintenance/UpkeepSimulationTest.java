package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.store.Faulty;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three years of a room whose agent is switched on and off, dies around its writes, has a full disk
 * now and then and a clock that is moved both ways, while people attest. The store is the real one,
 * the time is not.
 *
 * <p>What must hold: every occurrence that the living agent saw come is run exactly once, and no
 * other; what was acknowledged is there at the end; each answer has its event, once.
 */
class UpkeepSimulationTest {

  private static final int SEEDS = Integer.getInteger("seeds", 50);
  private static final Duration THREE_YEARS = Duration.ofDays(3 * 365 + 1);

  private static final String CONFIG =
      """
      room: {name: Boardroom %d, version: {controllers: {pad: 7.0.5}}}
      schedule:
        weekly.vpn: {timezone: Europe/Berlin, window: Sun 02:30}
        weekly.power-and-connection: {timezone: America/Sao_Paulo, window: Sat 23:45}
        monthly.updates: {enabled: false}
        custom.daily: {title: Clock is right, cadence: daily, checks: [local.interface], timezone: Australia/Lord_Howe, window: 02:10}
        custom.walk: {title: Walked through, cadence: weekly}
      """;

  @TempDir Path folder;

  @Test
  void everyDueItemRunsExactlyOncePerPeriodAndNothingIsLost() {
    AtomicLong runs = new AtomicLong();
    AtomicLong deaths = new AtomicLong();
    LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .forEach(
            seed -> {
              try {
                Path place = Files.createTempDirectory(memory(), "seed-" + seed + "-");
                try {
                  Years years = new Years(seed, place);
                  years.pass();
                  years.check();
                  runs.addAndGet(years.due.size());
                  deaths.addAndGet(years.deaths);
                } finally {
                  clear(place);
                }
              } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
              }
            });
    System.out.printf(
        "seeds 1 to %d, three years each: %d occurrences run once each, %d deaths around writes%n",
        SEEDS, runs.get(), deaths.get());
    assertTrue(runs.get() > SEEDS * 400L, "the agent must have had something to do");
    assertTrue(deaths.get() > SEEDS * 5L, "the agent must have died");
  }

  /** Waiting for a disk is another test's subject: a file system in memory where there is one. */
  private Path memory() {
    Path shared = Path.of("/dev/shm");
    return Files.isWritable(shared) ? shared : folder;
  }

  private static void clear(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** One room's three years. */
  private static final class Years {

    private final Random random;
    private final Path place;
    private final Room room;
    private final Instant end;

    /** What the agent saw come while it could write, and what only while it could not. */
    private final Set<String> due = new TreeSet<>();

    private final Set<String> unwritten = new TreeSet<>();
    private final List<String> attested = new ArrayList<>();
    private Instant real = Room.START;
    private Duration skew = Duration.ZERO;
    private Optional<Faulty> store = Optional.empty();
    private Optional<Upkeep> upkeep = Optional.empty();
    private boolean full;
    private int deaths;

    Years(long seed, Path place) {
      this.random = new Random(seed);
      this.place = place;
      this.room = new Room(CONFIG.formatted(seed));
      this.end = Room.START.plus(THREE_YEARS);
    }

    void pass() throws IOException {
      start();
      tick();
      // The first weeks are quiet: a clock that is set to before the install makes its own past.
      for (int i = 0; i < 60; i++) {
        steps(Duration.ofHours(24));
      }
      while (real.isBefore(end)) {
        int what = random.nextInt(1000);
        if (what < 12) {
          off(Duration.ofMinutes(random.nextInt(60 * 24 * 40)));
        } else if (what < 40) {
          die();
        } else if (what < 48) {
          full = !full;
        } else if (what < 56) {
          moveClock();
        } else if (what < 90) {
          attest();
        } else if (what < 110) {
          seeSomethingElse();
        } else {
          steps(Duration.ofHours(30));
        }
      }
      // The disk has room again, the clock is right, and all is written.
      full = false;
      skew = Duration.ZERO;
      seeWell();
      for (int i = 0; i < 3; i++) {
        tick();
        real = real.plus(Duration.ofHours(2));
      }
    }

    private void steps(Duration most) throws IOException {
      real = real.plus(Duration.ofSeconds(15 + random.nextLong(most.toSeconds())));
      tick();
    }

    private void start() throws IOException {
      if (upkeep.isEmpty()) {
        Faulty opened = new Faulty(Store.open(place));
        store = Optional.of(opened);
        upkeep = Optional.of(room.upkeep(opened));
      }
    }

    private void stop() throws IOException {
      if (store.isPresent()) {
        store.get().close();
      }
      store = Optional.empty();
      upkeep = Optional.empty();
      unwritten.clear();
    }

    private void off(Duration time) throws IOException {
      // Nobody stops an agent in the middle of a tick; it may well have answers in memory.
      stop();
      real = real.plus(time);
    }

    /** The process dies around one of its next writes, if there is one. */
    private void die() throws IOException {
      start();
      Faulty.Fate[] fates = {
        Faulty.Fate.DEATH_BEFORE, Faulty.Fate.DEATH_WITHIN, Faulty.Fate.DEATH_AFTER
      };
      if (!full) {
        store.orElseThrow().next(fates[random.nextInt(fates.length)], random.nextInt(3));
      }
      // Until something is written.
      for (int i = 0; i < 6 && upkeep.isPresent(); i++) {
        steps(Duration.ofHours(36));
      }
    }

    private void moveClock() {
      skew =
          random.nextInt(3) == 0
              ? Duration.ZERO
              : Duration.ofMinutes(random.nextInt(60 * 24 * 50) - 60 * 24 * 25L);
    }

    private void seeSomethingElse() {
      switch (random.nextInt(4)) {
        case 0 -> room.sees("room.app", Finding.unknown(Reason.PERMISSION, "Not readable."));
        case 1 -> room.sees("local.vpn", Finding.degraded(Reason.VIA_VPN, "A tunnel."));
        case 2 -> room.sees("cloud.status", Finding.unknown(Reason.TIMEOUT, "No answer."));
        default -> seeWell();
      }
    }

    private void seeWell() {
      room.sees("room.app", Finding.ok("Runs."));
      room.sees("local.vpn", Finding.ok("No tunnel."));
      room.sees("cloud.status", Finding.ok("All is well."));
    }

    private void attest() throws IOException {
      room.now = real.plus(skew);
      if (full) {
        return;
      }
      List<String> ids = room.agenda().ids();
      String item = ids.get(random.nextInt(ids.size()));
      Result[] results = {Result.PASS, Result.FAIL, Result.NO_ACCESS};
      Result result = results[random.nextInt(results.length)];
      String note = "number " + attested.size();
      // A command has a store of its own.
      try (Store own = Store.open(place)) {
        Attestations.Outcome outcome =
            new Attestations(own, room.agenda(), () -> room.now)
                .attest(new Attestations.Request(item, "Ann", result, note, Optional.empty()));
        assertTrue(outcome instanceof Attestations.Outcome.Kept, outcome::toString);
      }
      attested.add(item + " " + result.label() + " " + note);
    }

    private void tick() throws IOException {
      start();
      Faulty disk = store.orElseThrow();
      disk.full(full);
      room.now = real.plus(skew);
      try {
        List<ItemStatus> statuses = upkeep.orElseThrow().tick();
        foresee();
        for (ItemStatus status : statuses) {
          assertTrue(!status.overdue() || status.due(), status::toString);
        }
        if (!full && upkeep.orElseThrow().held() == 0) {
          due.addAll(unwritten);
          unwritten.clear();
        }
      } catch (Faulty.Death e) {
        deaths++;
        Set<String> written = runs();
        // What was to be run in this very tick is run now or at the next one that sees it due.
        foresee();
        unwritten.stream().filter(written::contains).forEach(due::add);
        stop();
      }
    }

    /** Which occurrences the agent must have run by now. */
    private void foresee() {
      for (ScheduledItem item : room.agenda().items()) {
        Occurrence latest = item.calendar().latest(room.now);
        if (item.kind() == Duty.Kind.AUTO
            && latest.due().isAfter(Room.START)
            && !room.now.isBefore(item.runs(latest, room.agenda().room()))) {
          String name = item.id() + " " + latest.period();
          if (!due.contains(name)) {
            unwritten.add(name);
          }
        }
      }
    }

    private Set<String> runs() throws StoreException {
      try (Store look = Store.open(place)) {
        return look.read(transaction -> Answers.behind(transaction, 0)).stream()
            .map(Answers.Numbered::answer)
            .filter(answer -> answer.kind() == Duty.Kind.AUTO)
            .map(answer -> answer.item() + " " + answer.occurrence().period())
            .collect(Collectors.toCollection(HashSet::new));
      }
    }

    void check() throws IOException {
      stop();
      try (Store look = Store.open(place)) {
        List<Answer> answers = look.read(Answers::all).stream().map(Answer.Filed::answer).toList();
        List<String> conclusive =
            answers.stream()
                .filter(answer -> answer.kind() == Duty.Kind.AUTO && answer.conclusive())
                .map(answer -> answer.item() + " " + answer.occurrence().period())
                .sorted()
                .toList();
        assertEquals(new ArrayList<>(new TreeSet<>(conclusive)), conclusive, "none is run twice");
        assertEquals(due, new TreeSet<>(runs()), "all that came due was run, and nothing else");
        assertEquals(
            attested,
            answers.stream()
                .filter(answer -> answer.kind() == Duty.Kind.ATTEST)
                .map(
                    answer ->
                        answer.item() + " " + answer.result().label() + " " + answer.said().note())
                .toList(),
            "nothing that was acknowledged is lost");
        long told =
            look.read(
                transaction ->
                    transaction
                        .first(
                            "SELECT count(*) AS n FROM event WHERE kind = 'maintenance'"
                                + " AND new IN ('pass', 'fail')",
                            row -> row.number("n"))
                        .orElseThrow());
        assertEquals(conclusive.size(), told, "each run is told once");
        assertEquals(Optional.of(Room.START), look.read(Beginnings::read).installed());
        AuditTrail trail = AuditTrail.of(look, room.agenda(), real);
        assertTrue(
            trail.rows().stream()
                .filter(row -> row.standing() != AuditTrail.Standing.ANSWERED)
                .allMatch(row -> row.occurrence().due().isAfter(Room.START)),
            "nothing is missed before the install");
      }
    }
  }
}
