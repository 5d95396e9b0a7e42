package io.roomwatch.agent.observation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a check concluded from one look.
 *
 * @param text one sentence for people: what was seen, with names and numbers
 * @param readings the measured values, in the order in which they are shown
 * @param phases how long each phase of an exchange took; empty for passive checks
 */
public record Finding(
    State state, Reason reason, String text, List<Reading> readings, List<PhaseTime> phases) {

  public Finding {
    if (state == State.OK != (reason == Reason.OK)) {
      throw new IllegalArgumentException(state + " cannot have the reason " + reason);
    }
    readings = List.copyOf(readings);
    phases = List.copyOf(phases);
  }

  public static Finding ok(String text) {
    return new Finding(State.OK, Reason.OK, text, List.of(), List.of());
  }

  public static Finding degraded(Reason reason, String text) {
    return new Finding(State.DEGRADED, reason, text, List.of(), List.of());
  }

  public static Finding failed(Reason reason, String text) {
    return new Finding(State.FAILED, reason, text, List.of(), List.of());
  }

  public static Finding unknown(Reason reason, String text) {
    return new Finding(State.UNKNOWN, reason, text, List.of(), List.of());
  }

  /** The same finding with more readings behind its own. */
  public Finding with(Reading... more) {
    return new Finding(
        state, reason, text, Stream.concat(readings.stream(), Stream.of(more)).toList(), phases);
  }

  /** The value of this name; empty when there is no such reading. */
  public Optional<Value> value(String name) {
    return readings.stream()
        .filter(reading -> reading.name().equals(name))
        .map(Reading::value)
        .findFirst();
  }

  /** The same finding with these phases. */
  public Finding timed(List<PhaseTime> times) {
    return new Finding(state, reason, text, readings, times);
  }
}
