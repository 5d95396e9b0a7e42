package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import java.time.Instant;

/** What helps to understand an alert. */
@FunctionalInterface
public interface Contexts {

  /**
   * What changed in the 24 h before something began, and where to look. Never throws: what cannot
   * be read is left out. Other alerts are not part of it.
   *
   * @param began by the wall clock
   */
  Notice.Context before(Instant began);
}
