package io.roomwatch.agent.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A time in which nobody is told; monitoring goes on.
 *
 * @param ids of checks, verdicts and items; a check's kind stands for all of its kind; none:
 *     everything
 * @param reason may be empty
 * @param ended when somebody ended it before its time
 */
public record Silence(
    long id, List<String> ids, String by, String reason, Span span, Optional<Ended> ended) {

  /** From when to when, as it was asked for. */
  public record Span(Instant started, Instant ends) {}

  /** Ended before its time. */
  public record Ended(Instant at, String by) {}

  public Silence {
    ids = List.copyOf(ids);
  }

  public boolean isActive(Instant now) {
    return ended.isEmpty() && !now.isBefore(span.started()) && now.isBefore(span.ends());
  }

  /** Whether it is about this id. */
  public boolean covers(String id) {
    return ids.isEmpty() || ids.stream().anyMatch(one -> covers(one, id));
  }

  static boolean covers(String silenced, String id) {
    return id.equals(silenced) || id.startsWith(silenced + ":");
  }

  /** {@code everything}, or the ids. */
  public String what() {
    return ids.isEmpty() ? "everything" : String.join(", ", ids);
  }
}
