package io.roomwatch.agent.cli;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A command that looks at what the daemon keeps, or changes it. Needs no daemon, and works beside
 * one. Only what changes something makes files.
 */
public abstract class StateCommand extends OnceCommand {

  @Option(
      names = "--storage.path",
      paramLabel = "DIR",
      description = "Where state is kept. Default: where this installation's daemon keeps it.")
  private @Nullable Path storage;

  protected StateCommand(Program program) {
    super(program);
  }

  /** Something to be done with a store. */
  @FunctionalInterface
  protected interface Work<T> {
    T with(Store store) throws StoreException;
  }

  /** Reads; empty when nothing has been kept yet. */
  protected final <T> Optional<T> read(Work<T> work) throws StoreException {
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

  protected final Path folder() {
    return program().storage(Optional.ofNullable(storage));
  }

  /**
   * Says that there is no state.
   *
   * @param hence what follows from that, as the rest of the sentence
   */
  final String nothingYet(String hence) {
    return "Nothing has been kept in " + folder() + " yet: " + hence;
  }
}
