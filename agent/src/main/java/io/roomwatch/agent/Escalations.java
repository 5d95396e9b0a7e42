package io.roomwatch.agent;

import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Window;
import io.roomwatch.agent.config.Alerts;
import io.roomwatch.agent.config.Schedule.Day;
import io.roomwatch.agent.config.Sink;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The configuration of alerts in the words of {@code alert}. */
final class Escalations {
  private Escalations() {}

  /**
   * Sinks that stand in no level are told at once, by a level of their own without a name.
   * Heartbeats are told of no alert.
   *
   * @param here the time zone of this machine, for windows that name none
   */
  static Policy policy(Alerts alerts, ZoneId here) {
    List<String> placed =
        alerts.escalation().stream().flatMap(level -> level.sinks().stream()).toList();
    List<String> atOnce =
        alerts.sinks().stream()
            .filter(sink -> !(sink instanceof Sink.Heartbeat))
            .map(Sink::name)
            .filter(name -> !placed.contains(name))
            .toList();
    List<Policy.Level> levels = new ArrayList<>();
    if (!atOnce.isEmpty()) {
      levels.add(new Policy.Level("", Duration.ZERO, atOnce));
    }
    alerts
        .escalation()
        .forEach(
            level ->
                levels.add(new Policy.Level(level.level().name(), level.after(), level.sinks())));
    return new Policy(
        alerts.groupWait(),
        alerts.repeatInterval(),
        levels,
        alerts.windows().stream().map(window -> window(window, here)).toList());
  }

  private static Window window(Alerts.Quiet quiet, ZoneId here) {
    Window.Day day =
        switch (quiet.begin().day()) {
          case Day.Every() -> new Window.Day.Every();
          case Day.Weekday(java.time.DayOfWeek weekday) -> new Window.Day.Weekday(weekday);
          case Day.OfMonth(int number) -> new Window.Day.OfMonth(number);
        };
    return new Window(
        quiet.name(), day, quiet.begin().time(), quiet.length(), quiet.zone().orElse(here));
  }
}
