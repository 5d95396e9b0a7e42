package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreHealth.State;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Keeps how the store is, and tells whoever watches when its state changes. */
final class HealthRecord {

  private final StateDirectory place;
  private final InstantSource clock;
  private final Consumer<StoreHealth> watcher;
  private final AtomicReference<Condition> condition;
  private final AtomicLong failedWrites = new AtomicLong();
  private final AtomicLong corruptions = new AtomicLong();
  private volatile Optional<Path> movedAside = Optional.empty();
  private volatile long bytes;

  private record Condition(State state, Instant since, String text) {}

  HealthRecord(StateDirectory place, InstantSource clock, Consumer<StoreHealth> watcher) {
    this.place = place;
    this.clock = clock;
    this.watcher = watcher;
    this.condition =
        new AtomicReference<>(new Condition(State.UNUSABLE, clock.instant(), "not opened yet"));
  }

  State state() {
    return now().state();
  }

  /** Looks at the disk, which may not answer: only from the store's own threads. */
  void measure() {
    movedAside = new Wreckage(place).newest();
    bytes = place.bytes();
  }

  /** Measures after a write. */
  <T> T measured(T value) {
    measure();
    return value;
  }

  /** At once: what the disk holds is as of the last {@link #measure}. */
  StoreHealth health() {
    Condition now = now();
    return new StoreHealth(
        now.state(),
        now.since(),
        now.text(),
        movedAside,
        bytes,
        failedWrites.get(),
        corruptions.get());
  }

  void countFailedWrite() {
    failedWrites.incrementAndGet();
  }

  void enterCorrupt(String why) {
    if (state() != State.CORRUPT) {
      // Else it is the same one, tried again.
      corruptions.incrementAndGet();
    }
    enter(State.CORRUPT, why);
  }

  void enter(State next, String why) {
    Instant at = clock.instant();
    Condition before =
        condition.getAndUpdate(
            old -> new Condition(next, old.state() == next ? old.since() : at, why));
    if (before.state() != next) {
      watcher.accept(health());
    }
  }

  private Condition now() {
    // Never null: it is set when this is made.
    return java.util.Objects.requireNonNull(condition.get());
  }
}
