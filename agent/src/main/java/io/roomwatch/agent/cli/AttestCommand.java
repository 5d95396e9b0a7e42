package io.roomwatch.agent.cli;

import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.Attestations;
import io.roomwatch.agent.maintenance.Baselines;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Timetable;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.maintenance.duty.BaselineState.Taken;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Phrases;
import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "attest",
    description = {
      "Say what came of a maintenance item: kept with your name, the time and what the agent knew.",
      "Attesting 'pass' of quarterly.firewall-unchanged or annual.configuration-record accepts what"
          + " was measured last as the baseline. Without --by nothing is kept: it shows what the"
          + " agent knows, and what would be accepted."
    },
    footer = {
      "",
      "Exit codes: 0 kept, 64 usage, 69 the state cannot be used, 78 bad configuration."
    })
final class AttestCommand extends StateCommand {

  private static final List<String> RESULTS =
      Arrays.stream(Result.values()).filter(Result::attestable).map(Result::label).toList();

  @Parameters(
      paramLabel = "ITEM",
      description = "A maintenance item: 'roomwatch schedule' lists them.")
  private String item = "";

  @Option(names = "--by", paramLabel = "NAME", description = "Who you are; kept in the trail.")
  private @Nullable String by;

  @Option(
      names = "--result",
      paramLabel = "RESULT",
      description = "pass, fail or no-access; the last keeps the item due. Default: pass.")
  private String result = Result.PASS.label();

  @Option(names = "--note", paramLabel = "TEXT", description = "What else is worth keeping.")
  private String note = "";

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description = "A file that shows it. Its name, size and SHA-256 are kept, not the file.")
  private @Nullable Path evidence;

  @Mixin private ConfigOption config = new ConfigOption();

  AttestCommand(Program program) {
    super(program);
  }

  @Override
  protected int run() throws Refusal, StoreException {
    oneOf("--result", result, RESULTS);
    Agenda agenda = Agenda.of(config.read(program()), program().zone());
    Attestations.Request request =
        new Attestations.Request(
            item,
            by == null ? "" : by,
            Result.of(result).orElseThrow(),
            note,
            Optional.ofNullable(evidence));
    if (request.by().isBlank() && agenda.find(item).isPresent()) {
      preview(agenda);
      throw wrong("nothing was kept: say who you are, --by NAME");
    }
    // Before there is a store: a slip must not make one.
    Optional<String> fault = Attestations.fault(agenda, request);
    if (fault.isPresent()) {
      throw wrong(fault.get());
    }
    Attestations.Outcome outcome =
        write(store -> new Attestations(store, agenda, program().clock()).attest(request));
    return switch (outcome) {
      case Attestations.Outcome.Refused refused -> throw wrong(refused.why());
      case Attestations.Outcome.Kept kept -> {
        print(page(kept).toString());
        yield ExitCode.OK;
      }
    };
  }

  private Page page(Attestations.Outcome.Kept kept) {
    Page page = new Page();
    known(page, kept.status());
    kept.accepted().forEach(state -> offer(page, state, false));
    page.lines(kept.happened());
    if (kept.answer().result() != Result.PASS) {
      Duty.accepts(item).forEach(name -> page.line("The baseline " + name + " stays as it is."));
    }
    return page.line(kept.next());
  }

  /** Shows what it is about. */
  private void preview(Agenda agenda) throws StoreException {
    Instant now = program().clock().instant();
    Optional<Page> page =
        read(
            store -> {
              Page known = new Page();
              Timetable.of(store, agenda, now).stream()
                  .filter(status -> status.item().id().equals(item))
                  .forEach(status -> known(known, status));
              Attestations.offers(store, item).forEach(state -> offer(known, state, true));
              return known;
            });
    print(
        page.orElseGet(
                () -> new Page().line(nothingYet("the agent knows nothing of " + item + ".")))
            .toString());
  }

  private static void known(Page page, ItemStatus status) {
    if (!status.prefilled().isEmpty()) {
      page.line("Known to the agent:");
      status.prefilled().forEach(line -> page.line("  " + line));
    }
  }

  /** What was measured last, against what was accepted before. */
  private void offer(Page page, BaselineState state, boolean whole) {
    List<String> measured = state.captured().map(Taken::lines).orElse(List.of());
    page.line(
        state.name()
            + ", "
            + Phrases.count(measured.size(), "line")
            + taken(state.captured(), " measured ")
            + ":");
    if (state.accepted().isEmpty()) {
      page.line("  Nothing has been accepted before.");
      if (whole) {
        measured.forEach(line -> page.line("  + " + line));
      }
      return;
    }
    String before =
        " what "
            + state.accepted().map(Taken::by).orElse("")
            + " accepted"
            + taken(state.accepted(), " ");
    List<String> difference = Baselines.difference(state);
    page.line(
        "  " + (difference.isEmpty() ? "The same as" + before + "." : "Against" + before + ":"));
    difference.forEach(line -> page.line("  " + line));
  }

  private String taken(Optional<Taken> taken, String before) {
    return taken
        .map(
            lines ->
                before
                    + Page.minute(lines.at(), program().zone())
                    + " (fingerprint "
                    + Baselines.fingerprint(lines.lines())
                    + ")")
        .orElse("");
  }
}
