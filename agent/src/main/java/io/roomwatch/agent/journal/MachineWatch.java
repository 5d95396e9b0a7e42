package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals the changes of this machine: each look is compared with the one before, and the first
 * one with the last look of the run before this, so that a change made while the agent was off is
 * noticed. The very first look of all only remembers.
 *
 * <p>Looks are meant to be some 15 s apart. Safe from any thread; a look while another is under way
 * does nothing.
 */
public final class MachineWatch {

  private static final Logger LOG = LoggerFactory.getLogger(MachineWatch.class);
  static final String NOTE = "journal.machine";

  private final Facts facts;
  private final BooleanSupplier room;
  private final Journal journal;
  private final Recorder recorder;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  private final ReentrantLock looking = new ReentrantLock();
  private Optional<Memory> memory = Optional.empty();

  /**
   * What is known after a look.
   *
   * @param told what the journal has told so far
   * @param seen the newest look as it was, before it settled
   * @param away this was the first look, compared with a run before this one
   */
  private record Memory(Snapshot told, Snapshot seen, boolean away, Controllers controllers) {}

  /**
   * @param room whether this machine is the room device now: only then has it controllers and an
   *     installed Zoom Rooms
   * @param nanoTime monotonic nanoseconds
   */
  public MachineWatch(
      Facts facts,
      BooleanSupplier room,
      Journal journal,
      Recorder recorder,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.facts = facts;
    this.room = room;
    this.journal = journal;
    this.recorder = recorder;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Looks once, and hands what changed to the recorder. Blocks as long as the facts do. */
  public void look() {
    if (!looking.tryLock()) {
      return;
    }
    try {
      memory = Optional.of(memory.map(this::next).orElseGet(this::first));
    } finally {
      looking.unlock();
    }
  }

  private Memory first() {
    Snapshot before = remembered();
    Controllers controllers =
        new Controllers(
            before.part(Part.CONTROLLER).orElse(Collections.emptySortedMap()),
            nanoTime.getAsLong());
    Snapshot seen = survey(before, controllers);
    Snapshot now = seen.settled(before, Optional.empty());
    record(before, now, Changes.whileAway(before, now));
    return new Memory(now, seen, true, controllers);
  }

  private Memory next(Memory last) {
    Snapshot seen = survey(last.told(), last.controllers());
    List<Event> events = new ArrayList<>();
    Snapshot before = last.told();
    if (last.away()) {
      // What the first look missed, and this one too, has gone while nobody looked.
      before = last.seen().settled(last.told(), Optional.of(seen));
      events.addAll(Changes.whileAway(last.told(), before));
    }
    Snapshot now = seen.settled(before, Optional.of(last.seen()));
    events.addAll(Changes.between(before, now));
    record(last.told(), now, events);
    return new Memory(now, seen, false, last.controllers());
  }

  private Snapshot survey(Snapshot before, Controllers controllers) {
    return Survey.of(
        facts,
        before,
        room.getAsBoolean() ? Optional.of(controllers) : Optional.empty(),
        clock.instant(),
        nanoTime.getAsLong());
  }

  private void record(Snapshot before, Snapshot now, List<Event> events) {
    if (!now.sameAs(before)) {
      recorder.add(events, new Note(NOTE, SnapshotJson.of(now)));
    }
  }

  private Snapshot remembered() {
    try {
      return journal.note(NOTE).flatMap(SnapshotJson::read).orElse(Snapshot.NOTHING);
    } catch (StoreException e) {
      LOG.warn(
          "the last look at this machine cannot be read: {}; changes made while the agent was off"
              + " are not told",
          e.getMessage());
      return Snapshot.NOTHING;
    }
  }
}
