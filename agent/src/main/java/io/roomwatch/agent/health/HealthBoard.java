package io.roomwatch.agent.health;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is believed of every check. Safe from any thread; nothing is called while its lock is held.
 *
 * <p>Ages are measured by the monotonic ticker, not between wall-clock times: a clock that NTP sets
 * right after a boot must not make every check overdue.
 */
public final class HealthBoard {

  private static final Logger LOG = LoggerFactory.getLogger(HealthBoard.class);

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<CheckId, Held> checks = new TreeMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final Queue<Change> undelivered = new ConcurrentLinkedQueue<>();
  private final AtomicInteger deliveries = new AtomicInteger();

  /** A check to keep the state of. */
  public record Watched(CheckId check, Duration interval, Patience patience) {}

  /**
   * @param nanos monotonic time of the newest look, or of the beginning
   */
  private record Held(CheckHealth health, long nanos) {}

  /**
   * @param nanoTime monotonic nanoseconds
   */
  public HealthBoard(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Each change from now on, in the order in which they came about and never two at once. Called on
   * whatever thread observes, so it must not wait; what it throws is logged.
   */
  public void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /** Watches these checks and no others; those watched before keep their state. */
  public void watch(Collection<Watched> wanted, Instant now) {
    lock.lock();
    try {
      long nanos = nanoTime.getAsLong();
      NavigableMap<CheckId, Held> kept = new TreeMap<>();
      for (Watched one : wanted) {
        CheckHealth.Pace pace = new CheckHealth.Pace(one.interval(), one.patience());
        Held before = checks.get(one.check());
        kept.put(
            one.check(),
            before == null
                ? new Held(CheckHealth.unseen(one.check(), pace, now), nanos)
                : new Held(
                    before.health().at(pace),
                    // A look that was young enough at the old pace is not overdue at once.
                    before.health().pace().interval().equals(one.interval())
                        ? before.nanos()
                        : nanos));
      }
      checks.clear();
      checks.putAll(kept);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets what is believed of these checks: they keep their names and look at something else.
   * Call it before {@link #watch}.
   */
  public void forget(Collection<CheckId> changed) {
    lock.lock();
    try {
      checks.keySet().removeAll(changed);
    } finally {
      lock.unlock();
    }
  }

  /** One look has ended. Looks of checks that are not watched are passed over. */
  public void observe(Observation look) {
    lock.lock();
    try {
      long nanos = nanoTime.getAsLong();
      Held held = checks.get(look.check());
      if (held == null) {
        return;
      }
      // As if it had been asked in time: the outcome does not depend on when anybody asks.
      CheckHealth before = aged(held, nanos, look.at()).health();
      checks.put(look.check(), new Held(stepped(before.observe(look)), nanos));
    } finally {
      lock.unlock();
    }
    deliver();
  }

  /** The status of each check, in id order, after marking what is overdue. */
  public List<CheckStatus> statuses(Instant now) {
    List<CheckStatus> statuses = new ArrayList<>();
    lock.lock();
    try {
      long nanos = nanoTime.getAsLong();
      checks.replaceAll((id, held) -> aged(held, nanos, now));
      checks.values().forEach(held -> statuses.add(held.health().status()));
    } finally {
      lock.unlock();
    }
    deliver();
    return List.copyOf(statuses);
  }

  /**
   * Marks what is overdue, so that listeners hear of it also when nobody asks for statuses. Call it
   * every few seconds.
   */
  public void age(Instant now) {
    lock.lock();
    try {
      long nanos = nanoTime.getAsLong();
      checks.replaceAll((id, held) -> aged(held, nanos, now));
    } finally {
      lock.unlock();
    }
    deliver();
  }

  /** The newest look of a check, whether or not it is believed. */
  public Optional<Observation> latest(CheckId check) {
    lock.lock();
    try {
      return Optional.ofNullable(checks.get(check)).flatMap(held -> held.health().latest());
    } finally {
      lock.unlock();
    }
  }

  /** The newest look of each check of a kind, in id order. */
  public List<Observation> latest(CheckKind kind) {
    lock.lock();
    try {
      return checks.tailMap(CheckId.of(kind)).entrySet().stream()
          .takeWhile(entry -> entry.getKey().kind() == kind)
          .flatMap(entry -> entry.getValue().health().latest().stream())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private Held aged(Held held, long nanos, Instant now) {
    long limit = held.health().staleAfter().toNanos();
    return nanos - held.nanos() > limit
        ? new Held(stepped(held.health().stale(now)), held.nanos())
        : held;
  }

  private CheckHealth stepped(CheckHealth.Step step) {
    undelivered.addAll(step.changes());
    return step.health();
  }

  /** One thread at a time delivers, also what others add meanwhile. */
  private void deliver() {
    if (deliveries.getAndIncrement() != 0) {
      return;
    }
    int rounds = 1;
    while (rounds != 0) {
      for (Change change = undelivered.poll(); change != null; change = undelivered.poll()) {
        tell(change);
      }
      rounds = deliveries.addAndGet(-rounds);
    }
  }

  private void tell(Change change) {
    for (Consumer<Change> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOG.error("A listener failed at {}", change, e);
      }
    }
  }
}
