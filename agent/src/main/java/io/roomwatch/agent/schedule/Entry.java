package io.roomwatch.agent.schedule;

import io.roomwatch.agent.schedule.Task.Pace;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A task within the loop: its place in time and its last run. Used by the timer's thread only. It
 * is armed at the timer exactly once, for whatever comes first: the next due time, or giving up the
 * run that is going.
 */
final class Entry implements Runnable {

  /** A due time this late means that the machine slept or the loop stalled, in nanoseconds. */
  private static final long LATE = 2_000_000_000L;

  /** Late tasks are caught up within this time, not all at once, in nanoseconds. */
  private static final long CATCH_UP = 5_000_000_000L;

  /** What all entries of a loop share. */
  record Shared(Timer timer, Executor executor, Tally tally, Lag lag, long grace) {}

  private final Shared shared;
  private final Beat beat;
  private final long giveUpAfter;
  private final long apart;
  private Task task;
  private @Nullable Run<?> run;
  private long startedAt;
  private long index;
  private long due;
  private boolean catchingUp;
  private boolean removed;

  private Entry(Shared shared, Task task, Beat beat) {
    this.shared = shared;
    this.task = task;
    this.beat = beat;
    this.giveUpAfter = task.pace().timeout().toNanos() + shared.grace();
    this.apart = task.pace().apart().toNanos();
  }

  /**
   * A task of this loop, armed.
   *
   * @param firstWithin no task waits longer for its first run, in nanoseconds; a first run before
   *     the beat begins is at least this far from the beat
   */
  static Entry arm(Shared shared, Task task, long seed, long firstWithin) {
    long now = shared.timer().nanos();
    Entry entry = new Entry(shared, task, beat(task, seed, now));
    long offset = entry.beat.origin() - now;
    if (offset < firstWithin) {
      entry.due = entry.beat.due(0);
    } else {
      entry.index = -1;
      entry.due = now + offset % firstWithin;
    }
    entry.arm();
    return entry;
  }

  /** The same task at another pace: the run that is going and the distance to it carry over. */
  Entry repaced(Task changed, long seed) {
    removed = true;
    Entry entry = new Entry(shared, changed, beat(changed, seed, shared.timer().nanos()));
    entry.run = run;
    entry.startedAt = startedAt;
    entry.next(0);
    entry.arm();
    return entry;
  }

  private static Beat beat(Task task, long seed, long now) {
    return Beat.of(task.name(), seed, now, task.pace().interval().toNanos());
  }

  Pace pace() {
    return task.pace();
  }

  /** Other work at the same pace: the beat goes on. */
  void rework(Task changed) {
    task = changed;
  }

  void remove() {
    removed = true;
    abandon();
  }

  /** Ends what is going, without a word. */
  void abandon() {
    if (run != null) {
      boolean unused = run.abandon();
    }
  }

  @Override
  public void run() {
    if (removed) {
      return;
    }
    long now = shared.timer().nanos();
    if (run != null && run.going() && now - giveUpAt() >= 0) {
      run.giveUp(now);
    }
    if (now - due >= 0) {
      whenDue(now);
    }
    arm();
  }

  private void arm() {
    boolean givesUpFirst = run != null && run.going() && giveUpAt() - due < 0;
    shared.timer().at(givesUpFirst ? giveUpAt() : due, this);
  }

  private long giveUpAt() {
    return startedAt + giveUpAfter;
  }

  private void whenDue(long now) {
    long late = now - due;
    if (late > LATE && !catchingUp) {
      catchingUp = true;
      shared.lag().saw(late);
      due = now + beat.place(Math.min(CATCH_UP, beat.interval() / 2));
      return;
    }
    catchingUp = false;
    shared.lag().saw(late);
    long reached = beat.indexAt(now);
    if (reached > index) {
      shared.tally().skipped(reached - index);
      index = reached;
    }
    if (run != null && (run.going() || run.stuck())) {
      shared.tally().missed();
      if (run.stuck()) {
        run.remind(now);
      }
    } else {
      start(now);
    }
    next(index + 1);
  }

  private void start(long now) {
    startedAt = now;
    Run<?> begun = new Run<>(task.work(), shared.executor(), shared.tally(), now);
    run = begun;
    shared.tally().started();
    begun.dispatch();
  }

  private void next(long beatIndex) {
    index = beatIndex;
    due = beat.due(beatIndex);
    if (run != null) {
      long soonest = startedAt + apart;
      due = due - soonest < 0 ? soonest : due;
    }
  }
}
