package io.roomwatch.agent.journal;

import io.roomwatch.agent.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the agent ran: its start and its end in the journal, and now and then a sign of life, so
 * that the next start can tell of an end that nobody could write down (killed, power lost). Safe
 * from any thread; only {@link #begin} waits.
 */
public final class Lifetime {

  private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);
  private static final String NOTE = "journal.alive";
  private static final String SUBJECT = "roomwatch";

  private final Recorder recorder;
  private final InstantSource clock;

  public Lifetime(Recorder recorder, InstantSource clock) {
    this.recorder = recorder;
    this.clock = clock;
  }

  /**
   * Tells of the start, and before it of the last run's end if that run could not.
   *
   * @param program its name and version
   */
  public void begin(Journal journal, String program) {
    try {
      lastSign(journal).ifPresent(this::tellEnd);
    } catch (StoreException e) {
      LOG.warn("when the agent ran last cannot be read: {}", e.getMessage());
    }
    tell(clock.instant(), program + " started.", History.STARTED, sign());
  }

  /** It still runs. */
  public void live() {
    recorder.add(List.of(), sign());
  }

  /** It ends, and knows it. */
  public void end() {
    tell(
        clock.instant(), "Roomwatch stopped: it was told to.", History.STOPPED, new Note(NOTE, ""));
  }

  private Note sign() {
    return new Note(NOTE, clock.instant().toString());
  }

  private void tellEnd(Instant last) {
    tell(
        last,
        "Roomwatch ended without saying so: it was killed, or the machine went down. This is its"
            + " last sign of life.",
        History.STOPPED,
        new Note(NOTE, ""));
  }

  private void tell(Instant at, String text, String became, Note note) {
    recorder.add(
        List.of(
            new Event(at, Event.Kind.AGENT, SUBJECT, text, Optional.empty(), Optional.of(became))),
        note);
  }

  /** Of a run that did not tell of its end; not before what it told last. */
  private static Optional<Instant> lastSign(Journal journal) throws StoreException {
    Optional<Instant> sign = journal.note(NOTE).filter(text -> !text.isEmpty()).map(Instant::parse);
    if (sign.isEmpty()) {
      return sign;
    }
    Instant told =
        journal.between(Instant.EPOCH, Journal.END_OF_TIME, 1).stream()
            .map(Event::at)
            .findFirst()
            .orElse(Instant.EPOCH);
    return sign.map(at -> at.isAfter(told) ? at : told);
  }
}
