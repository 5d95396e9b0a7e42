package io.roomwatch.agent.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one step came to.
 *
 * @param tells in the order in which each sink is to hear them
 * @param facts for the journal
 */
public record Step(AlertState state, List<Tell> tells, List<Fact> facts) {
  public Step {
    tells = List.copyOf(tells);
    facts = List.copyOf(facts);
  }

  /**
   * A message about one alert, for some sinks. Those of one step that say the same belong together.
   *
   * @param ended only with {@code RESOLVED}, by the wall clock
   * @param aside a sentence to go with it: what is behind an alert that did not end of itself
   */
  public record Tell(
      Notice.Status status,
      Alert alert,
      Optional<Instant> ended,
      Optional<String> aside,
      Set<String> sinks) {
    public Tell {
      sinks = Set.copyOf(sinks);
    }
  }

  /**
   * Something that became of an alert.
   *
   * @param key the alert's
   * @param text one sentence
   */
  public record Fact(String key, String text) {}

  /**
   * Somebody takes care.
   *
   * @param key the alert's
   * @param revision of the alert that the person saw
   */
  public record Acknowledgement(String key, int revision, String by) {}
}
