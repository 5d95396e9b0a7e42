package io.roomwatch.agent.observation;

import java.util.List;

/** One measured or read value. Absent is a value of its own: written {@code null}, never 0. */
public sealed interface Value {

  /** A number in the unit that the reading's name ends with. */
  record Measure(double value) implements Value {}

  record Text(String value) implements Value {}

  record Flag(boolean value) implements Value {}

  record Texts(List<String> values) implements Value {
    public Texts {
      values = List.copyOf(values);
    }
  }

  /** Looked for and not obtained. */
  record Absent() implements Value {}
}
