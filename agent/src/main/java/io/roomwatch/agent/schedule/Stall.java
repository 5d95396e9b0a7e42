package io.roomwatch.agent.schedule;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Notices that something which should progress does not. Safe from any thread; needs none. */
final class Stall {

  private final LongSupplier nanoTime;
  private final Duration patience;
  private volatile long progressed;

  /**
   * @param patience stalled after this long without progress
   */
  Stall(LongSupplier nanoTime, Duration patience) {
    this.nanoTime = nanoTime;
    this.patience = patience;
    this.progressed = nanoTime.getAsLong();
  }

  void progress() {
    progressed = nanoTime.getAsLong();
  }

  Duration sinceProgress() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - progressed));
  }

  boolean stalled() {
    return sinceProgress().compareTo(patience) > 0;
  }
}
