package io.roomwatch.agent.config;

import io.roomwatch.agent.observation.Severity;
import java.time.Duration;
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

  /**
   * Failed after {@code failAfter} of {@code outOf} looks, good again after {@code recoverAfter}.
   */
  public record Tries(OptionalInt failAfter, OptionalInt outOf, OptionalInt recoverAfter) {}
}
