package io.roomwatch.agent.cli;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.outbox.Entry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Alerts, and of each sink the messages about them, as tables. */
final class AlertTable {

  private static final List<String> ALERTS = List.of("ALERT", "STATE", "SINCE", "TOLD", "WHAT");
  private static final List<String> MESSAGES =
      List.of("SINK", "ID", "STATUS", "CREATED", "TRIES", "MESSAGE", "LAST ANSWER");

  private AlertTable() {}

  /**
   * @param entries in any order
   */
  static void write(Page page, List<Alert> alerts, List<Entry> entries, ZoneId zone) {
    if (alerts.isEmpty()) {
      page.line("No alert is firing, and none is kept back.");
    } else {
      page.table(ALERTS, alerts.stream().map(alert -> row(alert, zone)).toList());
    }
    page.gap();
    if (entries.isEmpty()) {
      page.line("There are no messages.");
      return;
    }
    Map<String, Map<Entry.Status, List<Entry>>> bySink = new TreeMap<>();
    for (Entry entry : entries) {
      bySink
          .computeIfAbsent(entry.sink(), sink -> new EnumMap<>(Entry.Status.class))
          .computeIfAbsent(entry.progress().status(), status -> new ArrayList<>())
          .add(entry);
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    bySink.forEach(
        (sink, byStatus) ->
            byStatus.forEach(
                (status, all) -> {
                  List<Entry> shown = shown(status, all);
                  shown.forEach(entry -> rows.add(row(entry, zone)));
                  if (waits(status) && shown.size() < all.size()) {
                    rest.add(
                        (all.size() - shown.size()) + " more to " + sink + ": " + status.label());
                  }
                }));
    page.table(MESSAGES, rows).lines(rest);
    if (entries.stream().anyMatch(entry -> waits(entry.progress().status()))) {
      page.gap()
          .line("Try them now: roomwatch alert retry ID|SINK|--all")
          .line("Give one up: roomwatch alert drop ID --by NAME");
    }
  }

  private static boolean waits(Entry.Status status) {
    return status == Entry.Status.PENDING || status == Entry.Status.PARKED;
  }

  /** Of what waits the first, which is tried next; of the others the newest. */
  private static List<Entry> shown(Entry.Status status, List<Entry> all) {
    List<Entry> sorted = all.stream().sorted(Comparator.comparingLong(Entry::id)).toList();
    return switch (status) {
      case PENDING -> sorted.subList(0, Math.min(20, sorted.size()));
      case PARKED -> sorted.subList(Math.max(0, sorted.size() - 20), sorted.size());
      case DELIVERED, DROPPED -> sorted.subList(Math.max(0, sorted.size() - 5), sorted.size());
    };
  }

  private static List<String> row(Alert alert, ZoneId zone) {
    return List.of(
        alert.identity().key(),
        switch (alert.phase()) {
          case Alert.Waiting waiting ->
              waiting.hushed().map(why -> "kept back: " + why).orElse("about to be told");
          case Alert.Firing firing ->
              firing.acknowledgedBy().map(who -> "firing, " + who + " takes care").orElse("firing");
        },
        Page.minute(alert.identity().started(), zone),
        switch (alert.phase()) {
          case Alert.Waiting waiting -> "-";
          case Alert.Firing firing ->
              firing.told().isEmpty()
                  ? "nobody"
                  : String.join(", ", firing.told().stream().sorted().toList());
        },
        alert.cause().summary());
  }

  private static List<String> row(Entry entry, ZoneId zone) {
    Optional<String> next =
        entry
            .progress()
            .nextAttempt()
            .filter(at -> at.isAfter(entry.progress().created()))
            .map(at -> "next try about " + Page.second(at, zone));
    String said = entry.progress().said();
    return List.of(
        entry.sink(),
        String.valueOf(entry.id()),
        entry.progress().status().label(),
        Page.minute(entry.progress().created(), zone),
        String.valueOf(entry.progress().attempts()),
        entry.notice().status().label() + " of " + entry.notice().key(),
        next.map(words -> said.isBlank() ? words : said + "; " + words)
            .orElse(said.isBlank() ? "-" : said));
  }
}
