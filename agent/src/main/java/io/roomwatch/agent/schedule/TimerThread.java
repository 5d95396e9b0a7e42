package io.roomwatch.agent.schedule;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A timer in real time: a heap of what is due, and one daemon thread, {@code schedule-loop}. */
final class TimerThread implements Timer {

  private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);
  private static final long JOIN_MILLIS = 1_000;

  /**
   * Having slept, it sleeps this much past the first due time, in nanoseconds: with thousands of
   * tasks one waking then serves several of them, and the waking is what costs.
   */
  private static final long GRAIN = 10_000_000;

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Due> heap = new PriorityQueue<>();
  private final Thread thread;
  private long arrivals;
  private boolean closed;

  /** What is due when; compares by difference, because a monotonic clock may wrap. */
  private record Due(long nanos, long arrival, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(nanos - other.nanos, 0);
      return byTime != 0 ? byTime : Long.compare(arrival, other.arrival);
    }
  }

  private TimerThread(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.thread = new Thread(this::loop, "schedule-loop");
    thread.setDaemon(true);
  }

  static TimerThread start(LongSupplier nanoTime) {
    TimerThread timer = new TimerThread(nanoTime);
    timer.thread.start();
    return timer;
  }

  @Override
  public long nanos() {
    return nanoTime.getAsLong();
  }

  @Override
  public void at(long nanos, Runnable task) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Due due = new Due(nanos, arrivals++, task);
      Due first = heap.peek();
      heap.add(due);
      // Only a new first task changes how long to wait.
      if (first == null || due.compareTo(first) < 0) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    for (Due due = next(); due != null; due = next()) {
      try {
        due.task().run();
      } catch (RuntimeException | Error e) {
        // The loop outlives any mistake of ours; the task that erred is not armed again.
        LOG.error("A task of the schedule failed", e);
      }
    }
  }

  private @Nullable Due next() {
    lock.lock();
    try {
      while (!closed) {
        Due first = heap.peek();
        if (first == null) {
          changed.awaitUninterruptibly();
          continue;
        }
        long wait = first.nanos() - nanos();
        if (wait <= 0) {
          return heap.poll();
        }
        long unused = changed.awaitNanos(wait + GRAIN);
      }
    } catch (InterruptedException e) {
      // Nobody but close() may end this thread; an interrupt is taken as its wish.
      closed = true;
    } finally {
      lock.unlock();
    }
    return null;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      heap.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      if (!thread.join(Duration.ofMillis(JOIN_MILLIS))) {
        LOG.warn("The schedule's thread did not end within {} ms", JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
