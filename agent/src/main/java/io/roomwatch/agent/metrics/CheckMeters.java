package io.roomwatch.agent.metrics;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What is counted over all looks. Histograms, and the requests that they are compared with, are
 * kept by check id, and by kind alone from {@link #HISTOGRAMS_BY_ID} checks on, so that a scrape
 * stays small. Safe from any thread.
 */
public final class CheckMeters {

  /** Up to this many checks each has histograms of its own. */
  static final int HISTOGRAMS_BY_ID = 250;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Histogram> durations = new TreeMap<>();
  private final Map<String, Histogram> roundTrips = new TreeMap<>();
  private final Map<String, Long> requests = new TreeMap<>();
  private final Map<CheckId, Map<Reason, Long>> failures = new HashMap<>();
  private final Map<CheckId, Map<Reason, Long>> unknowns = new HashMap<>();
  private Optional<Set<CheckId>> kept = Optional.empty();
  private boolean byId = true;

  /** Forgets checks that are no longer configured. Call at start and after each reload. */
  public void keep(Set<CheckId> configured) {
    lock.lock();
    try {
      byId = configured.size() <= HISTOGRAMS_BY_ID;
      kept = Optional.of(Set.copyOf(configured));
      failures.keySet().retainAll(configured);
      unknowns.keySet().retainAll(configured);
      Set<String> labels = configured.stream().map(this::label).collect(Collectors.toSet());
      durations.keySet().retainAll(labels);
      roundTrips.keySet().retainAll(labels);
      requests.keySet().retainAll(labels);
    } finally {
      lock.unlock();
    }
  }

  /** Counts one look. The last look of a check that a reload took out is passed over. */
  public void observed(Observation observation) {
    CheckId check = observation.check();
    Reason reason = observation.finding().reason();
    lock.lock();
    try {
      if (kept.filter(set -> !set.contains(check)).isPresent()) {
        return;
      }
      String label = label(check);
      durations.computeIfAbsent(label, name -> new Histogram()).record(observation.took());
      switch (observation.finding().state()) {
        case FAILED, DEGRADED -> count(failures, check, reason);
        case UNKNOWN -> count(unknowns, check, reason);
        case OK -> {}
      }
      Exchange.of(observation.finding())
          .ifPresent(
              exchange -> {
                requests.merge(label, 1L, Long::sum);
                exchange
                    .roundTrip()
                    .ifPresent(
                        took ->
                            roundTrips
                                .computeIfAbsent(label, name -> new Histogram())
                                .record(took));
              });
    } finally {
      lock.unlock();
    }
  }

  void durations(BiConsumer<String, Histogram> each) {
    locked(() -> durations.forEach(each));
  }

  void roundTrips(BiConsumer<String, Histogram> each) {
    locked(() -> roundTrips.forEach(each));
  }

  void requests(BiConsumer<String, Long> each) {
    locked(() -> requests.forEach(each));
  }

  /** Looks that found the check failed or degraded, by reason. */
  void failures(BiConsumer<CheckId, Map<Reason, Long>> each) {
    locked(() -> failures.forEach(each));
  }

  /** Looks that found out nothing, by reason. */
  void unknowns(BiConsumer<CheckId, Map<Reason, Long>> each) {
    locked(() -> unknowns.forEach(each));
  }

  private void locked(Runnable reading) {
    lock.lock();
    try {
      reading.run();
    } finally {
      lock.unlock();
    }
  }

  private static void count(Map<CheckId, Map<Reason, Long>> counts, CheckId check, Reason reason) {
    long unused =
        counts
            .computeIfAbsent(check, id -> new EnumMap<>(Reason.class))
            .merge(reason, 1L, Long::sum);
  }

  private String label(CheckId check) {
    return byId ? check.toString() : check.kind().id();
  }
}
