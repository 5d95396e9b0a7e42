package io.roomwatch.agent.fleet;

import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;

/** What ails a made-up room: the one check that says so, and what it found. */
enum Story {
  WELL("", Finding.ok("")),
  FILTERED(
      "link.peer:boardroom-pc",
      Finding.failed(Reason.TIMEOUT, "silent").with(Reading.flag("host_answers", true))),
  NO_CONTROLLER("link.controllers", Finding.degraded(Reason.MISSING, "none")),
  APP_DOWN("room.app", Finding.failed(Reason.NOT_FOUND, "not running")),
  NO_GATEWAY("local.gateway", Finding.failed(Reason.NO_ANSWER, "silent")),
  NO_DNS("cloud.dns:zoom.us", Finding.failed(Reason.DNS_SERVFAIL, "cannot say")),
  INCIDENT("cloud.status", Finding.failed(Reason.INCIDENT, "an incident")),
  WEAK_WIFI("local.wifi", Finding.degraded(Reason.THRESHOLD, "too weak")),
  /** The agent has just begun: nothing has been looked at. */
  STARTING("", Finding.ok("")),
  /** The agent does not answer. */
  DARK("", Finding.ok(""));

  private final String check;

  @SuppressWarnings("ImmutableEnumChecker") // Its lists are copies; their type does not say so.
  private final Finding finding;

  Story(String check, Finding finding) {
    this.check = check;
    this.finding = finding;
  }

  boolean isAbout(String id) {
    return check.equals(id);
  }

  Finding finding() {
    return finding;
  }
}
