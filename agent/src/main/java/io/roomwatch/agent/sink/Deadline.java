package io.roomwatch.agent.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds work whose parts have time-outs of their own, but of which there may be many. */
final class Deadline {

  private Deadline() {}

  /**
   * Runs {@code work} elsewhere and waits for it.
   *
   * @param abandon called when the time is up or this thread is interrupted; must make {@code work}
   *     end soon
   * @throws TimeoutException when the time is up
   * @throws IOException for whatever {@code work} threw, as its cause
   */
  static <T> T within(Duration limit, Executor executor, Callable<T> work, Runnable abandon)
      throws IOException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    executor.execute(task);
    boolean over = false;
    try {
      T result = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      over = true;
      return result;
    } catch (ExecutionException e) {
      over = true;
      throw new IOException(null, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      if (!over) {
        abandon.run();
      }
    }
  }
}
