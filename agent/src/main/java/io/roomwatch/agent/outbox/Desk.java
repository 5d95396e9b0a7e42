package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.Machine;
import io.roomwatch.agent.alert.Moment;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Step;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.outbox.OutboxCounts.Result;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import io.roomwatch.agent.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts and their way to the sinks, one turn after another, by one thread. A turn steps the
 * alerts, puts what is to be told on the shelf, chooses for each idle lane what to try next, and
 * writes all of that in one transaction; then it hands out the attempts. So a message is on disk,
 * with its attempt counted, before it is tried. How an attempt ended is written with the next turn.
 */
final class Desk {

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /** How soon the word of a command, or the end of a silence, is noticed. */
  static final Duration POLL = Duration.ofSeconds(2);

  /** How long the store may keep us from telling anybody, at the start. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PURGE = Duration.ofHours(6);
  private final Shelf shelf;
  private final SteadyClock clock;
  private final RandomGenerator random;
  private final Contexts contexts;
  private final int mostWaiting;

  private final Map<String, Lane> lanes = new TreeMap<>();
  private Policy policy = new Policy(Duration.ZERO, Duration.ofHours(4), List.of(), List.of());
  private Optional<Situation> situation = Optional.empty();
  private Optional<Instant> blindSince = Optional.empty();
  private Instant polled = Instant.EPOCH;
  private Instant purged = Instant.EPOCH;
  private long collapsed;

  /**
   * @param mostWaiting for one sink
   */
  Desk(Shelf shelf, SteadyClock clock, RandomGenerator random, Contexts contexts, int mostWaiting) {
    this.shelf = shelf;
    this.clock = clock;
    this.random = random;
    this.contexts = contexts;
    this.mostWaiting = mostWaiting;
  }

  /**
   * Before the first turn, and whenever it changes.
   *
   * @param receivers one for each sink that the policy names
   */
  void configure(Policy wanted, List<Receiver> receivers) {
    policy = wanted;
    Map<String, Receiver> named = new LinkedHashMap<>();
    receivers.forEach(receiver -> named.put(receiver.name(), receiver));
    lanes.keySet().retainAll(named.keySet());
    named.forEach(
        (name, receiver) -> {
          Lane lane = lanes.computeIfAbsent(name, unknown -> new Lane(receiver));
          lane.receiver = receiver;
          // It may be the configuration that was wrong.
          lane.open();
        });
  }

  void situation(Situation now) {
    situation = Optional.of(now);
  }

  List<Alert> alerts() {
    return shelf.state().alerts();
  }

  /** Does what is due; returns the attempts to be made now. */
  List<Job> turn() {
    Moment before = clock.now();
    if (!before.steady().isBefore(polled.plus(POLL))) {
      polled = before.steady();
      poll(before);
    }
    if (isBlind(before)) {
      return List.of();
    }
    // Reading what was left may have moved the steady clock.
    Moment now = clock.now();
    forgetLostSinks(now);
    situation.ifPresent(there -> step(there, now));
    List<Job> jobs = new ArrayList<>();
    try {
      lanes.forEach((name, lane) -> next(name, lane, now).ifPresent(jobs::add));
      if (shelf.save(now)) {
        jobs.removeIf(job -> isTakenBack(job));
      }
    } catch (RuntimeException e) {
      jobs.forEach(Desk::takeBack);
      throw e;
    }
    return jobs;
  }

  private static void takeBack(Job job) {
    job.lane().busy = false;
    for (Item item : job.items()) {
      item.attempts--;
      item.inFlight = false;
    }
  }

  /** A command changed the message while we chose it: its word counts, with the next turn. */
  private boolean isTakenBack(Job job) {
    if (!shelf.isOverruled(job.items())) {
      return false;
    }
    takeBack(job);
    polled = Instant.EPOCH;
    return true;
  }

  /** Writes what is not written yet; tries nothing. */
  void rest() {
    boolean unused = shelf.save(clock.now());
  }

  /** When the next turn is due unless something happens before. */
  Duration untilNext() {
    Moment now = clock.now();
    Instant next = now.steady().plus(POLL);
    for (Map.Entry<String, Lane> each : lanes.entrySet()) {
      Optional<Instant> due = each.getValue().due(shelf.waiting(each.getKey()));
      if (due.isPresent() && due.get().isAfter(now.steady()) && due.get().isBefore(next)) {
        next = due.get();
      }
    }
    Optional<Instant> wake = Machine.wakeAt(shelf.state(), policy, now.steady());
    Instant soonest = wake.filter(next::isAfter).orElse(next);
    return Duration.between(now.steady(), soonest);
  }

  /** The last run is not known yet. After a while that must not keep anybody from being told. */
  private boolean isBlind(Moment now) {
    return !shelf.isRead()
        && blindSince.filter(since -> now.steady().isBefore(since.plus(PATIENCE))).isPresent();
  }

  private void poll(Moment now) {
    try {
      if (!shelf.isRead()) {
        shelf.load().ifPresent(clock::notBefore);
        polled = clock.now().steady();
        takeUp(clock.now());
      }
      for (Item item : shelf.reload()) {
        Lane lane = lanes.get(item.sink);
        if (lane != null && !item.nextAttempt.isAfter(now.steady())) {
          lane.open(item.key());
        }
      }
      if (clock.now().steady().isAfter(purged.plus(PURGE))) {
        purged = clock.now().steady();
        shelf.purge(now.wall());
      }
    } catch (StoreException e) {
      if (blindSince.isEmpty()) {
        LOG.error("alerts on disk cannot be read: {}", e.getMessage());
        blindSince = Optional.of(now.steady());
      }
    }
  }

  /** Goes on where the last process left off. */
  private void takeUp(Moment now) throws StoreException {
    Instant latest = now.steady().plus(Backoff.LONGEST_WISH);
    lanes.forEach((name, lane) -> lane.takeUp(shelf.waiting(name), latest));
    for (Entry entry : shelf.recentlyDelivered()) {
      Lane lane = lanes.get(entry.sink());
      Notice notice = entry.notice();
      if (lane != null && notice.ended().isPresent() && lane.receiver.resend().isPresent()) {
        Duration again = lane.receiver.resend().get().resolvedFor();
        Instant until =
            now.steady().minus(Duration.between(notice.ended().get(), now.wall())).plus(again);
        lane.fading.putIfAbsent(notice.key(), new Lane.Fading(notice, until));
      }
    }
  }

  private void forgetLostSinks(Moment now) {
    TreeSet<String> lost = new TreeSet<>(shelf.sinks());
    lost.removeAll(lanes.keySet());
    for (String sink : lost) {
      List<Item> items = shelf.waiting(sink);
      items.forEach(
          item ->
              shelf.end(
                  item, Entry.Status.DROPPED, "the sink is no longer configured", now.steady()));
      event(now, sink, "Gave up " + items.size() + " messages: the sink is no longer configured.");
    }
  }

  private void step(Situation there, Moment now) {
    Step step = Machine.step(shelf.state(), there, shelf.acknowledgements(), policy, now);
    for (Step.Fact fact : step.facts()) {
      LOG.info("{}: {}", fact.key(), fact.text());
      shelf.note(Event.of(now.wall(), Event.Kind.ALERT, fact.key(), fact.text()));
    }
    for (Step.Tell tell : step.tells()) {
      Notice.Context before = contexts.before(tell.alert().identity().started());
      Notice notice =
          tell.alert()
              .notice(
                  tell.status(),
                  tell.ended(),
                  new Notice.Context(
                      before.changes(), tell.aside().stream().toList(), before.url()));
      for (String sink : new TreeSet<>(tell.sinks())) {
        shelf.add(new Item(sink, Letter.of(notice), now.wall(), now.steady()));
      }
    }
    shelf.remember(step.state());
    lanes.forEach((name, lane) -> tidy(name, lane, now));
  }

  private void tidy(String sink, Lane lane, Moment now) {
    Map<String, List<Item>> byKey = new LinkedHashMap<>();
    for (Item item : shelf.waiting(sink)) {
      if (!item.inFlight) {
        byKey.computeIfAbsent(item.key(), key -> new ArrayList<>()).add(item);
      }
    }
    byKey.forEach(
        (key, items) ->
            Collapse.superseded(items, lane.receiver.audience())
                .forEach(
                    item ->
                        shelf.end(
                            item, Entry.Status.DROPPED, "a later message tells it", now.steady())));
    while (shelf.waiting(sink).size() > mostWaiting) {
      List<Item> victims =
          Bound.victims(shelf.waiting(sink).stream().filter(item -> !item.inFlight).toList());
      if (victims.isEmpty()) {
        return;
      }
      victims.forEach(
          item -> shelf.end(item, Entry.Status.DROPPED, "too many messages wait", now.steady()));
      collapsed += victims.size();
      event(
          now,
          sink,
          "Left out " + victims.get(0).key() + ": more than " + mostWaiting + " messages wait.");
    }
  }

  private Optional<Job> next(String sink, Lane lane, Moment now) {
    if (lane.isShut(now.steady())) {
      return Optional.empty();
    }
    tidy(sink, lane, now);
    List<Item> waiting = shelf.waiting(sink);
    List<Item> passing = lane.passing(waiting, now.steady());
    if (passing.isEmpty()) {
      Optional<Job> again = Again.next(sink, lane, waiting, shelf.state(), contexts, now.steady());
      again.ifPresent(job -> lane.busy = true);
      return again;
    }
    Digest digest = Digest.next(passing, lane.receiver.audience(), now.steady());
    for (Item item : digest.items()) {
      item.attempts++;
      // Should this process die meanwhile, the next one tries at once.
      item.nextAttempt = now.steady();
      item.inFlight = true;
      item.dirty = true;
    }
    lane.busy = true;
    Duration late = Duration.between(digest.lead().due, now.steady());
    return Optional.of(
        new Job(
            lane,
            lane.receiver,
            digest.notice(),
            new Receiver.Attempt(digest.lead().attempts, late.isNegative() ? Duration.ZERO : late),
            digest.items()));
  }

  /** An attempt has ended. */
  void done(Job job, Delivery delivery) {
    Moment now = clock.now();
    Lane lane = job.lane();
    lane.busy = false;
    job.items().forEach(item -> item.inFlight = false);
    String key = job.notice().key();
    switch (delivery) {
      case Delivery.Taken(String said) -> {
        lane.count(Result.TAKEN);
        lane.taken(job.items());
        job.items().forEach(item -> shelf.end(item, Entry.Status.DELIVERED, said, now.steady()));
        Again.told(job, lane, now.steady());
        if (!job.items().isEmpty()) {
          event(now, job.receiver().name(), Words.taken(job, said));
        }
      }
      case Delivery.Rejected(String said) -> {
        lane.count(Result.REJECTED);
        lane.rejected(job.items());
        if (job.items().isEmpty()) {
          lane.told.put(key, now.steady()); // A repetition: the next one may be taken.
          return;
        }
        if (job.notice().status() != Notice.Status.REMINDER) {
          lane.refused.add(key);
        }
        job.items().forEach(item -> shelf.end(item, Entry.Status.PARKED, said, now.steady()));
        LOG.error(
            "{} refused {} of {}: {}",
            job.receiver().name(),
            job.notice().status().label(),
            key,
            said);
        event(now, job.receiver().name(), Words.refused(job, said));
      }
      case Delivery.Later later -> {
        lane.count(Result.LATER);
        boolean first = lane.failed(job, later, now.steady(), random);
        for (Item item : job.items()) {
          item.said = later.said();
          item.dirty = true;
        }
        if (first) {
          LOG.warn(
              "{} did not take {} of {}, trying again: {}",
              job.receiver().name(),
              job.notice().status().label(),
              key,
              later.said());
        }
      }
    }
  }

  /** What there is to measure now. */
  OutboxCounts counts() {
    Instant now = clock.now().steady();
    Map<String, OutboxCounts.Sink> sinks = new TreeMap<>();
    lanes.forEach(
        (name, lane) -> {
          List<Item> waiting = shelf.waiting(name);
          Map<Entry.Status, Long> entries = new EnumMap<>(Entry.Status.class);
          for (Entry.Status status : Entry.Status.values()) {
            entries.put(
                status,
                status == Entry.Status.PENDING ? waiting.size() : shelf.count(name, status));
          }
          Duration oldest =
              waiting.stream()
                  .map(item -> Duration.between(item.due, now))
                  .filter(age -> !age.isNegative())
                  .max(Duration::compareTo)
                  .orElse(Duration.ZERO);
          sinks.put(name, new OutboxCounts.Sink(entries, lane.results, oldest));
        });
    return new OutboxCounts(sinks, collapsed, shelf.isUnsaved());
  }

  private void event(Moment now, String sink, String text) {
    shelf.note(Event.of(now.wall(), Event.Kind.DELIVERY, sink, text));
  }
}
