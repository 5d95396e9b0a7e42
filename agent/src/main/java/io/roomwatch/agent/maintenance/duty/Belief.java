package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.Optional;

/**
 * What is believed of one watched check.
 *
 * @param proof the look that says what is believed; empty before the first look, and when the
 *     newest is too old
 */
public record Belief(CheckId check, Optional<Observation> proof) {

  /** {@code UNKNOWN} when nothing is believed. */
  State state() {
    return proof.map(look -> look.finding().state()).orElse(State.UNKNOWN);
  }

  /** Degraded or failed: not as it should be. */
  boolean bad() {
    return state() == State.DEGRADED || state() == State.FAILED;
  }

  String text() {
    return proof.map(look -> look.finding().text()).orElse("Nothing has been seen yet.");
  }

  /** {@code link.peer:boardroom-pc failed (timeout): …}. */
  String line() {
    String reason =
        proof
            .map(Observation::finding)
            .filter(finding -> finding.state() != State.OK)
            .map(finding -> " (" + finding.reason().label() + ")")
            .orElse("");
    return check + " " + state().label() + reason + ": " + text();
  }

  Optional<Boolean> flag(String reading) {
    return value(reading).filter(Value.Flag.class::isInstance).map(v -> ((Value.Flag) v).value());
  }

  Optional<String> word(String reading) {
    return value(reading).filter(Value.Text.class::isInstance).map(v -> ((Value.Text) v).value());
  }

  List<String> words(String reading) {
    return value(reading)
        .filter(Value.Texts.class::isInstance)
        .map(v -> ((Value.Texts) v).values())
        .orElse(List.of());
  }

  private Optional<Value> value(String reading) {
    return proof
        .map(Observation::finding)
        .map(Finding::readings)
        .flatMap(
            readings -> readings.stream().filter(one -> one.name().equals(reading)).findFirst())
        .map(Reading::value);
  }
}
