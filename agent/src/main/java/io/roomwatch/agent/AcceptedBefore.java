package io.roomwatch.agent;

import io.roomwatch.agent.check.Baseline;
import io.roomwatch.agent.maintenance.Baselines;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The baselines that people accepted, for a single look: read where there is a state directory that
 * this user may read, and nothing is written.
 */
final class AcceptedBefore implements Baseline, AutoCloseable {

  private final Optional<Store> store;
  private final Baseline baselines;

  private AcceptedBefore(Optional<Store> store) {
    this.store = store;
    this.baselines =
        store
            .<Baseline>map(open -> new Baselines(open, InstantSource.system()))
            .orElse(Baseline.NONE_YET);
  }

  static AcceptedBefore in(Path folder) {
    try {
      return new AcceptedBefore(Store.openIfThere(folder));
    } catch (StoreException e) {
      LoggerFactory.getLogger(AcceptedBefore.class)
          .warn("accepted baselines cannot be read: {}", e.getMessage());
      return new AcceptedBefore(Optional.empty());
    }
  }

  @Override
  public Optional<List<String>> accepted(String name) {
    return baselines.accepted(name);
  }

  @Override
  public void close() {
    try {
      if (store.isPresent()) {
        store.get().close();
      }
    } catch (StoreException e) {
      LoggerFactory.getLogger(AcceptedBefore.class).debug("closing what was only read", e);
    }
  }
}
