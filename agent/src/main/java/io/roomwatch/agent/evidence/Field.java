package io.roomwatch.agent.evidence;

import java.util.List;
import java.util.Optional;

/**
 * One thing that whoever takes a ticket asks for.
 *
 * @param id stable, snake_case
 * @param asked for people
 * @param known what is known of it, a line each; empty: nothing
 * @param blank what a person has to fill in; empty: nothing
 */
record Field(String id, String asked, List<String> known, Optional<String> blank) {
  Field {
    known = List.copyOf(known);
  }

  static Field known(String id, String asked, List<String> known) {
    return new Field(id, asked, known, Optional.empty());
  }

  static Field open(String id, String asked, List<String> known, String blank) {
    return new Field(id, asked, known, Optional.of(blank));
  }
}
