package io.roomwatch.agent.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How the daemon's store is.
 *
 * @param since when it came into this state
 * @param text what is wrong, or what was lost, in one sentence; empty when there is nothing to say
 * @param movedAside the newest damaged database kept for a look, also from an earlier run; empty
 *     when there is none
 * @param bytes size of the database and its log on disk
 * @param failedWrites transactions that were not kept, since the start of this process
 * @param corruptions damaged databases found since the start of this process
 */
public record StoreHealth(
    State state,
    Instant since,
    String text,
    Optional<Path> movedAside,
    long bytes,
    long failedWrites,
    long corruptions) {

  /**
   * Reading works unless said otherwise.
   *
   * <pre>
   *   unusable (at first) → ok ⇄ full
   *   any → corrupt → ok (started afresh) | corrupt (could not be moved aside)
   *   any → unusable → ok
   * </pre>
   */
  public enum State {
    OK,
    /** Nothing can be written for want of space; what is there can be read. */
    FULL,
    /** The database is damaged and has not been replaced yet: nothing can be read or written. */
    CORRUPT,
    /** The database is not open, or cannot be written. */
    UNUSABLE
  }
}
