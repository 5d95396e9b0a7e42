package io.roomwatch.agent.web;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.metrics.Metrics;
import io.roomwatch.agent.verdict.RoomStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the server serves. Called on worker threads.
 *
 * @param status the room now
 * @param records journal and schedule
 * @param alerts firing, or waiting to be told
 * @param unready empty when ready, else why not, as one sentence
 * @param reload reads the configuration again; empty on success, else every fault, one a line
 */
public record Site(
    Supplier<RoomStatus> status,
    Records records,
    Supplier<List<Alert>> alerts,
    Metrics metrics,
    Supplier<Optional<String>> unready,
    Supplier<Optional<String>> reload) {

  /** What is kept. Blocks. */
  public interface Records {

    /**
     * What happened, oldest first: of the newest at most {@code most}.
     *
     * @throws IOException it cannot be read now; the message says why
     */
    List<Event> events(Duration since, int most) throws IOException;

    /** How the items of the schedule stand; empty in the first seconds. */
    List<ItemStatus> schedule();
  }
}
