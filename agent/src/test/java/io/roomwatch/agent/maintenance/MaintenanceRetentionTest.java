package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.store.OwnedStore;
import io.roomwatch.agent.store.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceRetentionTest {

  private static final Duration KEPT = Duration.ofDays(400);

  @TempDir Path folder;
  private final Room room = new Room("storage: {keep_records: 400d}");

  @Test
  void oldAnswersGoAndNeitherBecomeMissedNorMakeTheirItemDue() throws IOException {
    Retention retention = new Retention(16 * 1024 * 1024, Upkeep.retention(KEPT));
    try (ExecutorService threads = Executors.newCachedThreadPool();
        OwnedStore store =
            new OwnedStore(
                new OwnedStore.Settings(folder, retention, Duration.ofSeconds(10)),
                () -> room.now,
                System::nanoTime,
                threads,
                health -> {})) {
      store.open();
      Upkeep upkeep = room.upkeep(store);
      upkeep.tick();
      new Silences(store, () -> room.now)
          .start(new Silences.Request(List.of(), Duration.ofHours(1), "Ann", ""), List.of());
      room.now = Instant.parse("2026-12-10T10:00:00Z");
      new Attestations(store, room.agenda(), () -> room.now)
          .attest(
              new Attestations.Request(
                  "annual.licensing", "Ann", Result.PASS, "", Optional.empty()));
      for (;
          room.now.isBefore(Room.START.plus(Duration.ofDays(800)));
          room.passes(Duration.ofDays(7))) {
        upkeep.tick();
        store.tend();
      }
      room.passes(Duration.ofDays(-7));
      upkeep.tick();
      AuditTrail trail = AuditTrail.of(store, room.agenda(), room.now);
      List<AuditTrail.Row> link =
          trail.rows().stream().filter(row -> row.item().equals("weekly.room-link")).toList();
      assertEquals(List.of(), link.stream().filter(row -> row.filed().isEmpty()).toList());
      assertEquals(58, link.size(), "57 weeks are 399 days");
      assertEquals(List.of(), trail.silences());
      // Last answered two years ago: due since the year after, and not since the install.
      ItemStatus licensing =
          Timetable.of(store, room.agenda(), room.now).stream()
              .filter(status -> status.item().id().equals("annual.licensing"))
              .findFirst()
              .orElseThrow();
      assertEquals("2027", licensing.last().orElseThrow().occurrence().period());
      assertEquals(Instant.parse("2028-01-03T06:30:00Z"), licensing.next().due());
    }
  }
}
