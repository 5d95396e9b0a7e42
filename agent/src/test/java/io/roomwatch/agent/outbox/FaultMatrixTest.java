package io.roomwatch.agent.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.outbox.Entry.Status;
import io.roomwatch.agent.outbox.FaultyStore.Crash;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Fault;
import io.roomwatch.agent.sink.Receiver;
import io.roomwatch.agent.sink.Station;
import io.roomwatch.agent.sink.Station.Got;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of sink, each fault of its receiver, the beginning and the end of an alert, and the
 * death of the process at each step: the whole product. Real receivers, real sockets and programs
 * and a real store, which is opened anew after each death; only the waits between attempts are
 * virtual. One scenario has all kinds at once, each on its own lane, in the same plight.
 *
 * <p>When the fault is over and a process runs again, everybody has been told the beginning and
 * then the end, both under one key; what was refused for ever is parked and shown, and told by
 * {@code alert retry}. A message comes twice only where its taking could not be known.
 */
class FaultMatrixTest {

  private static final int AT_ONCE = 12;
  private static final String KEY = "berlin/Boardroom_4.12/" + Room.PEER_DOWN;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Where the process dies; each step that a message goes. */
  private enum Death {
    NEVER,
    BEFORE_IT_IS_WRITTEN,
    WRITTEN_AND_NOT_SENT,
    WHILE_THE_RECEIVER_HAS_IT,
    ANSWERED_AND_NOT_RECORDED,
    ANSWERED_AND_RECORDED
  }

  /** Which message meets the fault and the death. */
  private enum Message {
    FIRING,
    RESOLVED
  }

  private record Scenario(Fault fault, Message message, Death death) {
    @Override
    public String toString() {
      return (fault + ", " + message + ", dies " + death)
          .toLowerCase(Locale.ROOT)
          .replace('_', ' ');
    }
  }

  @TempDir private Path folder;

  private final AtomicInteger deaths = new AtomicInteger();
  private final AtomicInteger doubles = new AtomicInteger();
  private final AtomicInteger parked = new AtomicInteger();

  @TestFactory
  Stream<DynamicTest> inTheEndEverybodyIsToldTheBeginningAndThenTheEnd() {
    ExecutorService crowd = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    List<DynamicTest> tests = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      for (Message message : Message.values()) {
        for (Death death : Death.values()) {
          Scenario scenario = new Scenario(fault, message, death);
          Path home = folder.resolve(String.valueOf(tests.size()));
          Future<?> done =
              crowd.submit(
                  () -> {
                    play(scenario, Files.createDirectory(home));
                    return home;
                  });
          tests.add(dynamicTest(scenario.toString(), () -> outcome(done)));
        }
      }
    }
    int cells = tests.size() * Station.Kind.values().length;
    crowd.shutdown();
    tests.add(
        dynamicTest(
            "there were deaths, messages that came twice, and parked ones",
            () -> {
              System.out.printf(
                  "%d cells: %d deaths, %d messages came twice, %d were parked and retried%n",
                  cells, deaths.get(), doubles.get(), parked.get());
              assertEquals(12 * 2 * 5, deaths.get());
              assertTrue(doubles.get() > 100, doubles::toString);
              assertTrue(parked.get() > 100, parked::toString);
            }));
    return tests.stream();
  }

  private static void outcome(Future<?> done) throws Exception {
    try {
      done.get(5, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e);
    }
  }

  private void play(Scenario scenario, Path home) throws Exception {
    List<Station> stations = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Station.Kind kind : Station.Kind.values()) {
        Path own = Files.createDirectory(home.resolve(kind.label()));
        stations.add(Station.open(kind, scenario.fault(), own));
      }
      Path state = Files.createDirectory(home.resolve("state"));
      try (Post post = new Post(state, receivers(stations, false))) {
        post.random = new Longest();
        new Play(scenario, stations, post, threads).run();
      }
    } finally {
      for (Station station : stations) {
        station.close();
      }
    }
  }

  private static Receiver[] receivers(List<Station> stations, boolean hasty) {
    return stations.stream().map(one -> one.receiver(hasty)).toArray(Receiver[]::new);
  }

  /** Back-off without jitter: one attempt after 1, 3, 7 and 15 seconds. */
  private static final class Longest extends Random {
    private static final long serialVersionUID = 1;

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }

  private final class Play {
    private final Scenario scenario;
    private final List<Station> stations;
    private final Post post;
    private final ExecutorService threads;

    Play(Scenario scenario, List<Station> stations, Post post, ExecutorService threads) {
      this.scenario = scenario;
      this.stations = stations;
      this.post = post;
      this.threads = threads;
      post.carrier = this::carried;
    }

    void run() throws Exception {
      restart(false);
      if (scenario.message == Message.RESOLVED) {
        post.breaks(Room.PEER_DOWN);
        stations.forEach(one -> assertEquals(List.of("firing"), told(one), one.kind()::label));
      }
      for (Station station : stations) {
        station.suffer(scenario.fault);
      }
      restart(Station.SLOW.contains(scenario.fault));
      boolean died = dies();
      assertEquals(scenario.death != Death.NEVER, died);
      if (died) {
        deaths.incrementAndGet();
        restart(Station.SLOW.contains(scenario.fault));
      }
      // A program fails five times until it is parked.
      post.pass(
          Station.SLOW.contains(scenario.fault) ? Duration.ofSeconds(2) : Duration.ofMinutes(1));
      parked();
      for (Station station : stations) {
        station.suffer(Fault.NONE);
      }
      restart(false);
      post.pass(Duration.ofMinutes(2));
      retried();
      post.heals(Room.PEER_DOWN);
      post.pass(Duration.ofSeconds(3));
      assertEquals(List.of(), post.outbox.pending());
      stations.forEach(this::heard);
    }

    private void restart(boolean hasty) throws StoreException {
      post.sinks = List.of(receivers(stations, hasty));
      post.reboot();
    }

    /** The alert changes, and the process dies where it is to. */
    private boolean dies() {
      switch (scenario.death) {
        case BEFORE_IT_IS_WRITTEN -> post.storage.death = FaultyStore.Death.BEFORE_IT_IS_COMMITTED;
        case WRITTEN_AND_NOT_SENT -> post.storage.death = FaultyStore.Death.AFTER_IT_WAS_COMMITTED;
        case WHILE_THE_RECEIVER_HAS_IT -> post.carrier = this::diedOnTheWay;
        case ANSWERED_AND_NOT_RECORDED -> dieAtTheAnswer(FaultyStore.Death.BEFORE_IT_IS_COMMITTED);
        case ANSWERED_AND_RECORDED -> dieAtTheAnswer(FaultyStore.Death.AFTER_IT_WAS_COMMITTED);
        case NEVER -> {}
      }
      try {
        switch (scenario.message) {
          case FIRING -> post.breaks(Room.PEER_DOWN);
          case RESOLVED -> post.heals(Room.PEER_DOWN);
        }
        return false;
      } catch (Crash e) {
        return true;
      } finally {
        post.carrier = this::carried;
      }
    }

    private void dieAtTheAnswer(FaultyStore.Death how) {
      post.carrier =
          jobs -> {
            List<Delivery> ends = carried(jobs);
            post.storage.death = how;
            return ends;
          };
    }

    /** All at once, as the daemon does. */
    private List<Delivery> carried(List<Job> jobs) {
      List<Future<Delivery>> futures = begun(jobs);
      List<Delivery> ends = new ArrayList<>();
      for (Future<Delivery> future : futures) {
        try {
          ends.add(future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (Exception e) {
          throw new AssertionError(scenario.toString(), e);
        }
      }
      return ends;
    }

    private List<Future<Delivery>> begun(List<Job> jobs) {
      return jobs.stream().map(job -> threads.submit(job::attemptNow)).toList();
    }

    /** Each receiver has its message, or cannot get it; what it answers nobody learns. */
    private List<Delivery> diedOnTheWay(List<Job> jobs) {
      Map<String, Integer> before = new HashMap<>();
      stations.forEach(one -> before.put(one.kind().label(), one.got().size()));
      List<Future<Delivery>> futures = begun(jobs);
      assertEquals(stations.size(), jobs.size());
      for (Station station : stations) {
        String name = station.kind().label();
        Future<Delivery> future = futures.get(index(jobs, name));
        while (!future.isDone() && Objects.equals(before.get(name), station.got().size())) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
      }
      futures.forEach(one -> one.cancel(true));
      throw new Crash();
    }

    private static int index(List<Job> jobs, String name) {
      return jobs.stream().map(job -> job.receiver().name()).toList().indexOf(name);
    }

    /** What is refused for ever is shown, with why. */
    private void parked() throws StoreException {
      if (Station.SLOW.contains(scenario.fault)) {
        return;
      }
      Set<String> expected = new TreeSet<>();
      for (Station station : stations) {
        if (station.kind().parksAt(scenario.fault)) {
          expected.add(station.kind().label());
        }
      }
      Set<String> shown = new TreeSet<>();
      for (Entry entry : post.outbox.newest(Status.PARKED, 100)) {
        shown.add(entry.sink());
        assertFalse(entry.progress().said().isBlank());
      }
      assertEquals(expected, shown);
      parked.addAndGet(shown.size());
    }

    /** What is parked stays so, until somebody says so. */
    private void retried() throws StoreException {
      List<String> still =
          post.outbox.newest(Status.PARKED, 100).stream().map(Entry::sink).sorted().toList();
      assertEquals(
          stations.stream()
              .filter(one -> one.kind().parksAt(scenario.fault))
              .map(one -> one.kind().label())
              .sorted()
              .toList(),
          Station.SLOW.contains(scenario.fault) ? List.of() : still);
      List<Entry> tried = post.outbox.retry(new Outbox.Which.All());
      assertEquals(still, tried.stream().map(Entry::sink).sorted().toList());
      post.pass(Desk.POLL);
      assertEquals(List.of(), post.outbox.newest(Status.PARKED, 100));
    }

    private void heard(Station station) {
      String where = station.kind().label() + ": " + station.got();
      List<String> told = told(station);
      assertEquals(List.of("firing", "resolved"), once(told), where);
      assertTrue(station.got().stream().allMatch(got -> got.key().equals(KEY)), where);
      if (station.kind() == Station.Kind.ALERTMANAGER) {
        return; // It is told again and again, as it wants.
      }
      TreeMap<String, Integer> times = new TreeMap<>();
      told.forEach(status -> times.merge(status, 1, Integer::sum));
      int twice = times.values().stream().mapToInt(number -> number - 1).sum();
      doubles.addAndGet(twice);
      // What takes as long as the limits may be over them on a busy machine.
      boolean known =
          !Station.SLOW.contains(scenario.fault)
              && (station.kind().withstands(scenario.fault)
                  || station.kind().parksAt(scenario.fault));
      boolean safe =
          switch (scenario.death) {
            case NEVER, BEFORE_IT_IS_WRITTEN, WRITTEN_AND_NOT_SENT, ANSWERED_AND_RECORDED -> true;
            case WHILE_THE_RECEIVER_HAS_IT, ANSWERED_AND_NOT_RECORDED -> false;
          };
      if (known) {
        assertTrue(twice <= (safe ? 0 : 1), where);
      }
    }

    /** What it knows, in order: not what it answered with an error. */
    private static List<String> told(Station station) {
      return station.got().stream().filter(got -> !got.refused()).map(Got::status).toList();
    }

    private static List<String> once(List<String> told) {
      List<String> once = new ArrayList<>();
      for (String status : told) {
        if (once.isEmpty() || !once.getLast().equals(status)) {
          once.add(status);
        }
      }
      return once;
    }
  }
}
