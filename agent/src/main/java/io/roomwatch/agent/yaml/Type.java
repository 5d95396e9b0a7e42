package io.roomwatch.agent.yaml;

import java.util.Optional;

/** What may stand behind a key: it reads a value, and describes itself. */
public sealed interface Type<T> permits Scalar, Items, Table, Section, Choice, Linked {

  /**
   * Reads what stands at a spot.
   *
   * @return empty when that is not of this type, after reporting at least one fault
   */
  Optional<Read<T>> read(Spot spot);

  /** One or two words for tables: {@code duration}, {@code list of hosts}. */
  String label();

  /** What a fault says was expected: {@code a duration such as 30s, 5m, 2h or 7d}. */
  String expected();

  /**
   * A value and how it is written in the effective file.
   *
   * @param plain a map, list, string, number or boolean; never a secret
   */
  record Read<T>(T value, Object plain) {}
}
