package io.roomwatch.agent.alert;

import io.roomwatch.agent.observation.CheckId;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Somebody does not want to be told for a while.
 *
 * @param ids verdict ids, layers, maintenance item ids, check ids, check kinds or groups of checks;
 *     empty: everything
 * @param by who said so
 * @param reason may be blank
 * @param from inclusive
 * @param until exclusive
 */
public record Silence(Set<String> ids, String by, String reason, Instant from, Instant until) {
  public Silence {
    ids = Set.copyOf(ids);
  }

  boolean holds(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  /** Whether it is about this cause: by the cause itself, or by a check that says so. */
  boolean covers(Notice.Cause cause) {
    return ids.isEmpty()
        || ids.contains(cause.id())
        || ids.contains(cause.layer())
        || cause.evidence().because().stream().flatMap(Silence::names).anyMatch(ids::contains);
  }

  private static Stream<String> names(String check) {
    return CheckId.parse(check)
        .map(id -> Stream.of(check, id.kind().id(), id.kind().group().label()))
        .orElse(Stream.of(check));
  }
}
