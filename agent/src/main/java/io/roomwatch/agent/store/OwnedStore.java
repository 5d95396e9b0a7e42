package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import io.roomwatch.agent.store.StoreHealth.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's store: has the directory for itself among daemons, and heals. What cannot be opened
 * is tried again, a damaged database is moved aside and a fresh one begun, a full one is pruned.
 * While it cannot be used, every call fails at once and {@link #health} says why; the daemon goes
 * on.
 *
 * <p>SQLite runs on threads of its own: inside a native call a virtual thread would hold the thread
 * that carries all of them. A call waits a bounded time for its turn. A transaction that has begun
 * is waited for to its end, since only then is it known whether it was kept.
 */
public final class OwnedStore implements Store {

  /** How long a look for damage may take at the start. */
  private static final Duration EXAMINATION = Duration.ofSeconds(3);

  private static final Duration PRUNED_EVERY = Duration.ofDays(1);

  /** A disk with less is still full: between two looks somebody would use that up. */
  private static final long SPACE_AFTER_FULL_BYTES = 1024 * 1024;

  private final StateDirectory place;
  private final Retention retention;
  private final Duration patience;
  private final SteadyClock steady;
  private final InstantSource clock;
  private final LongSupplier ticker;
  private final NativeThreads threads;
  private final HealthRecord record;

  private final ReentrantLock reading = new ReentrantLock(true);

  private final ReentrantLock writing = new ReentrantLock(true);

  /** Held while the store is opened, replaced or closed; never together with the two above. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile @Nullable Opened opened;
  private volatile @Nullable StoreException trouble;
  private @Nullable Ownership ownership;
  private boolean replaced;
  private volatile boolean closed;
  private long openings;
  private Optional<Instant> pruned = Optional.empty();

  private record Opened(SqliteStore store, Optional<Object> identity, long number) {}

  /**
   * Where, and within which bounds.
   *
   * @param patience how long a call waits for its turn before it fails with {@link Kind#BUSY}
   * @param settling nothing goes by age for so long after the start, and after each jump of the
   *     clock: it may be years ahead
   */
  public record Settings(
      Path directory, Retention retention, Duration patience, Duration settling) {

    public Settings(Path directory, Retention retention, Duration patience) {
      this(directory, retention, patience, Duration.ZERO);
    }
  }

  /**
   * Touches nothing yet.
   *
   * @param ticker nanoseconds from anywhere
   * @param threads platform threads, for as long as this store is used; at most three at a time
   * @param watcher told whenever the state changes, from any thread; must not call this store
   */
  public OwnedStore(
      Settings settings,
      InstantSource clock,
      LongSupplier ticker,
      Executor threads,
      Consumer<StoreHealth> watcher) {
    this.place = new StateDirectory(settings.directory());
    this.retention = settings.retention();
    this.patience = settings.patience();
    this.clock = clock;
    this.ticker = ticker;
    this.steady = new SteadyClock(clock, ticker, settings.settling());
    this.threads = new NativeThreads(threads);
    this.record = new HealthRecord(place, clock, watcher);
  }

  /**
   * Takes the directory and opens the database, once, at the start of the daemon. What may pass by
   * itself is only told to {@link #health}, and tried again by {@link #tend}.
   *
   * @throws StoreException a person has to choose: another daemon has the directory, a newer
   *     program wrote it, or the place is a file or not ours to use
   */
  public void open() throws StoreException {
    try {
      threads.run(
          () -> {
            reopen();
            return true;
          });
    } catch (StoreException e) {
      if (e.kind().needsPerson()) {
        throw e;
      }
    }
  }

  @Override
  public <T> T read(Transaction.Work<T> work) throws StoreException {
    return use(reading, opened -> opened.store().read(work));
  }

  @Override
  public <T> T write(Transaction.Work<T> work) throws StoreException {
    try {
      return use(writing, current -> record.measured(current.store().write(work)));
    } catch (StoreException e) {
      record.countFailedWrite();
      throw e;
    }
  }

  /** Differs also when a fresh database has been begun. */
  @Override
  public long version() throws StoreException {
    return use(reading, opened -> (opened.number() << 32) + opened.store().version());
  }

  public StoreHealth health() {
    return record.health();
  }

  /**
   * Looks after the store: opens it again, replaces it, makes room, prunes once a day. To be called
   * every few seconds; takes long only when there is much to prune, which holds up nobody else.
   */
  public void tend() {
    try {
      threads.run(
          () -> {
            openIfNeeded();
            Opened current = opened;
            if (current != null) {
              makeRoom(current);
            }
            record.measure();
            return true;
          });
    } catch (StoreException e) {
      // Told to health where it happened.
    }
  }

  /** Gives the directory back. Waits for what is being done no longer than any other call. */
  @Override
  public void close() {
    closed = true;
    // Who is opening or replacing it right now sees that it is closed, and lets go by himself.
    if (entered(changing)) {
      leaveChanging();
    }
  }

  private void leaveChanging() {
    try {
      if (closed) {
        letGo();
      }
    } finally {
      changing.unlock();
    }
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(Opened opened) throws StoreException;
  }

  private <T> T use(ReentrantLock turn, Use<T> work) throws StoreException {
    if (!entered(turn)) {
      throw late();
    }
    try {
      return threads.run(() -> onOpened(work));
    } finally {
      turn.unlock();
    }
  }

  private boolean entered(ReentrantLock lock) {
    try {
      return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The disk does not answer, or a command has stopped in the middle of a transaction. */
  private StoreException late() {
    String text = place.database() + ": another transaction takes too long";
    if (!Thread.currentThread().isInterrupted()) {
      record.enter(State.UNUSABLE, text);
    }
    return new StoreException(Kind.BUSY, text, null);
  }

  private <T> T onOpened(Use<T> work) throws StoreException {
    Opened current = opened;
    if (current == null) {
      StoreException why = trouble;
      throw why == null
          ? new StoreException(Kind.UNUSABLE, place.database() + ": not open", null)
          : new StoreException(why.kind(), String.valueOf(why.getMessage()), why);
    }
    try {
      return work.of(current);
    } catch (StoreException e) {
      seen(current, e);
      throw e;
    }
  }

  /** What a fault of a transaction means for the store as a whole. */
  private void seen(Opened current, StoreException e) {
    switch (e.kind()) {
      case CORRUPT -> replace(current, e);
      case FULL -> record.enter(State.FULL, String.valueOf(e.getMessage()));
      case UNUSABLE, MISPLACED, OWNED, NEWER ->
          record.enter(State.UNUSABLE, String.valueOf(e.getMessage()));
      case BUSY, FAILED -> {
        // Says nothing about the store.
      }
    }
  }

  /** At most once between two looks: a device that damages all it is given would keep us busy. */
  private void replace(Opened damaged, StoreException why) {
    changing.lock();
    try {
      Opened current = opened;
      if (closed || current == null || current.number() != damaged.number()) {
        return; // Somebody else has met the damage first.
      }
      record.enterCorrupt(String.valueOf(why.getMessage()));
      trouble = why;
      opened = null;
      closeQuietly(damaged.store());
      if (!replaced) {
        startAfresh();
      }
    } catch (StoreException e) {
      failed(e);
    } finally {
      leaveChanging();
    }
  }

  private void openIfNeeded() throws StoreException {
    changing.lock();
    try {
      replaced = false;
      Opened current = opened;
      State state = record.state();
      if (current != null && !current.identity().equals(place.identity())) {
        record.enter(State.UNUSABLE, place.database() + ": removed while in use");
        letGo();
      } else if (state == State.UNUSABLE || state == State.CORRUPT) {
        closeStore();
      }
      if (opened == null && !closed) {
        reopen();
      }
    } finally {
      leaveChanging();
    }
  }

  private void reopen() throws StoreException {
    changing.lock();
    try {
      place.make();
      if (ownership == null) {
        ownership = Ownership.take(place, ProcessHandle.current().pid());
      }
      try {
        openDatabase("");
      } catch (StoreException e) {
        if (e.kind() != Kind.CORRUPT) {
          throw e;
        }
        record.enterCorrupt(String.valueOf(e.getMessage()));
        startAfresh();
      }
    } catch (StoreException e) {
      failed(e);
      throw e;
    } finally {
      leaveChanging();
    }
  }

  private void startAfresh() throws StoreException {
    replaced = true;
    Path aside = new Wreckage(place).moveAside(clock.instant());
    openDatabase("a damaged database was moved to " + aside + ", and a fresh one was started");
  }

  private void openDatabase(String text) throws StoreException {
    SqliteStore store = SqliteStore.open(place, Schema.OURS, patience, retention.atMostBytes());
    try {
      store.examine(EXAMINATION, ticker);
    } catch (StoreException e) {
      closeQuietly(store);
      throw e;
    }
    // From here on it can be read, whatever becomes of writing.
    openings++;
    opened = new Opened(store, place.identity(), openings);
    trouble = null;
    store.rehearse();
    record.measure();
    record.enter(State.OK, text);
  }

  private void failed(StoreException e) {
    trouble = e;
    State state =
        switch (e.kind()) {
          case FULL -> State.FULL;
          case CORRUPT -> State.CORRUPT;
          case BUSY, UNUSABLE, MISPLACED, OWNED, NEWER, FAILED ->
              record.state() == State.CORRUPT ? State.CORRUPT : State.UNUSABLE;
        };
    record.enter(state, String.valueOf(e.getMessage()));
  }

  private void makeRoom(Opened current) throws StoreException {
    try {
      Pruning pruning = new Pruning(current.store(), retention);
      Optional<Instant> now = steady.now();
      if (now.filter(this::isPruningDue).isPresent() || pruning.isNearlyFull()) {
        pruning.prune(now);
        pruned = now;
      }
      if (record.state() == State.FULL
          && Faults.spaceBytes(place.path()).orElse(Long.MAX_VALUE) >= SPACE_AFTER_FULL_BYTES
          && !pruning.isNearlyFull()) {
        current.store().rehearse();
        record.enter(State.OK, "");
      }
    } catch (StoreException e) {
      seen(current, e);
      throw e;
    }
  }

  private boolean isPruningDue(Instant now) {
    return pruned
        .map(last -> now.isBefore(last) || !now.isBefore(last.plus(PRUNED_EVERY)))
        .orElse(true);
  }

  private void letGo() {
    closeStore();
    if (ownership != null) {
      ownership.close();
      ownership = null;
    }
  }

  private void closeStore() {
    Optional<Opened> last = Optional.ofNullable(opened);
    opened = null;
    last.ifPresent(each -> closeQuietly(each.store()));
  }

  private static void closeQuietly(SqliteStore store) {
    try {
      store.close();
    } catch (StoreException e) {
      // Everything acknowledged is on disk; what is left open goes with the process.
    }
  }
}
