package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.verdict.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Something that a person saw, and what is known of it: a code, or a kind of address.
 *
 * @param name as the screen shows it
 * @param says what is known of it, one sentence
 * @param basis where that is known from, and how much there is to it at its best
 * @param hypotheses what may be behind it, the likeliest first when nothing was measured
 * @param contexts what comes first in some cases
 */
public record Clue(
    String name,
    String says,
    Rule.Basis basis,
    List<Hypothesis> hypotheses,
    List<Context> contexts) {

  /**
   * A case in which other hypotheses come first.
   *
   * @param screen empty: on any
   * @param doing empty: whatever was done
   */
  public record Context(Optional<Screen> screen, Optional<Doing> doing, List<Hypothesis> first) {
    public Context {
      first = List.copyOf(first);
    }

    boolean holds(Asked asked) {
      return screen.stream().allMatch(one -> asked.screen().filter(one::equals).isPresent())
          && doing.stream().allMatch(one -> asked.doing().filter(one::equals).isPresent());
    }
  }

  public Clue {
    hypotheses = List.copyOf(hypotheses);
    contexts = List.copyOf(contexts);
  }

  /** Those that come first in the case that a person describes. */
  List<Hypothesis> first(Asked asked) {
    return contexts.stream()
        .filter(context -> context.holds(asked))
        .flatMap(context -> context.first().stream())
        .distinct()
        .toList();
  }
}
