package io.roomwatch.agent.schedule;

import java.time.Duration;

/** The most by which anything was late within the last full second. Written by one thread. */
final class Lag {

  private long most;
  private volatile long lastSecond;

  /**
   * @param late nanoseconds
   */
  void saw(long late) {
    most = Math.max(most, late);
  }

  /** A second is over. */
  void turn() {
    lastSecond = most;
    most = 0;
  }

  Duration lastSecond() {
    return Duration.ofNanos(lastSecond);
  }
}
