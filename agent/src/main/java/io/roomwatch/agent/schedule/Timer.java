package io.roomwatch.agent.schedule;

/** The loop's only clock and its only way to wake. */
interface Timer extends AutoCloseable {

  /** Monotonic nanoseconds; only differences mean anything. */
  long nanos();

  /**
   * Runs a task once, at or after {@code nanos}, on the timer's thread; tasks of the same time in
   * the order in which they came. Any thread may call. Dropped after {@link #close}.
   */
  void at(long nanos, Runnable task);

  /** Runs nothing more, and returns when what runs has ended, within a second at most. */
  @Override
  void close();
}
