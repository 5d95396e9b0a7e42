package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.AlertState;
import io.roomwatch.agent.alert.Moment;
import io.roomwatch.agent.alert.Step.Acknowledgement;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.store.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the desk has before it, in memory and on disk. Changes are made in memory and written by
 * {@link #save}: all that have come together, in one transaction. While the store cannot be written
 * they stay in memory, and the next save writes them all. Commands of other processes change rows
 * too; {@link #reload} brings them in, and of a row that both changed the command's word counts.
 */
final class Shelf {

  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
  private static final int MOST_EVENTS = 500;
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Longer than any receiver wants to hear an end again. */
  private static final int RECENT = 200;

  private final Store store;
  private final Diary diary;

  private final List<Item> waiting = new ArrayList<>();
  private final List<Item> settled = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private AlertState state = AlertState.empty();
  private List<Acknowledgement> acknowledgements = List.of();
  private Map<String, Map<Entry.Status, Long>> counts = new TreeMap<>();

  private boolean stateDirty;

  /** What the last process left has been read: before that nothing may be written over it. */
  private boolean read;

  /** Our row of alerts has been in the store: without it, the store is another one. */
  private boolean remembered;

  private long edits = -1;

  /** What the last save found changed by a command. */
  private Set<Item> overruled = Set.of();

  private Optional<Instant> retryAt = Optional.empty();

  Shelf(Store store, Diary diary) {
    this.store = store;
    this.diary = diary;
  }

  /** What a save did, to be believed only when it was committed. */
  private record Saved(
      Map<Item, Long> ids, Set<Item> stale, Map<String, Map<Entry.Status, Long>> counts) {}

  AlertState state() {
    return state;
  }

  List<Acknowledgement> acknowledgements() {
    return acknowledgements;
  }

  /** For a sink, in order; also what is being tried. */
  List<Item> waiting(String sink) {
    return waiting.stream().filter(item -> item.sink.equals(sink)).toList();
  }

  Set<String> sinks() {
    Set<String> sinks = new HashSet<>();
    waiting.forEach(item -> sinks.add(item.sink));
    return sinks;
  }

  /** Of what is over, as the store last said. */
  long count(String sink, Entry.Status status) {
    return counts.getOrDefault(sink, Map.of()).getOrDefault(status, 0L);
  }

  /**
   * Whether the last save found that a command had changed one of these: they are not to be tried.
   */
  boolean isOverruled(List<Item> items) {
    return items.stream().anyMatch(overruled::contains);
  }

  boolean isRead() {
    return read;
  }

  boolean isUnsaved() {
    return !read || retryAt.isPresent();
  }

  void add(Item item) {
    item.dirty = true;
    waiting.add(item);
  }

  void end(Item item, Entry.Status how, String words, Instant steady) {
    item.end(how, words, steady);
    waiting.remove(item);
    settled.add(item);
  }

  void note(Event event) {
    if (events.size() == MOST_EVENTS) {
      events.remove(0);
    }
    events.add(event);
  }

  /** What differs only in words is written with the next change that matters. */
  void remember(AlertState next) {
    boolean matters = !story(next).equals(story(state)) || !next.pasts().equals(state.pasts());
    stateDirty |= matters || !next.online().equals(state.online());
    state = next;
    acknowledgements = acknowledgements.stream().filter(each -> isLive(each.key())).toList();
  }

  private boolean isLive(String key) {
    return state.alerts().stream().anyMatch(alert -> alert.identity().key().equals(key));
  }

  private static List<Alert> story(AlertState state) {
    return state.alerts().stream()
        .map(alert -> new Alert(alert.identity(), NO_CAUSE, alert.phase(), alert.bout()))
        .toList();
  }

  private static final io.roomwatch.agent.alert.Notice.Cause NO_CAUSE =
      LetterJson.cause(Json.object());

  /**
   * Reads what the last process left, and puts before it what has happened since this one started.
   * Returns when that was written, by the steady clock.
   */
  Optional<Instant> load() throws StoreException {
    Optional<Rows.Remembered> left = store.read(Rows::state);
    if (left.isPresent()) {
      remembered = true;
      try {
        state = joined(state, StateJson.parse(left.get().state()));
      } catch (IOException e) {
        LOG.error("the alerts of the last run cannot be read, they begin anew: {}", e.getMessage());
      }
    }
    List<Item> unused = reload();
    read = true;
    return left.map(Rows.Remembered::steady);
  }

  /** What was told in the last run is still to be resolved; the rest is known better by now. */
  private static AlertState joined(AlertState now, AlertState left) {
    Map<String, Alert> alerts = new LinkedHashMap<>();
    left.alerts().forEach(alert -> alerts.put(alert.identity().key(), alert));
    now.alerts()
        .forEach(
            alert ->
                alerts.merge(
                    alert.identity().key(),
                    alert,
                    (old, late) -> old.phase() instanceof Alert.Firing ? old : late));
    return new AlertState(
        List.copyOf(alerts.values()), left.pasts(), now.online().or(left::online));
  }

  /** Messages that a sink has taken lately, the newest first. */
  List<Entry> recentlyDelivered() throws StoreException {
    return store.read(
        transaction -> {
          List<Entry> entries = new ArrayList<>();
          for (Rows.Stored row : Rows.newest(transaction, Entry.Status.DELIVERED, RECENT)) {
            entries.add(Rows.entry(row));
          }
          return entries;
        });
  }

  /** Brings in what commands changed; returns the items that they want tried at once. */
  List<Item> reload() throws StoreException {
    long number = store.read(Rows::edits);
    if (number == edits) {
      return List.of();
    }
    if (remembered && store.read(Rows::state).isEmpty()) {
      // A fresh store in place of ours: it is to get everything, and nothing is to be taken from
      // it.
      stateDirty = true;
      edits = number;
      return List.of();
    }
    List<Rows.Stored> rows = store.read(Rows::pending);
    acknowledgements =
        store.read(
            transaction ->
                transaction.list(
                    "SELECT key, revision, person FROM acknowledgement",
                    row ->
                        new Acknowledgement(
                            row.text("key"), (int) row.number("revision"), row.text("person"))));
    counts = store.read(Rows::counts);
    List<Item> wanted = merge(rows);
    edits = number;
    return wanted;
  }

  private List<Item> merge(List<Rows.Stored> rows) {
    Map<Long, Item> known = new HashMap<>();
    waiting.stream().filter(item -> item.id > 0).forEach(item -> known.put(item.id, item));
    Set<Long> there = new HashSet<>();
    List<Item> wanted = new ArrayList<>();
    for (Rows.Stored row : rows) {
      there.add(row.id());
      Item item = known.get(row.id());
      if (item == null && settled.stream().noneMatch(one -> one.id == row.id())) {
        item = opened(row);
        item.dirty = item.status != Entry.Status.PENDING;
        (item.dirty ? settled : waiting).add(item);
        wanted.add(item);
      } else if (item != null && item.edited != row.edited()) {
        item.edited = row.edited();
        item.nextAttempt = row.times().nextAttempt();
        wanted.add(item);
      }
    }
    waiting.removeIf(item -> item.id > 0 && !item.inFlight && !there.contains(item.id));
    // Rows come back in their order; what is not on disk yet is the newest.
    waiting.sort(
        (a, b) ->
            Long.compare(a.id == 0 ? Long.MAX_VALUE : a.id, b.id == 0 ? Long.MAX_VALUE : b.id));
    return wanted;
  }

  private static Item opened(Rows.Stored row) {
    Letter letter;
    Optional<String> fault = Optional.empty();
    try {
      letter = LetterJson.parse(row.message());
    } catch (IOException e) {
      letter = Unreadable.letter(row, e);
      fault = Optional.of(letter.notice().cause().summary());
    }
    Item item = new Item(row.sink(), letter, row.times().created(), row.times().due());
    item.id = row.id();
    item.attempts = row.tries().attempts();
    item.errors = row.tries().errors();
    item.nextAttempt = row.times().nextAttempt();
    item.said = row.fate().said();
    item.edited = row.edited();
    fault.ifPresent(words -> item.end(Entry.Status.PARKED, words, row.times().due()));
    return item;
  }

  /** Writes what has changed. False while the store cannot be written; nothing is lost then. */
  boolean save(Moment now) {
    boolean nothing =
        !stateDirty
            && events.isEmpty()
            && settled.isEmpty()
            && waiting.stream().noneMatch(item -> item.dirty);
    if (nothing || !read || retryAt.filter(at -> now.steady().isBefore(at)).isPresent()) {
      return nothing;
    }
    try {
      Saved saved = store.write(transaction -> write(transaction, now));
      committed(saved);
      if (retryAt.isPresent()) {
        LOG.info("alerts are on disk again");
        retryAt = Optional.empty();
      }
      return true;
    } catch (StoreException e) {
      if (retryAt.isEmpty()) {
        LOG.error("alerts cannot be written ({}); they are sent from memory", e.getMessage());
      }
      retryAt = Optional.of(now.steady().plus(RETRY));
      return false;
    }
  }

  private Saved write(Transaction transaction, Moment now) throws StoreException {
    boolean another = remembered && Rows.state(transaction).isEmpty();
    Map<Item, Long> ids = new HashMap<>();
    Set<Item> stale = new HashSet<>();
    List<Item> all = new ArrayList<>(settled);
    all.addAll(waiting);
    for (Item item : all) {
      if (item.id == 0 || another) {
        ids.put(item, Rows.insert(transaction, item));
      } else if (item.dirty && !Rows.update(transaction, item)) {
        if (Rows.isThere(transaction, item.id)) {
          stale.add(item);
        } else {
          ids.put(item, Rows.insert(transaction, item));
        }
      }
    }
    Rows.remember(transaction, StateJson.of(state), now.steady());
    for (String key : transaction.list("SELECT key FROM acknowledgement", row -> row.text("key"))) {
      if (!isLive(key)) {
        transaction.update("DELETE FROM acknowledgement WHERE key = ?", key);
      }
    }
    for (Event event : events) {
      diary.write(transaction, event);
    }
    return new Saved(ids, stale, Rows.counts(transaction));
  }

  private void committed(Saved saved) {
    saved.ids().forEach((item, id) -> item.id = id);
    waiting.forEach(item -> item.dirty = false);
    settled.clear();
    events.clear();
    stateDirty = false;
    remembered = true;
    counts = saved.counts();
    overruled = saved.stale();
    if (!overruled.isEmpty()) {
      edits = -1;
    }
  }

  void purge(Instant wall) throws StoreException {
    boolean unused =
        store.write(
            transaction -> {
              Rows.purge(transaction, wall);
              return true;
            });
  }
}
