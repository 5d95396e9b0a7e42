package io.roomwatch.agent.cli;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.yaml.Fault;
import io.roomwatch.agent.yaml.Outcome;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The configuration that a command goes by. */
public final class ConfigOption {

  @Option(
      names = "--config.file",
      paramLabel = "FILE",
      description = "Configuration. Without it the default location is read when it exists.")
  private @Nullable Path file;

  /** As named; empty: the default location, if there is a file. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * @throws Refusal with all faults, each with file, line, column and key
   */
  Config read(Program program) throws Refusal {
    return whole(program).value();
  }

  /**
   * With what {@code config show} prints.
   *
   * @throws Refusal as {@link #read}
   */
  public Outcome.Good<Config> whole(Program program) throws Refusal {
    Outcome<Config> outcome =
        file == null
            ? program.configFile().readIfThere(program.usualConfig())
            : program.configFile().read(file);
    return switch (outcome) {
      case Outcome.Good<Config> good -> good;
      case Outcome.Bad<Config> bad ->
          throw new Refusal(
              ExitCode.CONFIG,
              bad.faults().stream().map(Fault::toString).collect(Collectors.joining("\n")));
    };
  }
}
