package io.roomwatch.agent.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that wait to be written, and the count of those that found no room: the oldest changes of
 * checks go first, because a check says its state again, then the oldest of any kind. Pure; not
 * safe for several threads.
 */
final class Backlog {

  private final int capacity;
  private final Deque<Waiting> checks = new ArrayDeque<>();
  private final Deque<Waiting> others = new ArrayDeque<>();
  private final Map<String, Note> notes = new LinkedHashMap<>();
  private Optional<Loss> loss = Optional.empty();
  private long numbers;
  private long dropped;

  /**
   * @param capacity how many events wait at most
   */
  Backlog(int capacity) {
    this.capacity = capacity;
  }

  /** An event and its place in the order. */
  record Waiting(long number, Event event) {}

  /**
   * Events that were dropped.
   *
   * @param checks how many of them were changes of checks
   * @param first when the first of them happened
   */
  record Loss(long events, long checks, Instant first) {
    Loss and(Loss later) {
      return new Loss(
          events + later.events,
          checks + later.checks,
          first.isBefore(later.first) ? first : later.first);
    }
  }

  /**
   * What is written in one transaction.
   *
   * @param notes only with the last of the events that were there: a note tells what they led to
   * @param loss to be told before them
   */
  record Batch(List<Waiting> events, List<Note> notes, Optional<Loss> loss) {
    Batch {
      events = List.copyOf(events);
      notes = List.copyOf(notes);
    }
  }

  void add(Event event) {
    queue(event).addLast(new Waiting(numbers++, event));
    trim();
  }

  void add(Note note) {
    notes.put(note.name(), note);
  }

  int size() {
    return checks.size() + others.size();
  }

  /** How many events were dropped in all. */
  long dropped() {
    return dropped;
  }

  boolean isEmpty() {
    return size() == 0 && notes.isEmpty() && loss.isEmpty();
  }

  /** Takes the oldest events, at most so many, out of here. */
  Batch take(int most) {
    List<Waiting> taken = new ArrayList<>();
    while (taken.size() < most && size() > 0) {
      taken.add(older().removeFirst());
    }
    List<Note> told = size() == 0 ? List.copyOf(notes.values()) : List.of();
    told.forEach(note -> notes.remove(note.name()));
    Batch batch = new Batch(taken, told, loss);
    loss = Optional.empty();
    return batch;
  }

  /** Puts back what could not be written. */
  void putBack(Batch batch) {
    for (Waiting one : batch.events().reversed()) {
      queue(one.event()).addFirst(one);
    }
    batch.notes().forEach(note -> notes.putIfAbsent(note.name(), note));
    batch.loss().ifPresent(this::lost);
    trim();
  }

  private void trim() {
    while (size() > capacity) {
      boolean check = !checks.isEmpty();
      Waiting oldest = (check ? checks : others).removeFirst();
      lost(new Loss(1, check ? 1 : 0, oldest.event().at()));
      dropped++;
    }
  }

  private void lost(Loss more) {
    loss = Optional.of(loss.map(before -> before.and(more)).orElse(more));
  }

  private Deque<Waiting> queue(Event event) {
    return event.kind() == Event.Kind.CHECK ? checks : others;
  }

  private Deque<Waiting> older() {
    if (checks.isEmpty() || others.isEmpty()) {
      return checks.isEmpty() ? others : checks;
    }
    return checks.getFirst().number() < others.getFirst().number() ? checks : others;
  }
}
