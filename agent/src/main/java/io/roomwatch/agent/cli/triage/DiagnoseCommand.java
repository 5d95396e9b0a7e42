package io.roomwatch.agent.cli.triage;

import io.roomwatch.agent.cli.ConfigOption;
import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.Page;
import io.roomwatch.agent.cli.Program;
import io.roomwatch.agent.cli.Refusal;
import io.roomwatch.agent.cli.Reported;
import io.roomwatch.agent.cli.StateCommand;
import io.roomwatch.agent.diagnosis.Asked;
import io.roomwatch.agent.diagnosis.Diagnosis;
import io.roomwatch.agent.diagnosis.Seen;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.rules.CodesFile;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.web.DiagnosisJson;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code roomwatch diagnose}. */
@Command(
    name = "diagnose",
    description = {
      "Look at everything once, now, and say layer by layer what speaks for it being broken, what"
          + " speaks against, and what could not be measured.",
      "With a code from a screen, or the address that the controller shows: what may be behind it,"
          + " in the order that the measurements leave."
    },
    footer = {
      "",
      "Exit codes: 0 ok, 1 degraded, 2 failed, 3 unknown, of the room's verdict; 64 usage, 78 bad"
          + " configuration."
    })
public final class DiagnoseCommand extends StateCommand {

  /** What happened lately may be what matters: the fault may have passed before anybody looked. */
  private static final Duration LATELY = Duration.ofHours(24);

  private static final int MOST_EVENTS = 20;

  @Mixin private Reported reported = new Reported();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json. Default: text.")
  private String format = "text";

  @Mixin private ConfigOption config = new ConfigOption();

  public DiagnoseCommand(Program program) {
    super(program);
  }

  @Override
  protected int run() throws Refusal {
    oneOf("--format", format, List.of("text", "json"));
    Asked asked = reported.asked(this);
    Seen seen = look();
    Diagnosis diagnosis = Diagnosis.of(seen, asked, CodesFile.shipped());
    Recorded recorded = recorded(seen.status().at());
    print(
        format.equals("json")
            ? Page.json(
                DiagnosisJson.of(diagnosis, CodesFile.shipped().caveat(), recorded.events()))
            : new DiagnosisText(diagnosis, CodesFile.shipped().caveat(), program().zone())
                .of(recorded));
    return ExitCode.of(seen.status().verdict().cause().state());
  }

  private Seen look() throws Refusal {
    return switch (program()
        .check(config.file(), Optional.of(folder()), configured -> Optional.empty())) {
      case Program.Checked.BadConfig bad -> throw new Refusal(ExitCode.CONFIG, bad.faults());
      case Program.Checked.Refused refused -> throw wrong(refused.why());
      case Program.Checked.Done done -> done.seen();
    };
  }

  /**
   * What a daemon recorded of the last day.
   *
   * @param remark why there is nothing, or that there is more; empty otherwise
   */
  record Recorded(List<Event> events, Optional<String> remark) {}

  private Recorded recorded(Instant now) {
    try {
      Optional<List<Event>> kept =
          read(
              store ->
                  new Journal(store)
                      .between(
                          now.minus(LATELY),
                          now.plus(LATELY),
                          EnumSet.of(
                              Event.Kind.AGENT,
                              Event.Kind.VERDICT,
                              Event.Kind.CHANGE,
                              Event.Kind.RELOAD),
                          MOST_EVENTS + 1));
      List<Event> events = kept.orElse(List.of());
      return kept.isEmpty()
          ? new Recorded(events, Optional.of("no daemon has kept anything in " + folder() + "."))
          : events.size() <= MOST_EVENTS
              ? new Recorded(events, Optional.empty())
              : new Recorded(
                  events.subList(events.size() - MOST_EVENTS, events.size()),
                  Optional.of("the newest ones; 'roomwatch events --since 24h' shows all."));
    } catch (StoreException e) {
      return new Recorded(
          List.of(), Optional.of("what a daemon kept cannot be read: " + e.getMessage()));
    }
  }
}
