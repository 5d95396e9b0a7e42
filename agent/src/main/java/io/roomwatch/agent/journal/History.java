package io.roomwatch.agent.journal;

import io.roomwatch.agent.observation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was believed of each check over a while.
 *
 * @param checks by the check's id, oldest span first; nothing stands for a time of which the
 *     journal says nothing: the check was not watched yet, or the agent was stopped
 */
public record History(Instant from, Instant to, Map<String, List<Span>> checks) {

  /** What an event says that tells that the agent stopped, or started. */
  static final String STOPPED = "stopped";

  static final String STARTED = "started";

  /** One state for a while. */
  public record Span(Instant from, Instant to, State state) {}

  public History {
    checks = Map.copyOf(checks);
  }

  /** Of one check; empty when nothing is known. */
  public List<Span> of(String check) {
    return checks.getOrDefault(check, List.of());
  }

  /**
   * From what the journal says.
   *
   * @param before the state of each check at {@code from}
   * @param events of checks and of the agent, in the order of the journal; others are passed over
   */
  static History of(Map<String, State> before, List<Event> events, Instant from, Instant to) {
    Map<String, Track> tracks = new TreeMap<>();
    before.forEach((check, state) -> tracks.put(check, new Track(from, Optional.of(state))));
    boolean running = true;
    Instant last = from;
    for (Event event : events) {
      last = between(last, event.at(), to);
      Instant at = last;
      Optional<String> said = event.after();
      if (event.kind() == Event.Kind.AGENT) {
        running = !said.equals(Optional.of(STOPPED));
        boolean runs = running;
        tracks.values().forEach(track -> track.runs(at, runs));
      } else if (event.kind() == Event.Kind.CHECK) {
        said.flatMap(CheckEvents::state)
            .ifPresent(
                state ->
                    tracks
                        .computeIfAbsent(event.subject(), id -> new Track(at, Optional.empty()))
                        .becomes(at, state));
      }
    }
    Map<String, List<Span>> spans = new TreeMap<>();
    tracks.forEach((check, track) -> spans.put(check, track.until(to)));
    return new History(from, to, spans);
  }

  /** A clock that was wrong for a while must not turn time around. */
  private static Instant between(Instant least, Instant at, Instant most) {
    Instant early = at.isBefore(most) ? at : most;
    return early.isBefore(least) ? least : early;
  }

  /** One check on its way through the time. */
  private static final class Track {

    private final List<Span> spans = new ArrayList<>();
    private Instant since;
    private Optional<State> state;
    private boolean running = true;

    Track(Instant since, Optional<State> state) {
      this.since = since;
      this.state = state;
    }

    void becomes(Instant at, State next) {
      end(at);
      state = Optional.of(next);
      running = true;
    }

    void runs(Instant at, boolean runs) {
      end(at);
      running = runs;
    }

    List<Span> until(Instant at) {
      end(at);
      return List.copyOf(spans);
    }

    private void end(Instant at) {
      if (running && since.isBefore(at)) {
        Instant from = since;
        state.ifPresent(one -> add(new Span(from, at, one)));
      }
      since = at;
    }

    /** The same state for another reason is one span. */
    private void add(Span next) {
      if (!spans.isEmpty()) {
        Span last = spans.getLast();
        if (last.state() == next.state() && last.to().equals(next.from())) {
          spans.set(spans.size() - 1, new Span(last.from(), next.to(), next.state()));
          return;
        }
      }
      spans.add(next);
    }
  }
}
