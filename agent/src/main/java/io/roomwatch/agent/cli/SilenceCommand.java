package io.roomwatch.agent.cli;

import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Spelling;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "silence",
    description = {
      "Keep alerts back for a while: of some checks, verdicts or maintenance items, or of"
          + " everything. Monitoring goes on, and whoever was told that something began is told"
          + " that it ended."
    },
    footer = {
      "",
      "Exit codes: 0 done, 64 usage, 69 the state cannot be used, 78 bad configuration."
    })
final class SilenceCommand extends StateCommand {

  private static final String DURATIONS = "a duration such as 30m, 2h or 7d, at most 366d";

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description =
          "A check (link.peer:NAME), a kind of check (link.peer), a group (link), a verdict"
              + " (link.port-closed) or its layer, or a maintenance item. None: everything.")
  private List<String> ids = List.of();

  @Option(names = "--for", paramLabel = "DURATION", description = "How long: " + DURATIONS + ".")
  private @Nullable String lasts;

  @Option(names = "--by", paramLabel = "NAME", description = "Who you are; kept in the journal.")
  private @Nullable String by;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown with the silence.")
  private @Nullable String reason;

  @Option(names = "--list", description = "Show the silences in force.")
  private boolean list;

  @Option(names = "--end", paramLabel = "N", description = "End silence N before its time.")
  private @Nullable Long end;

  @Mixin private ConfigOption config = new ConfigOption();

  SilenceCommand(Program program) {
    super(program);
  }

  @Override
  protected int run() throws Refusal, StoreException {
    if (list) {
      if (end != null || by != null || starts()) {
        throw wrong("--list goes with nothing else");
      }
      list();
    } else if (end != null) {
      if (starts()) {
        throw wrong("--end goes with --by only: it ends the silence of that number");
      }
      end(end, person(by));
    } else {
      start();
    }
    return ExitCode.OK;
  }

  private boolean starts() {
    return !ids.isEmpty() || lasts != null || reason != null;
  }

  private void list() throws StoreException {
    Page page = new Page();
    Optional<List<Silence>> active = read(store -> new Silences(store, program().clock()).active());
    if (active.isEmpty()) {
      page.line(nothingYet("there are no silences."));
    } else if (active.get().isEmpty()) {
      page.line("No silence is in force.");
    } else {
      page.table(
          List.of("N", "WHAT", "FROM", "UNTIL", "BY", "REASON"),
          active.get().stream().map(this::row).toList());
    }
    print(page.toString());
  }

  private List<String> row(Silence silence) {
    return List.of(
        String.valueOf(silence.id()),
        silence.what(),
        Page.minute(silence.span().started(), program().zone()),
        Page.minute(silence.span().ends(), program().zone()),
        silence.by(),
        silence.reason());
  }

  private void end(long number, String name) throws StoreException {
    // Reading first: where nothing has been kept, nothing is made.
    if (read(store -> true).isEmpty()) {
      throw wrong(nothingYet("there is no silence " + number + "."));
    }
    Silence ended = done(write(store -> new Silences(store, program().clock()).end(number, name)));
    print(
        new Page()
            .line("Silence " + ended.id() + " of " + ended.what() + " has ended.")
            .line("What is wrong alerts again from now on.")
            .toString());
  }

  private void start() throws Refusal, StoreException {
    String length = required("--for", lasts, "say how long, " + DURATIONS);
    Duration duration =
        Scalars.asDuration(length)
            .filter(asked -> asked.compareTo(Silences.LONGEST) <= 0 && !asked.isZero())
            .orElseThrow(() -> wrong("--for '" + length + "' is not " + DURATIONS));
    String name = person(by);
    Set<String> known = new LinkedHashSet<>(config.read(program()).silenceable());
    for (String id : ids) {
      if (!known.contains(id)) {
        throw wrong(
            "'"
                + id
                + "' is no check, verdict or maintenance item here"
                + Spelling.hint(id, known, ""));
      }
    }
    Silences.Request request =
        new Silences.Request(ids, duration, name, reason == null ? "" : reason);
    Silence begun =
        done(write(store -> new Silences(store, program().clock()).start(request, known)));
    print(
        new Page()
            .line(
                "Silence "
                    + begun.id()
                    + ": nobody is told of "
                    + begun.what()
                    + " until "
                    + Page.day(begun.span().ends(), program().zone())
                    + ".")
            .line(
                "Monitoring goes on. What still is wrong then alerts then; the end of what was told"
                    + " before is told in any case.")
            .line("To end it sooner: roomwatch silence --end " + begun.id() + " --by NAME")
            .toString());
  }

  private Silence done(Silences.Outcome outcome) {
    return switch (outcome) {
      case Silences.Outcome.Done done -> done.silence();
      case Silences.Outcome.Refused refused -> throw wrong(refused.why());
    };
  }
}
