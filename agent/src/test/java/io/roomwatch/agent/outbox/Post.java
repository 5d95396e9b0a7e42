package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.alert.Silence;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Trouble;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A desk with a real store on virtual time: a process that can be stopped and started again. */
final class Post implements AutoCloseable {

  private static final Notice.Context CONTEXT =
      new Notice.Context(
          List.of(new Notice.Changed(Room.START.minusSeconds(60), "address eth0: now 10.4.12.7")),
          List.of(),
          Optional.of(URI.create("http://10.4.12.20:10909/")));

  private final Path folder;
  private Store store;
  final FaultyStore storage;
  final Map<String, Trouble> troubles = new TreeMap<>();
  final List<Silence> silences = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  Outbox outbox;

  Instant wall = Room.START;
  long nanos;
  boolean known = true;
  int mostWaiting = 1000;
  Duration groupWait = Duration.ZERO;
  Random random = new Random(1);
  List<? extends Receiver> sinks;

  /** What is wrong, where it is not {@link #troubles}. */
  Supplier<Situation> situation = this::made;

  /** Makes the attempts of one turn; a process that dies meanwhile throws. */
  interface Carrier {
    List<Delivery> carry(List<Job> jobs);
  }

  /** One after another. */
  Carrier carrier = jobs -> jobs.stream().map(Post::attempt).toList();

  private Desk desk;

  Post(Path folder, Receiver... sinks) throws StoreException {
    this.folder = folder;
    this.store = Store.open(folder);
    this.storage = new FaultyStore(store);
    this.sinks = List.of(sinks);
    this.outbox = commands();
    this.desk = started();
  }

  private Outbox commands() {
    return new Outbox(store, (transaction, event) -> events.add(event), () -> wall);
  }

  private Desk started() {
    Desk next =
        new Desk(
            new Shelf(storage, (transaction, event) -> events.add(event)),
            new SteadyClock(() -> wall, () -> nanos),
            random,
            began -> CONTEXT,
            mostWaiting);
    configure(next);
    return next;
  }

  private void configure(Desk next) {
    List<String> names = sinks.stream().map(Receiver::name).toList();
    next.configure(
        new Policy(
            groupWait,
            Duration.ofHours(4),
            List.of(new Policy.Level("", Duration.ZERO, names)),
            List.of()),
        List.copyOf(sinks));
  }

  void configure() {
    configure(desk);
  }

  /** The process is gone, and another one starts. */
  void restart() {
    desk = started();
  }

  /** The same, with the file opened anew. */
  void reboot() throws StoreException {
    store.close();
    store = Store.open(folder);
    storage.over(store);
    outbox = commands();
    restart();
  }

  void breaks(String id) {
    troubles.put(id, Room.trouble(id, "failed", wall));
    now();
  }

  void heals(String id) {
    troubles.remove(id);
    now();
  }

  Desk desk() {
    return desk;
  }

  void see() {
    desk.situation(situation.get());
  }

  private Situation made() {
    return new Situation(
        Room.NAME, List.copyOf(troubles.values()), new Situation.View(known, Set.of()), silences);
  }

  /** What is due now is done; attempts take no time. */
  void now() {
    see();
    List<Job> jobs = desk.turn();
    while (!jobs.isEmpty()) {
      List<Delivery> ends = carrier.carry(jobs);
      for (int i = 0; i < jobs.size(); i++) {
        desk.done(jobs.get(i), ends.get(i));
      }
      jobs = desk.turn();
    }
  }

  /** A job takes every error for a failed attempt; here some are the end of the process. */
  private static Delivery attempt(Job job) {
    Delivery delivery = job.attemptNow();
    if (job.receiver() instanceof FakeSink sink && sink.dead) {
      sink.dead = false;
      throw new FaultyStore.Crash();
    }
    return delivery;
  }

  void elapse(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /** Time passes, and whatever falls due is done. */
  void pass(Duration time) {
    long end = nanos + time.toNanos();
    while (nanos < end) {
      elapse(Backoff.shorter(longer(desk.untilNext()), Duration.ofNanos(end - nanos)));
      now();
    }
  }

  private static Duration longer(Duration time) {
    return time.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : time;
  }

  List<String> told(Event.Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).map(Event::text).toList();
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
