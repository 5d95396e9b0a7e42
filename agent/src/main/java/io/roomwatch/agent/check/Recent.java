package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The newest observations that still count: at most three intervals old, as the contract says of
 * staleness. What derived checks conclude from.
 */
public final class Recent {

  private static final int STALE_AFTER_INTERVALS = 3;

  private final CheckContext context;

  public Recent(CheckContext context) {
    this.context = context;
  }

  public Optional<Observation> of(CheckId check) {
    return context.latest().of(check).filter(this::counts);
  }

  public List<Observation> of(CheckKind kind) {
    return context.latest().of(kind).stream().filter(this::counts).toList();
  }

  /** The value of one reading, empty when it has no such reading or the reading is absent. */
  public static Optional<Value> value(Observation observation, String reading) {
    return observation.finding().readings().stream()
        .filter(one -> one.name().equals(reading))
        .map(Reading::value)
        .filter(value -> !(value instanceof Value.Absent))
        .findFirst();
  }

  /** The text of one reading, empty when it is absent or not a text. */
  public static Optional<String> text(Observation observation, String reading) {
    return value(observation, reading)
        .map(value -> value instanceof Value.Text text ? text.value() : null);
  }

  /** The flag of one reading, empty when it is absent or not a flag. */
  public static Optional<Boolean> flag(Observation observation, String reading) {
    return value(observation, reading)
        .map(value -> value instanceof Value.Flag flag ? flag.value() : null);
  }

  /** The texts of one reading, none when it is absent or something else. */
  public static List<String> texts(Observation observation, String reading) {
    return value(observation, reading)
        .map(value -> value instanceof Value.Texts texts ? texts.values() : null)
        .orElse(List.of());
  }

  private boolean counts(Observation observation) {
    Duration interval = Overrides.of(context.config(), observation.check()).interval();
    Duration age = Duration.between(observation.at(), context.clock().instant());
    return age.compareTo(interval.multipliedBy(STALE_AFTER_INTERVALS)) <= 0;
  }
}
