package io.roomwatch.agent.schedule;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What a task does when it is due. All methods are called on the loop's executor, so they may
 * block. After one {@link #start} comes exactly one of {@link #done}, {@link #gaveUp} and {@link
 * #erred}, or none when the task was removed or the loop closed meanwhile; a result that comes
 * after {@code gaveUp} is dropped. {@code gaveUp} comes again each time the task is due while the
 * given-up {@code start} still holds its thread.
 *
 * @param <T> what one run results in
 */
public interface Work<T> {

  /** Begins one run; may finish it later on any thread. */
  CompletionStage<T> start();

  void done(T result);

  /**
   * The run did not end in time. It was cancelled, and interrupted where it held its thread.
   *
   * @param after time since the run was due to start
   */
  void gaveUp(Duration after);

  /** The run ended with an exception: a mistake of ours, never a finding. */
  void erred(Throwable error);
}
