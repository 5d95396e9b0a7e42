package io.roomwatch.agent.observation;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A named value of one look. The name is snake_case and ends with its base unit where it has one:
 * {@code connect_seconds}, {@code signal_dbm}, {@code memory_available_bytes}, {@code loss_ratio}.
 */
public record Reading(String name, Value value) {

  public static Reading number(String name, double value) {
    return new Reading(name, new Value.Measure(value));
  }

  public static Reading number(String name, OptionalDouble value) {
    return value.isPresent() ? number(name, value.getAsDouble()) : absent(name);
  }

  /** A duration, in seconds; the name ends with {@code _seconds}. */
  public static Reading seconds(String name, Duration value) {
    return number(name, value.toNanos() / 1e9);
  }

  public static Reading text(String name, String value) {
    return new Reading(name, new Value.Text(value));
  }

  public static Reading flag(String name, boolean value) {
    return new Reading(name, new Value.Flag(value));
  }

  public static Reading texts(String name, List<String> values) {
    return new Reading(name, new Value.Texts(values));
  }

  public static Reading absent(String name) {
    return new Reading(name, new Value.Absent());
  }
}
