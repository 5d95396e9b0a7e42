package io.roomwatch.agent.cli;

import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.yaml.Spelling;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something and ends; logs only errors. */
public abstract class OnceCommand implements Callable<Integer> {

  private static final int MOST_NAME = 100;

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  protected OnceCommand(Program program) {
    this.program = program;
  }

  /**
   * Does what was asked.
   *
   * @return the exit code
   * @throws Refusal it cannot or will not be done
   * @throws StoreException the state cannot be used
   */
  protected abstract int run() throws Refusal, StoreException;

  @Override
  public final Integer call() throws Refusal, StoreException {
    program.logTo(Program.LogFormat.LOGFMT, "error");
    return run();
  }

  protected final Program program() {
    return program;
  }

  /** Prints text as it is. */
  protected final void print(String text) {
    out().print(text);
    out().flush();
  }

  /** Prints a line. */
  protected final void say(String line) {
    out().println(Page.plain(line));
  }

  /** Says something that is not the answer itself. */
  protected final void remark(String line) {
    err().println(Page.plain(line));
  }

  /** The command line is wrong: exit code 64 with a pointer to the help. */
  protected final ParameterException wrong(String why) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), why);
  }

  /** Checks a word of an option. */
  protected final void oneOf(String option, @Nullable String word, List<String> words) {
    if (word != null && !words.contains(word)) {
      throw wrong(
          option
              + " '"
              + word
              + "' is not one of "
              + String.join(", ", words)
              + Spelling.hint(word, words, ""));
    }
  }

  /** An option without which a command makes no sense. */
  protected final String required(String option, @Nullable String value, String why) {
    if (value == null || value.isBlank()) {
      throw wrong(option + " is missing: " + why);
    }
    return value;
  }

  /** The name of whoever does this: required, and kept as one short line. */
  protected final String person(@Nullable String by) {
    String name = Page.plain(required("--by", by, "say who you are")).strip();
    return name.codePointCount(0, name.length()) <= MOST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MOST_NAME - 1)) + "…";
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
  }
}
