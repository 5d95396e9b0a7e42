package io.roomwatch.agent.web;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.History;
import io.roomwatch.agent.maintenance.Attestations;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.maintenance.Silence;
import io.roomwatch.agent.maintenance.Silences;
import io.roomwatch.agent.maintenance.duty.BaselineState;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.outbox.Entry;
import io.roomwatch.agent.verdict.RoomStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What the server serves. Called on worker threads. */
public record Site(Room room, Records records, Desk desk, Metrics metrics) {

  /** What is known without asking a disk. */
  public interface Room {

    RoomStatus status();

    /** Firing, or waiting to be told. */
    List<Alert> alerts();

    /** How the items of the schedule stand; empty in the first seconds. */
    List<ItemStatus> schedule();

    /** Empty when ready, else why not, as one sentence. */
    Optional<String> unready();

    /** The time zone in which people read times. */
    ZoneId zone();
  }

  /**
   * What is kept. Blocks. What cannot be read now is an {@code IOException} whose message says why.
   */
  public interface Records {

    /** What happened, oldest first: of the newest at most {@code most}. */
    List<Event> events(Duration since, int most) throws IOException;

    /** What was believed of the checks, until now. */
    History history(Duration length) throws IOException;

    /** Those in force, the oldest first. */
    List<Silence> silences() throws IOException;

    /**
     * @param most of each kind
     */
    Mail mail(int most) throws IOException;

    /** The baselines that attesting {@code pass} of an item would accept. */
    List<BaselineState> offers(String item) throws IOException;
  }

  /**
   * Messages of alerts to sinks.
   *
   * @param pending in order
   * @param parked refused for good, the newest first
   * @param delivered the newest first
   */
  public record Mail(List<Entry> pending, List<Entry> parked, List<Entry> delivered) {
    public Mail {
      pending = List.copyOf(pending);
      parked = List.copyOf(parked);
      delivered = List.copyOf(delivered);
    }
  }

  /** What people may do. Blocks; what could not be kept is an {@code IOException}. */
  public interface Desk {

    Attestations.Outcome attest(Attestations.Request request) throws IOException;

    /** Whatever a silence may be about. */
    List<String> silenceable();

    Silences.Outcome silence(Silences.Request request) throws IOException;

    Silences.Outcome endSilence(long id, String by) throws IOException;

    /** Reads the configuration again; empty on success, else every fault, one a line. */
    Optional<String> reload();
  }
}
