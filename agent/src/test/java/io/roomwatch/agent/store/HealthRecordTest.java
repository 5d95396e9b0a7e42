package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.store.StoreHealth.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRecordTest {

  @TempDir private Path folder;

  /** A disk that hangs must not hang who asks how the store is. */
  @Test
  void askingDoesNotLookAtTheDisk() throws Exception {
    StateDirectory place = new StateDirectory(folder);
    HealthRecord record = new HealthRecord(place, () -> Instant.EPOCH, health -> {});
    Files.write(place.database(), new byte[100]);
    assertEquals(0, record.health().bytes());
    record.measure();
    Files.write(place.database(), new byte[5000]);
    record.enter(State.OK, "");
    assertEquals(100, record.health().bytes());
    record.measure();
    assertEquals(5000, record.health().bytes());
  }
}
