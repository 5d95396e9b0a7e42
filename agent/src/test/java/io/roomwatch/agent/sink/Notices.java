package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.sink.Receiver.Attempt;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notices of one alert. */
final class Notices {

  static final String KEY = "berlin/boardroom-4.12:link.port-filtered";
  static final Instant STARTED = Instant.parse("2026-11-20T10:00:00Z");
  static final Instant ENDED = Instant.parse("2026-11-20T10:37:20Z");
  static final Attempt FIRST = new Attempt(1, Duration.ZERO);

  static final Notice.Cause CAUSE =
      new Notice.Cause(
          "link.port-filtered",
          "link",
          "failed",
          new Notice.Certainty("high", List.of("2002", "2001")),
          "TCP 9090 of boardroom-pc (10.4.12.20) is silent, the host answers otherwise.",
          "Allow TCP 9090 inbound in the firewall of boardroom-pc.",
          new Notice.Evidence(List.of("link.peer:boardroom-pc"), List.of("link.controllers")));

  static final Notice.Context CONTEXT =
      new Notice.Context(
          List.of(
              new Notice.Changed(
                  Instant.parse("2026-11-20T09:58:00Z"),
                  "Firewall rule 'Zoom' was removed <b>&*_")),
          List.of(),
          Optional.of(URI.create("https://room.example:10909/")));

  private Notices() {}

  static Notice firing() {
    return of(Notice.Status.FIRING);
  }

  static Notice resolved() {
    return of(Notice.Status.RESOLVED);
  }

  static Notice of(Notice.Status status) {
    return of(status, CAUSE, CONTEXT);
  }

  static Notice of(Notice.Status status, Notice.Cause cause, Notice.Context context) {
    return new Notice(
        status,
        KEY,
        new Notice.Room("Boardroom 4.12", "berlin"),
        cause,
        STARTED,
        status == Notice.Status.RESOLVED ? Optional.of(ENDED) : Optional.empty(),
        context);
  }
}
