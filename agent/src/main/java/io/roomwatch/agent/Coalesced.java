package io.roomwatch.agent;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An action that is asked for more often than it need be done: never twice at the same time, and
 * once more after the last asking. Asking never waits.
 */
final class Coalesced implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Coalesced.class);

  private final Executor executor;
  private final Runnable action;
  private final AtomicInteger asked = new AtomicInteger();

  Coalesced(Executor executor, Runnable action) {
    this.executor = executor;
    this.action = action;
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
      answered = asked.get();
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        LOG.error("what follows a change failed", e);
      }
    } while (!asked.compareAndSet(answered, 0));
  }
}
