package io.roomwatch.agent.check;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one check that configuration may change: what its full id says, else what its kind
 * says, else the kind's default.
 */
public final class Thresholds {

  private final CheckKind kind;
  private final Map<String, Double> ofId;
  private final Map<String, Double> ofKind;

  private Thresholds(CheckKind kind, Map<String, Double> ofId, Map<String, Double> ofKind) {
    this.kind = kind;
    this.ofId = ofId;
    this.ofKind = ofKind;
  }

  public static Thresholds of(Config config, CheckId check) {
    return new Thresholds(
        check.kind(), written(config, check.toString()), written(config, check.kind().id()));
  }

  /** The number named {@code name}, in the unit that the name ends with. */
  public double value(String name) {
    Double exact = ofId.get(name);
    if (exact != null) {
      return exact;
    }
    Double general = ofKind.get(name);
    return general != null ? general : kind.threshold(name).value();
  }

  /** The number named {@code name}, which ends with {@code _seconds}, as a duration. */
  public Duration seconds(String name) {
    return Duration.ofNanos(Math.round(value(name) * 1e9));
  }

  private static Map<String, Double> written(Config config, String id) {
    return Optional.ofNullable(config.checks().get(id))
        .map(CheckOverride::thresholds)
        .orElse(Map.of());
  }
}
