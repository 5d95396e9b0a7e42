package io.roomwatch.agent.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  VersionCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Program.Build build = program.build();
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf(
            "roomwatch %s (%s), Java %s, %s %s%n",
            build.version(),
            build.revision(),
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
    return ExitCode.OK;
  }
}
