package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.Alerts;
import io.roomwatch.agent.config.Alerts.Escalation;
import io.roomwatch.agent.config.Alerts.Level;
import io.roomwatch.agent.config.Alerts.Quiet;
import io.roomwatch.agent.config.Schedule.Window;
import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.yaml.Items;
import io.roomwatch.agent.yaml.Items.Item;
import io.roomwatch.agent.yaml.Key;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Section;
import io.roomwatch.agent.yaml.Spelling;
import io.roomwatch.agent.yaml.Spot;
import io.roomwatch.agent.yaml.Values;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The keys of {@code alerts}. */
public final class AlertKeys {
  private AlertKeys() {}

  private static final Duration LONGEST_GROUP_WAIT = Duration.ofHours(1);
  private static final Duration SHORTEST_REPEAT = Duration.ofMinutes(1);
  private static final Duration LONGEST_REPEAT = Duration.ofDays(30);
  private static final Duration LONGEST_AFTER = Duration.ofDays(7);
  private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

  private static final Key<Duration> GROUP_WAIT =
      Key.of(
          "group_wait",
          Scalars.duration(Duration.ZERO, LONGEST_GROUP_WAIT),
          "How long a first alert waits for others, to be sent as one. What ends before is told to"
              + " nobody.",
          "30s");

  private static final Key<Duration> REPEAT_INTERVAL =
      Key.of(
          "repeat_interval",
          Scalars.duration(SHORTEST_REPEAT, LONGEST_REPEAT),
          "From one reminder to the next, while an alert lasts.",
          "4h");

  private static final Key<Level> LEVEL =
      Key.required(
          "level",
          Scalars.oneOf("level", Level.values(), Level::name),
          "L1 on-site, L2 IT, L3 vendor support, L4 hardware vendor.",
          "L2");

  private static final Key<Duration> AFTER =
      Key.required(
          "after",
          Scalars.duration(Duration.ZERO, LONGEST_AFTER),
          "From the moment an alert is first told, while nobody acknowledges it; longer from level"
              + " to level.",
          "30m");

  private static final Key<List<String>> LEVEL_SINKS =
      Key.required(
          "sinks",
          Items.of(Words.name(), "names of sinks").notEmpty().distinct(),
          "The sinks that are told then.",
          "[email]");

  private static final Section<Escalation> ESCALATE =
      Section.of(
          "a level",
          "Some sinks that wait.",
          List.of(LEVEL, AFTER, LEVEL_SINKS),
          values -> new Escalation(values.get(LEVEL), values.get(AFTER), values.get(LEVEL_SINKS)));

  private static final Key<List<Escalation>> ESCALATION =
      Key.of(
          "escalation",
          Items.of(ESCALATE, "levels").checked(AlertKeys::levelsRise),
          "Who is told only when nobody acknowledges an alert for a while. Sinks that stand in no"
              + " level are told at once.",
          "[]");

  private static final Key<String> WINDOW_NAME =
      Key.required("name", Words.name(), "Unique; stands in the journal.", "patch-night");

  private static final Key<Window> BEGIN =
      Key.required(
          "window",
          Words.window(),
          "When it begins: a weekday or a day of the month (31 is the last one) and a time, or a"
              + " time only for every day.",
          "Sat 22:00");

  private static final Key<Duration> FOR =
      Key.required(
          "for", Scalars.duration(SHORTEST_WINDOW, LONGEST_WINDOW), "How long it lasts.", "4h");

  private static final Section<Quiet> QUIET =
      Section.of(
              "a window",
              "Planned work that comes again.",
              List.of(WINDOW_NAME, BEGIN, FOR, Words.TIMEZONE),
              values ->
                  new Quiet(
                      values.get(WINDOW_NAME),
                      values.get(BEGIN),
                      values.get(FOR),
                      values.find(Words.TIMEZONE)))
          .checked(AlertKeys::namesNoMonth);

  private static final Key<List<Quiet>> WINDOWS =
      Key.of(
          "windows",
          Items.of(QUIET, "windows").checked(AlertKeys::unique),
          "Planned work. No alert begins in a window; what outlasts it is told when it ends.",
          "[]");

  public static final Section<Alerts> ALERTS =
      Section.of(
              "alerts",
              "Who is told when the room breaks.",
              List.of(SinkKeys.SINKS, GROUP_WAIT, REPEAT_INTERVAL, ESCALATION, WINDOWS),
              values ->
                  new Alerts(
                      values.get(SinkKeys.SINKS),
                      values.get(GROUP_WAIT),
                      values.get(REPEAT_INTERVAL),
                      values.get(ESCALATION),
                      values.get(WINDOWS)))
          .checked(AlertKeys::sinksExist);

  private static void levelsRise(List<Item<Escalation>> levels) {
    for (int i = 1; i < levels.size(); i++) {
      Escalation before = levels.get(i - 1).value();
      Escalation here = levels.get(i).value();
      Spot spot = levels.get(i).spot();
      if (here.level().compareTo(before.level()) <= 0) {
        spot.at(LEVEL.name()).fault("comes after " + before.level() + ", so it must be higher");
      } else if (here.after().compareTo(before.after()) <= 0) {
        spot.at(AFTER.name())
            .fault(
                "must be longer than %s's %s"
                    .formatted(before.level(), Scalars.format(before.after())));
      }
    }
  }

  private static void sinksExist(Values values) {
    Optional<List<Sink>> sinks = values.find(SinkKeys.SINKS);
    if (sinks.isEmpty()) {
      return;
    }
    Map<String, Sink> byName = new TreeMap<>();
    sinks.get().forEach(sink -> byName.put(sink.name(), sink));
    Map<String, Level> placed = new TreeMap<>();
    List<Escalation> levels = values.find(ESCALATION).orElse(List.of());
    for (int i = 0; i < levels.size(); i++) {
      Spot spot = values.spot(ESCALATION).at(i).at(LEVEL_SINKS.name());
      for (int j = 0; j < levels.get(i).sinks().size(); j++) {
        String name = levels.get(i).sinks().get(j);
        misplaced(name, byName, placed).ifPresent(spot.at(j)::fault);
        placed.putIfAbsent(name, levels.get(i).level());
      }
    }
  }

  private static Optional<String> misplaced(
      String name, Map<String, Sink> sinks, Map<String, Level> placed) {
    if (!sinks.containsKey(name)) {
      return Optional.of(
          "no sink has the name '" + name + "'" + Spelling.hint(name, sinks.keySet(), ""));
    }
    if (sinks.get(name) instanceof Sink.Heartbeat) {
      return Optional.of("'" + name + "' is a heartbeat: it is told of no alert");
    }
    return Optional.ofNullable(placed.get(name))
        .map(level -> "'" + name + "' is told at " + level + " already");
  }

  private static void namesNoMonth(Values values) {
    if (values.find(BEGIN).filter(begin -> begin.month().isPresent()).isPresent()) {
      values.spot(BEGIN).fault("a window of alerts names no month");
    }
  }

  private static void unique(List<Item<Quiet>> windows) {
    Set<String> names = new HashSet<>();
    for (Item<Quiet> item : windows) {
      if (!names.add(item.value().name())) {
        item.spot()
            .at(WINDOW_NAME.name())
            .fault("another window has the name '" + item.value().name() + "'");
      }
    }
  }
}
