package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.store.Faulty;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the agent knows for those who attest. */
class PrefilledTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private Store disk;
  private Faulty store;
  private final Room room = new Room("room: {name: Boardroom}");

  @BeforeEach
  void open() throws StoreException {
    disk = Store.open(folder);
    store = new Faulty(disk);
  }

  @AfterEach
  void close() throws StoreException {
    disk.close();
  }

  private static ItemStatus status(List<ItemStatus> all, String item) {
    return all.stream().filter(each -> each.item().id().equals(item)).findFirst().orElseThrow();
  }

  @Test
  void prefilledOnFullDiskIsKeptWhenThereIsRoomAgain() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.passes(Duration.ofDays(8));
    upkeep.tick();
    assertFalse(store.read(Answers::all).isEmpty(), "the store is not read anew for what it has");
    store.full(true);
    room.sees("local.firewall", Finding.ok("Another rule."));
    room.passes(HOUR.multipliedBy(2));
    upkeep.tick();
    store.full(false);
    // Nothing differs from what was measured then, and it is written all the same.
    room.passes(Duration.ofSeconds(15));
    upkeep.tick();
    assertTrue(
        store
            .read(Prefilled::read)
            .getOrDefault("annual.network-security-audit", List.of())
            .contains("local.firewall ok: Another rule."));
  }

  @Test
  void fullDiskIsSaidOnceAndItsEndOnce() {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.passes(Duration.ofDays(8));
    upkeep.tick();
    Logger logger = (Logger) LoggerFactory.getLogger(Books.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      store.full(true);
      for (int tick = 0; tick < 8; tick++) {
        // Nothing is held: reading goes well, and what is prefilled cannot be written.
        room.sees("local.firewall", Finding.ok("Rule " + tick + "."));
        room.passes(HOUR.multipliedBy(2));
        upkeep.tick();
      }
      store.full(false);
      room.passes(Duration.ofSeconds(15));
      upkeep.tick();
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
    }
    assertEquals(
        List.of(Level.WARN, Level.INFO), lines.list.stream().map(ILoggingEvent::getLevel).toList());
  }

  @Test
  void prefilledIsKeptForCommandsAndAttestations() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    ItemStatus status =
        status(Timetable.of(store, room.agenda(), room.now), "annual.network-security-audit");
    assertTrue(
        status.prefilled().contains("local.firewall ok: local.firewall is fine."),
        status::toString);
    assertEquals(
        List.of("Roomwatch knows nothing of licences."),
        status(upkeep.statuses(), "annual.licensing").prefilled());
  }
}
