package io.roomwatch.agent.journal;

import io.roomwatch.agent.journal.Backlog.Batch;
import io.roomwatch.agent.journal.Backlog.Loss;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events at any time and writes them when the store can: adding never waits for the store and
 * never throws.
 *
 * <p>States: idle → writing (the first event starts one task on the executor) → idle when nothing
 * waits any more; writing → pausing (the store failed) → writing. While the store fails, events
 * wait in memory; those that find no room are counted, and the first transaction that succeeds says
 * how many, and for how long nothing could be written.
 *
 * <p>Safe from any thread. The lock is held only to look at the queue, never while the store works.
 */
public final class Recorder {

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final int BATCH = 500;

  /** A shorter trouble without loss is not worth an event. */
  private static final Duration WORTH_TELLING = Duration.ofMinutes(1);

  private final Store storage;
  private final Executor executor;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Limits limits;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hurry = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final Backlog backlog;
  private boolean writing;
  private boolean hurried;

  /** Events of the batch that is being written now. */
  private int inFlight;

  private Optional<Outage> outage = Optional.empty();

  /**
   * @param waiting how many events wait in memory at most
   * @param pause between two tries while the store fails
   */
  public record Limits(int waiting, Duration pause) {
    public static final Limits DEFAULT = new Limits(10_000, Duration.ofSeconds(5));
  }

  /**
   * Nothing can be written.
   *
   * @param nanos when it began, monotonic
   * @param why the first failure's message
   */
  private record Outage(long nanos, String why) {}

  /**
   * @param executor runs one task while there is something to write; the task may block
   * @param nanoTime monotonic nanoseconds
   */
  public Recorder(
      Store storage, Executor executor, InstantSource clock, LongSupplier nanoTime, Limits limits) {
    this.storage = storage;
    this.executor = executor;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.limits = limits;
    this.backlog = new Backlog(limits.waiting());
  }

  /** Takes an event to be written soon. */
  public void add(Event event) {
    lock.lock();
    try {
      backlog.add(event);
      write();
    } finally {
      lock.unlock();
    }
  }

  /** Takes events and what to remember once they are written: in one transaction with the last. */
  void add(List<Event> events, Note note) {
    lock.lock();
    try {
      events.forEach(backlog::add);
      backlog.add(note);
      write();
    } finally {
      lock.unlock();
    }
  }

  /** How many events wait to be written. */
  public int waiting() {
    lock.lock();
    try {
      return backlog.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many events were lost since the start: there was no room for them. */
  public long lost() {
    lock.lock();
    try {
      return backlog.dropped();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tries to write everything now, without a pause, and waits for it.
   *
   * @param patience how long at most
   * @return how many events are not written; they are tried again if the program lives on
   */
  public int flush(Duration patience) {
    long nanos = patience.toNanos();
    lock.lock();
    try {
      write();
      hurried = true;
      hurry.signalAll();
      while (writing && nanos > 0) {
        nanos = idle.awaitNanos(nanos);
      }
      int left = backlog.size() + inFlight;
      if (left > 0) {
        LOG.warn("{} of the journal could not be written", Words.count(left, "event"));
      }
      return left;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return backlog.size() + inFlight;
    } finally {
      lock.unlock();
    }
  }

  /** Starts the task unless it runs. The lock is held. */
  private void write() {
    if (writing || backlog.isEmpty()) {
      return;
    }
    writing = true;
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException stopping) {
      writing = false;
      LOG.debug("the journal is not written any more: its executor has ended");
    }
  }

  private void drain() {
    boolean done = false;
    try {
      while (!done) {
        done = !writeOne();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      if (!done) {
        lock.lock();
        try {
          ended();
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private void ended() {
    inFlight = 0;
    writing = false;
    idle.signalAll();
  }

  /** Writes a batch, or pauses when that fails; false when nothing is left to write. */
  private boolean writeOne() throws InterruptedException {
    Batch batch;
    List<Event> events;
    lock.lock();
    try {
      if (backlog.isEmpty()) {
        // Here, under the lock: an event that is added from now on starts the next task.
        ended();
        return false;
      }
      batch = backlog.take(BATCH);
      inFlight = batch.events().size();
      events = events(batch);
    } finally {
      lock.unlock();
    }
    Optional<Throwable> failure = tryToWrite(events, batch.notes());
    lock.lock();
    try {
      inFlight = 0;
      if (failure.isPresent()) {
        failed(batch, failure.get());
        pause();
      } else {
        wrote();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Throwable> tryToWrite(List<Event> events, List<Note> notes) {
    try {
      storage.write(
          transaction -> {
            for (Event event : events) {
              Journal.write(transaction, event);
            }
            for (Note note : notes) {
              Journal.remember(transaction, note);
            }
            return true;
          });
      return Optional.empty();
    } catch (StoreException | RuntimeException | Error e) {
      return Optional.of(e);
    }
  }

  /** What is written of a batch: first what is to be told of a trouble before it. */
  private List<Event> events(Batch batch) {
    List<Event> events = new ArrayList<>();
    trouble(batch.loss()).ifPresent(events::add);
    batch.events().forEach(waiting -> events.add(waiting.event()));
    return events;
  }

  private Optional<Event> trouble(Optional<Loss> loss) {
    Optional<Duration> lasted =
        outage.map(since -> Duration.ofNanos(nanoTime.getAsLong() - since.nanos()));
    if (loss.isEmpty() && lasted.filter(time -> time.compareTo(WORTH_TELLING) >= 0).isEmpty()) {
      return Optional.empty();
    }
    String cause =
        lasted
            .map(
                time ->
                    "The journal could not be written for "
                        + Words.span(time)
                        + " ("
                        + outage.map(Outage::why).orElse("")
                        + "): ")
            .orElse("Events came faster than they could be written: ");
    return Optional.of(
        Event.of(
            clock.instant(),
            Event.Kind.STORE,
            "journal",
            cause + loss.map(Recorder::told).orElse("nothing was lost.")));
  }

  private static String told(Loss loss) {
    return Words.count(loss.events(), "event")
        + (loss.events() == 1 ? " was" : " were")
        + " lost, "
        + (loss.checks() == loss.events() ? "all" : String.valueOf(loss.checks()))
        + " of them changes of checks, the first of "
        + Words.utc(loss.first())
        + ".";
  }

  private void failed(Batch batch, Throwable failure) {
    backlog.putBack(batch);
    if (outage.isEmpty()) {
      String why = String.valueOf(failure.getMessage());
      outage = Optional.of(new Outage(nanoTime.getAsLong(), why));
      if (failure instanceof StoreException) {
        LOG.warn("the journal cannot be written: {}; events wait in memory", why);
      } else {
        LOG.error("the journal cannot be written; events wait in memory", failure);
      }
    }
  }

  private void wrote() {
    outage.ifPresent(
        since ->
            LOG.info(
                "the journal is written again, after {}",
                Words.span(Duration.ofNanos(nanoTime.getAsLong() - since.nanos()))));
    outage = Optional.empty();
  }

  /** Until the next try, or until {@link #flush} wants it now. */
  private void pause() throws InterruptedException {
    hurried = false;
    long nanos = limits.pause().toNanos();
    while (!hurried && nanos > 0) {
      nanos = hurry.awaitNanos(nanos);
    }
  }
}
