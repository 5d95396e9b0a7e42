package io.roomwatch.agent.schedule;

import java.time.Duration;
import java.util.PriorityQueue;

/** Time that passes when told to. */
final class VirtualTimer implements Timer {

  private final PriorityQueue<Due> heap = new PriorityQueue<>();
  private long now;
  private long arrivals;
  private boolean closed;

  private record Due(long nanos, long arrival, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(nanos - other.nanos, 0);
      return byTime != 0 ? byTime : Long.compare(arrival, other.arrival);
    }
  }

  /** A monotonic clock may begin anywhere: also where it soon wraps. */
  VirtualTimer(long now) {
    this.now = now;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void at(long nanos, Runnable task) {
    if (!closed) {
      heap.add(new Due(nanos, arrivals++, task));
    }
  }

  @Override
  public void close() {
    closed = true;
    heap.clear();
  }

  int pending() {
    return heap.size();
  }

  /** Runs everything that is due within {@code time}, each at its own moment. */
  void advance(Duration time) {
    long end = now + time.toNanos();
    for (Due due = heap.peek(); due != null && due.nanos - end <= 0; due = heap.peek()) {
      heap.poll();
      now = due.nanos - now > 0 ? due.nanos : now;
      due.task.run();
    }
    now = end;
  }

  /** The clock moves and nothing runs: a suspend, or a stalled thread. */
  void leap(Duration time) {
    now += time.toNanos();
  }
}
