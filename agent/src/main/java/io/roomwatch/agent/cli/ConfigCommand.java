package io.roomwatch.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigDocs;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.config.Found;
import io.roomwatch.agent.yaml.Document;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code roomwatch config init|check|show|schema}. Exit codes: 0, 64 usage, 78 bad config. */
@Command(
    name = "config",
    description = "Write, check and show the configuration file.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    synopsisSubcommandLabel = "(init | check | show | schema)")
public final class ConfigCommand implements Runnable {
  private final ConfigFile configFile;
  private final Path defaultLocation;
  private final Supplier<Found> found;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config.file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The configuration file; it must exist, except for init.")
  private @Nullable Path file;

  /**
   * @param defaultLocation where the file is when none is named
   * @param found looks at this machine; called by {@code init} only, may take seconds
   */
  public ConfigCommand(ConfigFile configFile, Path defaultLocation, Supplier<Found> found) {
    this.configFile = configFile;
    this.defaultLocation = defaultLocation;
    this.found = found;
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(
        spec().commandLine(), "Missing subcommand: init, check, show or schema");
  }

  @Command(
      name = "init",
      description = "Write a commented file from what is found on this machine.",
      exitCodeOnInvalidInput = ExitCode.USAGE)
  int init(
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Where to; '-' is the terminal. Default: the configuration file.")
          @Nullable Path output,
      @Option(names = "--force", description = "Overwrite a file that exists.") boolean force) {
    Path target = output != null ? output : file != null ? file : defaultLocation;
    if (target.toString().equals("-")) {
      out().print(ConfigDocs.template(found.get()));
      out().flush();
      return ExitCode.OK;
    }
    try {
      OutputFile written = OutputFile.of(target, force, ExitCode.CONFIG);
      written.check();
      written.write(StandardCharsets.UTF_8.encode(ConfigDocs.template(found.get())));
      out().println(target + ": written");
      return ExitCode.OK;
    } catch (Refusal e) {
      err().println(e.getMessage());
      return e.code();
    }
  }

  @Command(
      name = "check",
      description = "List every fault of the file.",
      exitCodeOnInvalidInput = ExitCode.USAGE)
  int check() {
    return report(
        good -> {
          good.warnings().forEach(this::warn);
          boolean none = file == null && Files.notExists(defaultLocation);
          String name = (file == null ? defaultLocation : file).toString();
          out().println(none ? name + ": does not exist; the defaults hold: ok" : name + ": ok");
        });
  }

  @Command(
      name = "show",
      description = "Print what is in force: defaults filled in, secrets left out.",
      exitCodeOnInvalidInput = ExitCode.USAGE)
  int show() {
    return report(
        good -> {
          good.warnings().forEach(this::warn);
          out().print(Document.write(good.effective()));
          out().flush();
        });
  }

  @Command(
      name = "schema",
      description = "Print a JSON Schema of the file, for editors.",
      exitCodeOnInvalidInput = ExitCode.USAGE)
  int schema() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    out().println(json.writerWithDefaultPrettyPrinter().writeValueAsString(ConfigDocs.schema()));
    return ExitCode.OK;
  }

  private interface Report {
    void of(Outcome.Good<Config> good);
  }

  private int report(Report report) {
    Outcome<Config> outcome =
        file == null ? configFile.readIfThere(defaultLocation) : configFile.read(file);
    return switch (outcome) {
      case Outcome.Good<Config> good -> {
        report.of(good);
        yield ExitCode.OK;
      }
      case Outcome.Bad<Config> bad -> {
        bad.faults().forEach(err()::println);
        yield ExitCode.CONFIG;
      }
    };
  }

  private void warn(Fault warning) {
    err().println("warning: " + warning);
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
