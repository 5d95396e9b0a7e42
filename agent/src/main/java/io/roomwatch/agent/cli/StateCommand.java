package io.roomwatch.agent.cli;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.yaml.Spelling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that looks at what the daemon keeps, or changes it. Needs no daemon, and works beside
 * one. Only what changes something makes files.
 */
abstract class StateCommand implements Callable<Integer> {

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--storage.path",
      paramLabel = "DIR",
      description = "Where state is kept. Default: where this installation's daemon keeps it.")
  private @Nullable Path storage;

  StateCommand(Program program) {
    this.program = program;
  }

  /** Something to be done with a store. */
  @FunctionalInterface
  interface Work<T> {
    T with(Store store) throws StoreException;
  }

  /**
   * Does what was asked.
   *
   * @return the exit code
   * @throws Refusal it cannot or will not be done
   * @throws StoreException the state cannot be used
   */
  abstract int run() throws Refusal, StoreException;

  @Override
  public final Integer call() throws Refusal, StoreException {
    program.logTo(Program.LogFormat.LOGFMT, "error");
    return run();
  }

  final Program program() {
    return program;
  }

  /** Reads; empty when nothing has been kept yet. */
  final <T> Optional<T> read(Work<T> work) throws StoreException {
    Optional<Store> there = Store.openIfThere(folder());
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Store store = there.get()) {
      return Optional.of(work.with(store));
    }
  }

  /** Reads and writes; makes the store when there is none. */
  final <T> T write(Work<T> work) throws StoreException {
    try (Store store = Store.open(folder())) {
      return work.with(store);
    }
  }

  final Path folder() {
    return program.storage(Optional.ofNullable(storage));
  }

  /**
   * Says that there is no state.
   *
   * @param hence what follows from that, as the rest of the sentence
   */
  final String nothingYet(String hence) {
    return "Nothing has been kept in " + folder() + " yet: " + hence;
  }

  /** Prints text as it is. */
  final void print(String text) {
    out().print(text);
    out().flush();
  }

  /** Prints a line. */
  final void say(String line) {
    out().println(Page.plain(line));
  }

  /** Says something that is not the answer itself. */
  final void remark(String line) {
    err().println(Page.plain(line));
  }

  /** The command line is wrong: exit code 64 with a pointer to the help. */
  final ParameterException wrong(String why) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), why);
  }

  /** Checks a word of an option. */
  final void oneOf(String option, @Nullable String word, List<String> words) {
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
  final String required(String option, @Nullable String value, String why) {
    if (value == null || value.isBlank()) {
      throw wrong(option + " is missing: " + why);
    }
    return value;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
  }
}
