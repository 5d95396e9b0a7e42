package io.roomwatch.agent.cli;

import io.roomwatch.agent.maintenance.Agenda;
import io.roomwatch.agent.maintenance.AuditTrail;
import io.roomwatch.agent.maintenance.CsvReport;
import io.roomwatch.agent.maintenance.HtmlReport;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.ScheduleJson;
import io.roomwatch.agent.maintenance.Timetable;
import io.roomwatch.agent.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "schedule",
    description = {
      "Show the maintenance items: how often, what came of them, when they are next due, and what"
          + " happens next.",
      "With --report, print the audit trail: every occurrence since the install, what came of it,"
          + " by whom, with which evidence."
    },
    footer = {
      "",
      "Exit codes: 0, also when items are overdue; 64 usage, 69 the state or the file cannot be"
          + " used, 78 bad configuration."
    })
final class ScheduleCommand extends StateCommand {

  @Option(names = "--format", paramLabel = "FORMAT", description = "table or json. Default: table.")
  private @Nullable String format;

  @Option(
      names = "--report",
      paramLabel = "FORMAT",
      description = "csv or html: the audit trail instead.")
  private @Nullable String report;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the report goes. Default: '-', the terminal.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Overwrite a file that exists.")
  private boolean force;

  @Mixin private ConfigOption config = new ConfigOption();

  ScheduleCommand(Program program) {
    super(program);
  }

  @Override
  protected int run() throws Refusal, StoreException {
    oneOf("--format", format, List.of("table", "json"));
    oneOf("--report", report, List.of("csv", "html"));
    if (report != null && format != null) {
      throw wrong("--report names a format of its own: leave --format out");
    }
    if (report == null && (output != null || force)) {
      throw wrong((output != null ? "-o" : "--force") + " is for reports: add --report html");
    }
    Agenda agenda = Agenda.of(config.read(program()), program().zone());
    Instant now = program().clock().instant();
    if (report != null) {
      report(agenda, now, report);
    } else {
      items(agenda, now);
    }
    return ExitCode.OK;
  }

  private void items(Agenda agenda, Instant now) throws StoreException {
    Optional<List<ItemStatus>> kept = read(store -> Timetable.of(store, agenda, now));
    List<ItemStatus> statuses = kept.orElseGet(() -> Timetable.empty(agenda, now));
    if ("json".equals(format)) {
      if (kept.isEmpty()) {
        remark(nothingYet());
      }
      print(Page.json(ScheduleJson.of(statuses)));
    } else {
      Page page = new Page();
      if (kept.isEmpty()) {
        page.line(nothingYet()).gap();
      }
      ScheduleTable.write(page, agenda, statuses, new ScheduleTable.Here(now, program().zone()));
      print(page.toString());
    }
  }

  private void report(Agenda agenda, Instant now, String kind) throws Refusal, StoreException {
    Optional<AuditTrail> kept = read(store -> AuditTrail.of(store, agenda, now));
    if (kept.isEmpty()) {
      remark(nothingYet());
    }
    AuditTrail trail = kept.orElseGet(() -> AuditTrail.empty(agenda, now));
    String text = kind.equals("csv") ? CsvReport.of(trail) : HtmlReport.of(trail);
    if (output == null || output.toString().equals("-")) {
      print(text);
    } else {
      OutputFile.of(output, force, ExitCode.UNAVAILABLE).write(StandardCharsets.UTF_8.encode(text));
      say(output + ": written");
    }
  }

  private String nothingYet() {
    return nothingYet("the schedule begins when the daemon runs for the first time.");
  }
}
