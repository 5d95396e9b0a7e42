package io.roomwatch.agent.schedule;

import java.time.Duration;

/**
 * How the loop itself is doing.
 *
 * @param tasks how many it runs
 * @param sinceProgress time since its thread, its executor and the event loops were all seen to
 *     work; below two seconds when all is well, whether or not a task is due
 * @param lag the most by which a due task was late within the last full second; up to 10 ms is by
 *     design, since tasks that are due together are woken together
 * @param stalled no progress for longer than the loop's patience: readiness fails
 */
public record LoopHealth(
    int tasks, Duration sinceProgress, Duration lag, boolean stalled, Counts counts) {

  /**
   * Totals since the loop began.
   *
   * @param started runs begun
   * @param missed due times without a run because the task's last run was still going
   * @param skipped due times without a run because the loop came too late: suspend, stall
   * @param gaveUp runs that did not end in time
   * @param erred runs that ended with an exception
   */
  public record Counts(long started, long missed, long skipped, long gaveUp, long erred) {}
}
