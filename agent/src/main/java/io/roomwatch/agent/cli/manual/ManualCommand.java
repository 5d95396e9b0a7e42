package io.roomwatch.agent.cli.manual;

import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.Program;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code roomwatch manual man|bash}: what the packages install; hidden, since people have those.
 */
@Command(
    name = "manual",
    hidden = true,
    description = "Print the manual page (man) or the completion for bash (bash).")
public final class ManualCommand implements Callable<Integer> {

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "KIND", description = "man or bash.", converter = Kinds.class)
  private Kind kind = Kind.MAN;

  enum Kind {
    MAN,
    BASH
  }

  /** In small letters. */
  static final class Kinds implements CommandLine.ITypeConverter<Kind> {
    @Override
    public Kind convert(String text) {
      for (Kind kind : Kind.values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
          return kind;
        }
      }
      throw new CommandLine.TypeConversionException("'" + text + "' is neither man nor bash");
    }
  }

  public ManualCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    CommandLine all = Objects.requireNonNull(spec).root().commandLine();
    String text =
        switch (kind) {
          case MAN -> Manual.page(all, program.build().version());
          case BASH -> completion(all);
        };
    all.getOut().print(text);
    all.getOut().flush();
    return ExitCode.OK;
  }

  /** Picocli's own, without what makes it a program, and the day on which it was made. */
  private static String completion(CommandLine all) {
    return AutoComplete.bash(all.getCommandName(), all)
        .replaceFirst("^#!.*\\R", "")
        .replaceAll("(?m)^# Date:.*\\R", "")
        .replaceAll("(?m)[ \\t]+$", "");
  }
}
