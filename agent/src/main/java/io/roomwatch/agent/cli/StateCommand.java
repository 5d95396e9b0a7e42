package io.roomwatch.agent.cli;

import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.yaml.Scalars;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A command that looks at what the daemon keeps, or changes it. Needs no daemon, and works beside
 * one. Only what changes something makes files.
 */
public abstract class StateCommand extends OnceCommand {

  /** What {@link #since} understands, as a part of a sentence. */
  protected static final String SINCES =
      "a duration (7d, 12h), a date (2026-11-20) or a time (2026-11-20T08:30, local unless it names"
          + " an offset)";

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
  public interface Work<T> {
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
  protected final <T> T write(Work<T> work) throws StoreException {
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
  protected final String nothingYet(String hence) {
    return "Nothing has been kept in " + folder() + " yet: " + hence;
  }

  /** Reads {@code --since}; what is not of its form, or lies ahead, is wrong use. */
  protected final Instant since(String text) {
    Instant now = program().clock().instant();
    Instant from =
        Scalars.asDuration(text)
            .map(now::minus)
            .or(() -> named(text))
            .orElseThrow(() -> wrong("--since '" + text + "' is not " + SINCES));
    if (from.isAfter(now)) {
      throw wrong("--since '" + text + "' lies ahead");
    }
    // The store counts milliseconds since 1970.
    return from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
  }

  private Optional<Instant> named(String text) {
    ZoneId zone = program().zone();
    try {
      TemporalAccessor parsed =
          DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm[:ss][XXX]]")
              .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return Optional.of(
          switch (parsed) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            case LocalDate day -> day.atStartOfDay(zone).toInstant();
            default -> throw new IllegalStateException("no such query was asked");
          });
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
