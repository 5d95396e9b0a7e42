package io.roomwatch.agent.cli;

import io.roomwatch.agent.observation.State;

/**
 * Exit codes: the monitoring-plugin convention for results
 * (https://www.monitoring-plugins.org/doc/guidelines.html), sysexits(3) for usage and
 * configuration.
 */
public final class ExitCode {
  public static final int OK = 0;
  public static final int WARNING = 1;
  public static final int CRITICAL = 2;
  public static final int UNKNOWN = 3;

  /** The command line was wrong. */
  public static final int USAGE = 64;

  /** The agent itself could not start: a port in use. */
  public static final int UNAVAILABLE = 69;

  /** We erred: an exception reached the top. */
  public static final int SOFTWARE = 70;

  /** The configuration is bad. */
  public static final int CONFIG = 78;

  private ExitCode() {}

  public static int of(State state) {
    return switch (state) {
      case OK -> OK;
      case DEGRADED -> WARNING;
      case FAILED -> CRITICAL;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
