package io.roomwatch.agent.cli;

import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.web.EventsJson;
import io.roomwatch.agent.yaml.Spelling;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "events",
    description = "Show the journal: what failed, recovered and changed, the newest last.",
    footer = {"", "Exit codes: 0, 64 usage, 69 the state cannot be used."})
final class EventsCommand extends StateCommand {

  /** So many fit into the memory of a small machine; more are a matter for --since and --kind. */
  private static final int MOST = 20_000;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "How far back: " + SINCES + ". Default: 7d.")
  private String since = "7d";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table or json (UTC). Default: table.")
  private String format = "table";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "Only this kind; may be repeated: agent, check, verdict, change, reload, maintenance,"
              + " attestation, silence, alert, delivery, store.")
  private List<String> kinds = List.of();

  EventsCommand(Program program) {
    super(program);
  }

  @Override
  protected int run() throws StoreException {
    oneOf("--format", format, List.of("table", "json"));
    Set<Event.Kind> wanted = EnumSet.noneOf(Event.Kind.class);
    kinds.forEach(label -> wanted.add(kind(label)));
    Instant from = since(since);
    // One more than is shown tells whether there are more. What a wrong clock dated into the future
    // is shown as well.
    Optional<List<Event>> kept =
        read(store -> new Journal(store).between(from, Journal.END_OF_TIME, wanted, MOST + 1));
    List<Event> events = kept.orElse(List.of());
    boolean more = events.size() > MOST;
    List<Event> shown = more ? events.subList(events.size() - MOST, events.size()) : events;
    Optional<String> remark =
        kept.isEmpty()
            ? Optional.of(nothingYet("the journal begins when the daemon runs for the first time."))
            : more
                ? Optional.of(
                    "Only the newest "
                        + MOST
                        + " are shown; a later --since, or --kind, shows the others.")
                : Optional.empty();
    if (format.equals("json")) {
      remark.ifPresent(this::remark);
      print(Page.json(EventsJson.of(shown)));
    } else {
      print(table(shown, from, remark));
    }
    return ExitCode.OK;
  }

  private String table(List<Event> events, Instant from, Optional<String> remark) {
    ZoneId zone = program().zone();
    Page page = new Page();
    remark.ifPresent(page::line);
    if (!events.isEmpty()) {
      page.table(
          List.of("WHEN (" + zone + ")", "KIND", "SUBJECT", "WHAT"),
          events.stream()
              .map(
                  event ->
                      List.of(
                          Page.second(event.at(), zone),
                          event.kind().label(),
                          event.subject(),
                          event.text()))
              .toList());
    } else if (remark.isEmpty()) {
      page.line(
          "Nothing"
              + (kinds.isEmpty() ? "" : " of kind " + String.join(", ", kinds))
              + " has happened since "
              + Page.day(from, zone)
              + ".");
    }
    return page.toString();
  }

  private Event.Kind kind(String label) {
    return Event.Kind.labelled(label)
        .orElseThrow(
            () -> {
              List<String> labels =
                  Arrays.stream(Event.Kind.values()).map(Event.Kind::label).toList();
              return wrong(
                  "--kind '"
                      + label
                      + "' is not one of "
                      + String.join(", ", labels)
                      + Spelling.hint(label, labels, ""));
            });
  }
}
