package io.roomwatch.agent.health;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks made by hand. */
final class Sights {
  private Sights() {}

  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  static Observation look(CheckId check, Instant at, State state) {
    return look(
        check,
        at,
        state,
        switch (state) {
          case OK -> Reason.OK;
          case DEGRADED -> Reason.THRESHOLD;
          case FAILED -> Reason.TIMEOUT;
          case UNKNOWN -> Reason.PERMISSION;
        });
  }

  static Observation look(CheckId check, Instant at, State state, Reason reason) {
    return new Observation(
        check,
        at,
        Duration.ofMillis(3),
        new Finding(state, reason, state.label() + " at " + at, List.of(), List.of()));
  }

  /** {@code "FFO?D"}: failed, failed, ok, unknown, degraded. */
  static State state(int letter) {
    return switch (letter) {
      case 'O' -> State.OK;
      case 'D' -> State.DEGRADED;
      case 'F' -> State.FAILED;
      case '?' -> State.UNKNOWN;
      default -> throw new IllegalArgumentException("no state: " + (char) letter);
    };
  }

  static char letter(State state) {
    return switch (state) {
      case OK -> 'O';
      case DEGRADED -> 'D';
      case FAILED -> 'F';
      case UNKNOWN -> '?';
    };
  }
}
