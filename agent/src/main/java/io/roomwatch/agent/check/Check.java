package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One thing watched. The runner calls {@link #look} on a worker thread, so facts may block there;
 * probes must be composed, not joined.
 */
public interface Check {

  CheckId id();

  /**
   * Looks once.
   *
   * @param deadline how long the look may take; the runner gives up a little later and reports
   *     {@code unknown / timeout}
   * @return completes with what was found; exceptionally only when we err
   */
  CompletableFuture<Finding> look(Duration deadline);
}
