package io.roomwatch.agent.cli;

import io.roomwatch.agent.cli.evidence.EvidenceCommand;
import io.roomwatch.agent.cli.manual.ManualCommand;
import io.roomwatch.agent.cli.service.ServiceCommand;
import io.roomwatch.agent.cli.triage.DiagnoseCommand;
import io.roomwatch.agent.store.StoreException;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: argv to exit code. */
@Command(
    name = "roomwatch",
    description = "Know that a meeting room is broken before the meeting does, and why.",
    synopsisSubcommandLabel = "COMMAND")
public final class Commands implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private Commands() {}

  /** Runs one command. */
  public static int run(Program program, String[] args, PrintWriter out, PrintWriter err) {
    CommandLine line =
        new CommandLine(new Commands())
            .addSubcommand(new RunCommand(program))
            .addSubcommand(new CheckCommand(program))
            .addSubcommand(new DiagnoseCommand(program))
            .addSubcommand(new ScheduleCommand(program))
            .addSubcommand(new AttestCommand(program))
            .addSubcommand(new SilenceCommand(program))
            .addSubcommand(new EvidenceCommand(program))
            .addSubcommand(new EventsCommand(program))
            .addSubcommand(AlertCommand.of(program))
            .addSubcommand(
                new ConfigCommand(program.configFile(), program.usualConfig(), program::found))
            .addSubcommand(new ServiceCommand(program))
            .addSubcommand(new VersionCommand(program))
            .addSubcommand(new ManualCommand(program))
            .addSubcommand(new CommandLine.HelpCommand());
    line.setOut(out).setErr(err).setUsageHelpAutoWidth(false);
    line.getSubcommands().values().forEach(Commands::withHelp);
    withHelp(line);
    line.setParameterExceptionHandler(Commands::wrongUse);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
    return line.execute(args);
  }

  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    throw new ParameterException(
        line,
        "a command is expected: "
            + line.getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(java.util.Map.Entry::getKey)
                .collect(java.util.stream.Collectors.joining(", ")));
  }

  private static void withHelp(CommandLine line) {
    if (!line.getCommandSpec().optionsMap().containsKey("--help")
        && !line.getCommandName().equals("help")) {
      line.getCommandSpec()
          .addOption(
              CommandLine.Model.OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help.")
                  .build());
    }
    line.getSubcommands().values().forEach(Commands::withHelp);
  }

  private static int failed(Exception e, PrintWriter err) {
    return switch (e) {
      case Refusal refusal -> {
        err.println(Page.plainLines(String.valueOf(refusal.getMessage())));
        yield refusal.code();
      }
      case StoreException unusable -> {
        err.println(Page.plain("roomwatch: " + unusable.getMessage() + help(unusable.kind())));
        yield ExitCode.UNAVAILABLE;
      }
      default -> {
        err.println("roomwatch: internal error, please report it: " + e);
        e.printStackTrace(err);
        yield ExitCode.SOFTWARE;
      }
    };
  }

  /** What to do when the state cannot be used, behind what is wrong. */
  private static String help(StoreException.Kind kind) {
    return switch (kind) {
      case FULL -> "; make room on this disk: nothing was kept";
      case BUSY -> "; try again in a moment: nothing was kept";
      case CORRUPT -> "; the daemon moves it aside and starts afresh when it finds that";
      case MISPLACED ->
          "; run this as the daemon's user or as root, or name another --storage.path";
      case UNUSABLE, OWNED, NEWER, FAILED -> "";
    };
  }

  private static int wrongUse(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(Page.plainLines("roomwatch: " + e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }
}
