package io.roomwatch.agent.config;

import io.roomwatch.agent.observation.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one entry of {@code checks:} changes; empty keeps the default.
 *
 * @param thresholds numbers by name, each in the unit its name ends with
 */
public record CheckOverride(
    Optional<Boolean> enabled,
    Optional<Duration> interval,
    Optional<Duration> timeout,
    Optional<Severity> severity,
    Tries tries,
    Map<String, Double> thresholds) {

  public CheckOverride {
    thresholds = Map.copyOf(thresholds);
  }

  /** This entry, with what it leaves open taken from another: the full id's over the kind's. */
  public CheckOverride over(CheckOverride base) {
    Map<String, Double> limits = new HashMap<>(base.thresholds);
    limits.putAll(thresholds);
    return new CheckOverride(
        enabled.or(base::enabled),
        interval.or(base::interval),
        timeout.or(base::timeout),
        severity.or(base::severity),
        tries.over(base.tries),
        limits);
  }

  /**
   * Failed after {@code failAfter} of {@code outOf} looks, good again after {@code recoverAfter}.
   */
  public record Tries(OptionalInt failAfter, OptionalInt outOf, OptionalInt recoverAfter) {

    Tries over(Tries base) {
      return new Tries(
          first(failAfter, base.failAfter),
          first(outOf, base.outOf),
          first(recoverAfter, base.recoverAfter));
    }

    private static OptionalInt first(OptionalInt mine, OptionalInt base) {
      return mine.isPresent() ? mine : base;
    }
  }
}
