package io.roomwatch.agent.journal;

import io.roomwatch.agent.health.Change;
import io.roomwatch.agent.observation.State;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From what changed in what is believed of a check to an event. Pure but for the memory of what was
 * told last: after a restart every check is unknown for a moment, and neither that nor its coming
 * back to the state it had is a change.
 */
final class CheckEvents {

  /** By the check's id. */
  private final Map<String, State> told = new TreeMap<>();

  /**
   * @param last what the journal says of each check: a state's label, perhaps with a reason behind
   */
  CheckEvents(Map<String, String> last) {
    last.forEach((check, text) -> state(text).ifPresent(state -> told.put(check, state)));
  }

  /** Empty when nothing changed against what was told. */
  Optional<Event> of(Change change) {
    return switch (change) {
      case Change.Became became -> became(became);
      case Change.Reasoned reasoned -> Optional.of(reasoned(reasoned));
      case Change.Flapping flapping -> Optional.of(flapping(flapping));
    };
  }

  private Optional<Event> became(Change.Became became) {
    String check = became.check().toString();
    Optional<State> last = Optional.ofNullable(told.put(check, became.to()));
    // What was told counts, not what this run believed first.
    State from = last.orElse(became.from());
    if (from == became.to()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            became.at(),
            Event.Kind.CHECK,
            check,
            check
                + " was "
                + from.label()
                + ", is "
                + became.to().label()
                + (became.to() == State.OK ? ": " : " (" + became.reason().label() + "): ")
                + became.text(),
            Optional.of(from.label()),
            Optional.of(became.to().label())));
  }

  private static Event reasoned(Change.Reasoned reasoned) {
    String state = reasoned.state().label();
    return new Event(
        reasoned.at(),
        Event.Kind.CHECK,
        reasoned.check().toString(),
        reasoned.check()
            + " is "
            + state
            + " for another reason: was "
            + reasoned.from().label()
            + ", is "
            + reasoned.to().label()
            + ".",
        Optional.of(state + " (" + reasoned.from().label() + ")"),
        Optional.of(state + " (" + reasoned.to().label() + ")"));
  }

  private static Event flapping(Change.Flapping flapping) {
    return Event.of(
        flapping.at(),
        Event.Kind.CHECK,
        flapping.check().toString(),
        flapping.check()
            + (flapping.flapping()
                ? " changes its state again and again."
                : " does not change its state again and again any more."));
  }

  /** The state that an event says: its label, perhaps with a reason behind; empty for another. */
  static Optional<State> state(String text) {
    int end = text.indexOf(' ');
    String label = end < 0 ? text : text.substring(0, end);
    return Arrays.stream(State.values()).filter(state -> state.label().equals(label)).findFirst();
  }
}
