package io.roomwatch.agent.metrics;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.maintenance.ItemStatus;
import io.roomwatch.agent.outbox.OutboxCounts;
import io.roomwatch.agent.store.StoreHealth;
import io.roomwatch.agent.verdict.RoomStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the meters show, at one instant.
 *
 * @param kept what is kept on disk
 * @param told what people are told
 */
public record Scene(
    RoomStatus status,
    Build build,
    Machine machine,
    Scheduler scheduler,
    Reload reload,
    Kept kept,
    Told told) {

  /**
   * Where it runs.
   *
   * @param device {@code self} or the device's address
   * @param interfaces empty when not read yet
   * @param reflector empty when nobody is answered
   */
  public record Machine(
      String device, List<NetInterface> interfaces, Optional<Reflector> reflector) {
    public Machine {
      interfaces = List.copyOf(interfaces);
    }
  }

  /**
   * What the STAMP reflector did since it was opened.
   *
   * @param dropped what it did not answer, by why
   */
  public record Reflector(long reflected, Map<String, Long> dropped) {
    public Reflector {
      dropped = Map.copyOf(dropped);
    }
  }

  /**
   * What is kept, and how.
   *
   * @param waiting events of the journal that are in memory only
   * @param lost events of the journal for which there was no room, since the start
   * @param schedule how the items stand; empty in the first seconds
   */
  public record Kept(StoreHealth store, int waiting, long lost, List<ItemStatus> schedule) {
    public Kept {
      schedule = List.copyOf(schedule);
    }
  }

  /**
   * What people are told.
   *
   * @param alerts firing, or waiting to be told
   */
  public record Told(OutboxCounts outbox, List<Alert> alerts) {
    public Told {
      alerts = List.copyOf(alerts);
    }
  }

  /** What runs. */
  public record Build(String version, String revision, String java) {}

  /**
   * How the scheduler fares.
   *
   * @param lagSeconds the most by which a due look was started late within the last full second
   */
  public record Scheduler(boolean stalled, double lagSeconds, Runs runs) {}

  /**
   * Totals since the start, of looks and the agent's own housekeeping.
   *
   * @param missed due times passed over because the run before had not ended
   * @param skipped due times passed over because the scheduler came too late: suspend, stall
   * @param gaveUp runs that did not end in time
   * @param erred runs that ended with an exception
   */
  public record Runs(long missed, long skipped, long gaveUp, long erred) {}

  /**
   * How the newest reload went.
   *
   * @param lastSuccess when a configuration was last taken
   */
  public record Reload(boolean successful, Instant lastSuccess) {}
}
