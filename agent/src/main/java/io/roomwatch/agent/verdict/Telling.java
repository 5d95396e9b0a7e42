package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.Value;

/**
 * Whether a good state says that something works. Some checks are good as well where there was
 * nothing to see: a port watched for information is good also when it is closed.
 */
public final class Telling {
  private Telling() {}

  /**
   * @param status of a check that is good
   */
  public static boolean isTelling(CheckStatus status) {
    return switch (status.check().kind()) {
      case CLOUD_TCP -> Scene.flag(status, "open").orElse(true);
      case CLOUD_UDP -> isMeasured(status, "rtt_seconds");
      case LOCAL_WIFI -> isMeasured(status, "signal_dbm");
      default -> true;
    };
  }

  private static boolean isMeasured(CheckStatus status, String reading) {
    return Scene.value(status, reading).filter(Value.Measure.class::isInstance).isPresent();
  }
}
