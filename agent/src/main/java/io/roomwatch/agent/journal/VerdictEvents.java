package io.roomwatch.agent.journal;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict;
import io.roomwatch.agent.verdict.VerdictId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * From verdicts to events: one when the verdict is another one, its state is, or none of the checks
 * that said so before says so now. The same cause with more or fewer witnesses is the same verdict.
 *
 * <p>Pure but for the memory of what was told last, which outlives a restart. A verdict that not
 * enough is known yet is passed over for the first {@link #SETTLING}: every start begins so.
 */
final class VerdictEvents {

  static final Duration SETTLING = Duration.ofMinutes(3);

  private final long startedNanos;
  private Optional<Told> told;

  /** What was told of a verdict. */
  record Told(String id, String state, List<String> because) {

    /** Of a note: {@code id state check check …}. Empty when it is no such text. */
    static Optional<Told> of(String note) {
      List<String> words = List.of(note.split(" ", -1));
      return words.size() < 2
          ? Optional.empty()
          : Optional.of(new Told(words.get(0), words.get(1), words.subList(2, words.size())));
    }

    static Told of(Verdict verdict) {
      return new Told(
          verdict.cause().id().label(),
          verdict.cause().state().label(),
          verdict.because().stream().map(CheckId::toString).toList());
    }

    /** No part of it has a space. */
    String note() {
      List<String> words = new ArrayList<>(List.of(id, state));
      words.addAll(because);
      return String.join(" ", words);
    }

    boolean isAnother(Told before) {
      return !id.equals(before.id)
          || !state.equals(before.state)
          || (!state.equals(State.UNKNOWN.label())
              && !because.isEmpty()
              && Collections.disjoint(because, before.because));
    }
  }

  /**
   * @param last what the run before this one told last
   * @param nanos now, monotonic
   */
  VerdictEvents(Optional<Told> last, long nanos) {
    this.told = last;
    this.startedNanos = nanos;
  }

  /** What was told last; empty when nothing was, ever. */
  Optional<Told> told() {
    return told;
  }

  /**
   * Empty when it is what was told before.
   *
   * @param nanos now, monotonic
   */
  Optional<Event> of(Verdict verdict, Instant at, long nanos) {
    boolean waiting =
        verdict.cause().id() == VerdictId.AGENT_DEGRADED
            && verdict.cause().state() == State.UNKNOWN;
    if (waiting && nanos - startedNanos < SETTLING.toNanos()) {
      return Optional.empty();
    }
    Told now = Told.of(verdict);
    Optional<Told> before = told;
    if (before.isPresent() && !now.isAnother(before.get())) {
      return Optional.empty();
    }
    told = Optional.of(now);
    return Optional.of(
        new Event(
            at,
            Event.Kind.VERDICT,
            now.id(),
            verdict.summary(),
            before.map(Told::id),
            Optional.of(now.id())));
  }
}
