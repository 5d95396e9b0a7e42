package io.roomwatch.agent.journal;

import io.roomwatch.agent.health.Change;
import io.roomwatch.agent.store.StoreException;
import io.roomwatch.agent.verdict.Verdict;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal of what is believed: of each check, and the verdict. Safe from any thread;
 * nothing here waits, but for the constructor.
 */
public final class StateLog {

  private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);
  static final String NOTE = "journal.verdict";

  private final Recorder recorder;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final CheckEvents checks;
  private final VerdictEvents verdicts;

  /**
   * Reads what the run before this one told last. What cannot be read is told once more.
   *
   * @param nanoTime monotonic nanoseconds
   */
  public StateLog(Journal journal, Recorder recorder, InstantSource clock, LongSupplier nanoTime) {
    this.recorder = recorder;
    this.clock = clock;
    this.nanoTime = nanoTime;
    Map<String, String> states = Map.of();
    Optional<VerdictEvents.Told> last = Optional.empty();
    try {
      states = journal.states();
      last = journal.note(NOTE).flatMap(VerdictEvents.Told::of);
    } catch (StoreException e) {
      LOG.warn("what was told before the start cannot be read: {}", e.getMessage());
    }
    checks = new CheckEvents(states);
    verdicts = new VerdictEvents(last, nanoTime.getAsLong());
  }

  /** Something changed in what is believed of a check. */
  public synchronized void changed(Change change) {
    checks.of(change).ifPresent(recorder::add);
  }

  /** The verdict now; may be said as often as one likes. */
  public synchronized void judged(Verdict verdict) {
    verdicts
        .of(verdict, clock.instant(), nanoTime.getAsLong())
        .ifPresent(
            event ->
                recorder.add(
                    List.of(event),
                    new Note(NOTE, verdicts.told().map(VerdictEvents.Told::note).orElse(""))));
  }
}
