package io.roomwatch.agent;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An action that is asked for more often than it need be done: never twice at the same time, and
 * once more after the last asking. Asking never waits. After it was done it rests nine times as
 * long as it took, so that it keeps a tenth of one core busy at most, however often it is asked
 * for; but no longer than two seconds. The first asking after the rest is answered at once.
 */
final class Coalesced implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Coalesced.class);

  private static final int REST = 9;
  static final Duration LONGEST_REST = Duration.ofSeconds(2);

  private final Executor executor;
  private final Time time;
  private final Runnable action;
  private final AtomicInteger asked = new AtomicInteger();

  /** Until it has rested, by the ticker. Of whoever does the action. */
  private volatile long restedAt;

  /**
   * @param nanoTime elapsed time
   * @param pause waits for about so many nanoseconds
   */
  record Time(LongSupplier nanoTime, Pause pause) {
    static Time of(LongSupplier nanoTime) {
      return new Time(nanoTime, LockSupport::parkNanos);
    }
  }

  interface Pause {
    void of(long nanos);
  }

  Coalesced(Executor executor, Time time, Runnable action) {
    this.executor = executor;
    this.time = time;
    this.action = action;
    this.restedAt = time.nanoTime().getAsLong();
  }

  @Override
  public void run() {
    if (asked.getAndIncrement() != 0) {
      return;
    }
    try {
      executor.execute(this::work);
    } catch (RejectedExecutionException e) {
      // The agent is stopping.
      asked.set(0);
    }
  }

  private void work() {
    int answered;
    do {
      long left = restedAt - time.nanoTime().getAsLong();
      if (left > 0) {
        // Too short a pause, or an interrupted one, only makes it do more.
        time.pause().of(left);
      }
      answered = asked.get();
      long began = time.nanoTime().getAsLong();
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        LOG.error("what follows a change failed", e);
      }
      long ended = time.nanoTime().getAsLong();
      restedAt = ended + Math.min(REST * (ended - began), LONGEST_REST.toNanos());
    } while (!asked.compareAndSet(answered, 0));
  }
}
