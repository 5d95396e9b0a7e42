package io.roomwatch.agent.journal;

import io.roomwatch.agent.store.Row;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The events in the store. They stand in the order in which they were written, whatever the clock
 * said meanwhile.
 *
 * <p>A range of time is a range of that order: from the first event within it to the last. An event
 * that was written between two of the range belongs to it also when a clock that was wrong for a
 * while (no network yet after a boot) dated it otherwise.
 *
 * <p>Safe from any thread; calls block.
 */
public final class Journal {

  /** The kinds that answer "what changed before it broke". */
  private static final List<Event.Kind> CHANGES =
      List.of(Event.Kind.CHANGE, Event.Kind.RELOAD, Event.Kind.ATTESTATION, Event.Kind.AGENT);

  private static final String INSERT =
      "INSERT INTO event (at, kind, subject, text, old, new) VALUES (?, ?, ?, ?, ?, ?)";

  static final String SPAN =
      "SELECT min(id) AS first, max(id) AS last FROM event WHERE at >= ? AND at < ?";

  private static final String COLUMNS = "SELECT at, kind, subject, text, old, new FROM event ";

  static final String NEWEST = COLUMNS + "WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?";

  static final String NEWEST_CHANGES = newestOf(CHANGES);

  /** The newest one of each check that says a state: a check that flaps says none. */
  private static final String STATES =
      "SELECT subject, new FROM event WHERE id IN (SELECT max(id) FROM event"
          + " WHERE kind = 'check' AND new IS NOT NULL GROUP BY subject)";

  /** The same of the events before one; the newest of each check that says a state. */
  private static final String STATES_BEFORE =
      "SELECT subject, new FROM event WHERE id IN (SELECT max(id) FROM event"
          + " WHERE kind = 'check' AND new IS NOT NULL"
          + " AND id < coalesce((SELECT min(id) FROM event WHERE at >= ?), 9223372036854775807)"
          + " GROUP BY subject)";

  private static final String REMEMBER =
      "INSERT INTO memory (name, value) VALUES (?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

  /** After everything that happens: the end of a range without one. */
  public static final Instant END_OF_TIME = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final Store storage;

  public Journal(Store storage) {
    this.storage = storage;
  }

  /** Writes an event within somebody else's transaction: both are kept, or neither. */
  public static void write(Transaction transaction, Event event) throws StoreException {
    transaction.update(
        INSERT,
        event.at(),
        event.kind().label(),
        event.subject(),
        event.text(),
        event.before(),
        event.after());
  }

  static void remember(Transaction transaction, Note note) throws StoreException {
    transaction.update(REMEMBER, note.name(), note.value());
  }

  /**
   * The newest events of a range, the newest last.
   *
   * @param to not within the range
   * @param limit how many at most
   */
  public List<Event> between(Instant from, Instant to, int limit) throws StoreException {
    return newest(NEWEST, from, to, limit);
  }

  /**
   * As much of the newest events of a range as a small machine can hold.
   *
   * @param to not within the range
   * @param most what is read at most
   */
  public Excerpt excerpt(Instant from, Instant to, Bounds most) throws StoreException {
    return excerpt(NEWEST, from, to, most);
  }

  /** The same of what changed, as {@link #changes} has it. */
  public Excerpt excerptOfChanges(Instant from, Instant to, Bounds most) throws StoreException {
    return excerpt(NEWEST_CHANGES, from, to, most);
  }

  /**
   * How much of the journal is wanted.
   *
   * @param characters of all their texts together
   */
  public record Bounds(int events, int characters) {}

  /**
   * Some events.
   *
   * @param events the newest last
   * @param older whether there are more, all older than these
   */
  public record Excerpt(List<Event> events, boolean older) {
    public Excerpt {
      events = List.copyOf(events);
    }
  }

  private Excerpt excerpt(String sql, Instant from, Instant to, Bounds most) throws StoreException {
    AtomicInteger left = new AtomicInteger(most.characters());
    // One more than is kept tells whether there are more.
    List<Optional<Event>> read =
        newest(
            sql,
            from,
            to,
            most.events() + 1,
            row -> {
              if (left.get() < 0) {
                return Optional.empty();
              }
              Event event = event(row);
              return Optional.of(event).filter(kept -> left.addAndGet(-kept.length()) >= 0);
            });
    List<Event> events = read.stream().flatMap(Optional::stream).toList();
    boolean older = events.size() < read.size() || events.size() > most.events();
    return new Excerpt(
        events.subList(Math.max(0, events.size() - most.events()), events.size()), older);
  }

  /**
   * What changed: this machine, the configuration, an accepted baseline, the agent itself. The
   * newest of a range, the newest last.
   *
   * @param to not within the range
   * @param limit how many at most
   */
  public List<Event> changes(Instant from, Instant to, int limit) throws StoreException {
    return newest(NEWEST_CHANGES, from, to, limit);
  }

  /**
   * The newest events of some kinds in a range, the newest last.
   *
   * @param to not within the range
   * @param kinds none: every kind
   * @param limit how many at most
   */
  public List<Event> between(Instant from, Instant to, Set<Event.Kind> kinds, int limit)
      throws StoreException {
    return kinds.isEmpty() ? between(from, to, limit) : newest(newestOf(kinds), from, to, limit);
  }

  /** Labels are words of ours: no argument is needed for them. */
  private static String newestOf(Collection<Event.Kind> kinds) {
    return COLUMNS
        + "WHERE id BETWEEN ? AND ? AND kind IN ("
        + kinds.stream().map(kind -> "'" + kind.label() + "'").collect(Collectors.joining(", "))
        + ") ORDER BY id DESC LIMIT ?";
  }

  private List<Event> newest(String sql, Instant from, Instant to, int limit)
      throws StoreException {
    return newest(sql, from, to, limit, Journal::event);
  }

  /**
   * @param read gets the newest row first
   */
  private <T> List<T> newest(String sql, Instant from, Instant to, int limit, Row.Reader<T> read)
      throws StoreException {
    return storage.read(
        transaction -> {
          Span span =
              transaction.first(SPAN, Span::of, from, to).orElse(new Span(OptionalLong.empty(), 0));
          return span.first().isEmpty()
              ? List.<T>of()
              : transaction
                  .list(sql, read, span.first().getAsLong(), span.last(), limit)
                  .reversed();
        });
  }

  /**
   * @param first the first event's id; empty when there is none
   */
  private record Span(OptionalLong first, long last) {
    static Span of(Row row) throws StoreException {
      return new Span(row.findNumber("first"), row.findNumber("last").orElse(0));
    }
  }

  /** The last state that was written of each check, as its label, by the check's id. */
  Map<String, String> states() throws StoreException {
    return states(STATES);
  }

  /**
   * The last state of each check that was written before the first event of this time or later, as
   * its label, by the check's id.
   */
  Map<String, String> statesBefore(Instant time) throws StoreException {
    return states(STATES_BEFORE, time);
  }

  private Map<String, String> states(String sql, Object... arguments) throws StoreException {
    Map<String, String> states = new TreeMap<>();
    storage.<List<Optional<String>>>read(
        transaction ->
            transaction.list(
                sql,
                row -> Optional.ofNullable(states.put(row.text("subject"), row.text("new"))),
                arguments));
    return states;
  }

  /** A note of an earlier run; empty when there is none. */
  Optional<String> note(String name) throws StoreException {
    return storage.read(
        transaction ->
            transaction.first(
                "SELECT value FROM memory WHERE name = ?", row -> row.text("value"), name));
  }

  private static Event event(Row row) throws StoreException {
    String kind = row.text("kind");
    return new Event(
        row.instant("at"),
        Event.Kind.labelled(kind)
            .orElseThrow(() -> new IllegalStateException("no kind of event is called " + kind)),
        row.text("subject"),
        row.text("text"),
        row.findText("old"),
        row.findText("new"));
  }
}
