package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.outbox.OutboxCounts.Result;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way to one sink: one message at a time. Of the desk's thread alone; all by the steady clock.
 *
 * <p>A failure on the way holds up everything, for everything goes this way. An error that the
 * receiver answers holds up the key it answered about and no other: that key waits by itself, and
 * goes alone, after the rest. Only when it answers so to one new key after another do new keys wait
 * as well. When a key that was held up is taken, the receiver has come to its senses, and whatever
 * else was held up is free again.
 */
final class Lane {

  Receiver receiver;

  /** A message is being tried. */
  boolean busy;

  /** When each key was last told, for receivers that want to hear it again. */
  final Map<String, Instant> told = new HashMap<>();

  /** What has ended, for receivers that want to hear that again. */
  final Map<String, Fading> fading = new HashMap<>();

  /** Keys whose repetition it refused. */
  final Set<String> refused = new HashSet<>();

  final Map<Result, Long> results = new EnumMap<>(Result.class);

  /** Nothing at all is tried before. */
  private Instant notBefore = Instant.EPOCH;

  /** Of the way, in a row. */
  private int failures;

  /** Keys in a row that were not held up and whose first answer was an error. */
  private int errors;

  /** By key, the one that was tried longest ago first. */
  private final Map<String, Held> held = new LinkedHashMap<>();

  /**
   * @param until it is told again
   */
  record Fading(Notice notice, Instant until) {}

  /**
   * @param errors that the receiver answered about this key in a row
   */
  private record Held(int errors, Instant notBefore) {}

  Lane(Receiver receiver) {
    this.receiver = receiver;
    Arrays.stream(Result.values()).forEach(result -> results.put(result, 0L));
  }

  void count(Result result) {
    results.merge(result, 1L, Long::sum);
  }

  /** Goes on where the last process left off, with what waits and not later than this. */
  void takeUp(List<Item> waiting, Instant latest) {
    waiting.stream()
        .filter(item -> item.errors > 0)
        .forEach(
            item ->
                held.putIfAbsent(
                    item.key(), new Held(item.errors, sooner(item.nextAttempt, latest))));
    free(waiting)
        .findFirst()
        .ifPresent(
            head -> {
              failures = head.attempts;
              notBefore = sooner(head.nextAttempt, latest);
            });
  }

  /** Everything may be tried at once. */
  void open() {
    notBefore = Instant.EPOCH;
    held.clear();
    refused.clear();
  }

  /** This key may be tried at once. */
  void open(String key) {
    notBefore = Instant.EPOCH;
    held.computeIfPresent(key, (same, how) -> new Held(how.errors, Instant.EPOCH));
  }

  boolean isShut(Instant now) {
    return busy || notBefore.isAfter(now);
  }

  /**
   * What of the letters that wait may be tried now: all whose key is not held up; else those of the
   * one key that is and whose time has come.
   */
  List<Item> passing(List<Item> waiting, Instant now) {
    held.keySet().retainAll(waiting.stream().map(Item::key).collect(Collectors.toSet()));
    List<Item> free = free(waiting).toList();
    if (!free.isEmpty()) {
      return free;
    }
    return held.entrySet().stream()
        .filter(each -> !each.getValue().notBefore.isAfter(now))
        .findFirst()
        .map(each -> waiting.stream().filter(item -> item.key().equals(each.getKey())).toList())
        .orElse(List.of());
  }

  /**
   * When something of what waits may be tried; empty: nothing waits, or an attempt is under way.
   */
  Optional<Instant> due(List<Item> waiting) {
    if (busy || waiting.isEmpty()) {
      return Optional.empty();
    }
    if (free(waiting).findAny().isPresent()) {
      return Optional.of(notBefore);
    }
    return waiting.stream()
        .flatMap(item -> Optional.ofNullable(held.get(item.key())).stream())
        .map(Held::notBefore)
        .min(Instant::compareTo)
        .map(soonest -> soonest.isBefore(notBefore) ? notBefore : soonest);
  }

  /** The receiver took what these tell. */
  void taken(List<Item> items) {
    failures = 0;
    errors = 0;
    if (items.stream().anyMatch(item -> held.containsKey(item.key()))) {
      held.clear();
    }
  }

  /** The receiver will never take what these tell. */
  void rejected(List<Item> items) {
    failures = 0;
    errors = 0;
    items.forEach(item -> held.remove(item.key()));
  }

  /**
   * An attempt failed for now; says to each letter when it is its turn. Returns whether it is the
   * first failure of the way, or of this key, in a row.
   */
  boolean failed(Job job, Delivery.Later later, Instant now, RandomGenerator random) {
    if (!later.answered()) {
      failures++;
      shut(job, later, failures, now, random);
      return failures == 1;
    }
    failures = 0;
    if (job.items().isEmpty()) {
      told.put(job.notice().key(), now); // A repetition: the next one may be taken.
      return false;
    }
    boolean fresh = job.items().stream().noneMatch(item -> held.containsKey(item.key()));
    if (fresh) {
      errors++;
    }
    if (fresh || later.notBefore().isPresent()) {
      shut(job, later, errors, now, random);
    }
    job.items().forEach(item -> hold(item, later.notBefore(), now, random));
    return fresh;
  }

  private void hold(Item item, Optional<Duration> wish, Instant now, RandomGenerator random) {
    Held before = held.remove(item.key());
    int times = before == null ? 1 : before.errors + 1;
    Instant next = now.plus(Backoff.after(times, wish, random));
    held.put(item.key(), new Held(times, next));
    item.nextAttempt = next;
    if (wish.isEmpty()) {
      // Else the next process is to leave the receiver alone as a whole, as it wished.
      item.errors = times;
    }
  }

  private void shut(Job job, Delivery.Later later, int times, Instant now, RandomGenerator random) {
    notBefore = now.plus(Backoff.after(Math.max(1, times), later.notBefore(), random));
    job.items().forEach(item -> item.nextAttempt = notBefore);
  }

  private Stream<Item> free(List<Item> waiting) {
    return waiting.stream().filter(item -> !held.containsKey(item.key()));
  }

  private static Instant sooner(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
