package io.roomwatch.agent.journal;

import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the history of checks. What was believed at its beginning takes a walk through the whole
 * journal: that is done once an hour at most, and only when somebody asks. Safe from any thread;
 * blocks.
 */
public final class Histories {

  /** Changes within a day beyond which the beginning of the day is left out. */
  static final int MOST_EVENTS = 5_000;

  private static final Set<Event.Kind> KINDS = Set.of(Event.Kind.CHECK, Event.Kind.AGENT);

  private final Journal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant anchor = Instant.MIN;
  private Map<String, State> anchored = Map.of();

  public Histories(Journal journal) {
    this.journal = journal;
  }

  /** The time before {@code to}. */
  public History before(Instant to, Duration length) throws StoreException {
    Instant from = to.minus(length);
    Instant hour = from.truncatedTo(ChronoUnit.HOURS);
    Map<String, State> states = at(hour);
    List<Event> events = journal.between(hour, to.plusMillis(1), KINDS, MOST_EVENTS);
    boolean cut = events.size() == MOST_EVENTS;
    History whole =
        cut
            ? History.of(Map.of(), events, events.getFirst().at(), to)
            : History.of(states, events, hour, to);
    return since(whole, from);
  }

  private Map<String, State> at(Instant hour) throws StoreException {
    lock.lock();
    try {
      if (!hour.equals(anchor)) {
        Map<String, State> states = new TreeMap<>();
        journal
            .statesBefore(hour)
            .forEach(
                (check, label) ->
                    CheckEvents.state(label).ifPresent(state -> states.put(check, state)));
        anchored = states;
        anchor = hour;
      }
      return anchored;
    } finally {
      lock.unlock();
    }
  }

  private static History since(History whole, Instant from) {
    Map<String, List<History.Span>> checks = new TreeMap<>();
    whole
        .checks()
        .forEach(
            (check, spans) ->
                checks.put(
                    check,
                    spans.stream()
                        .filter(span -> span.to().isAfter(from))
                        .map(
                            span ->
                                span.from().isBefore(from)
                                    ? new History.Span(from, span.to(), span.state())
                                    : span)
                        .toList()));
    return new History(from, whole.to(), checks);
  }
}
