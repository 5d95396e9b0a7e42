package io.roomwatch.agent.journal;

import java.time.Instant;

/** Events for tests. */
final class Events {

  static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

  private Events() {}

  static Event of(Event.Kind kind, int number) {
    return of(kind, number, AT.plusSeconds(number));
  }

  static Event of(Event.Kind kind, int number, Instant at) {
    return Event.of(at, kind, "number " + number, "This is number " + number + ".");
  }

  static int number(Event event) {
    return Integer.parseInt(event.subject().substring("number ".length()));
  }
}
