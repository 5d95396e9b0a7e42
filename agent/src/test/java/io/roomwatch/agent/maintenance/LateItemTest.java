package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.Faulty;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that are scheduled long after the install. */
class LateItemTest {

  private static final Duration TICK = Duration.ofSeconds(15);
  private static final String CLEANING = "custom.cleaning";
  private static final Instant A_YEAR_LATER = Instant.parse("2027-11-18T10:00:00Z");

  private static final String BEFORE = "room: {name: Boardroom}";
  private static final String WITH_CLEANING =
      """
      room: {name: Boardroom}
      schedule:
        custom.cleaning: {cadence: monthly, title: The camera's glass is clean}
      """;

  @TempDir Path folder;
  private Store disk;
  private Faulty store;
  private final Room room = new Room(BEFORE);
  private final Agenda with = new Room(WITH_CLEANING).agenda();

  @BeforeEach
  void open() throws StoreException {
    disk = Store.open(folder);
    store = new Faulty(disk);
  }

  @AfterEach
  void close() throws StoreException {
    disk.close();
  }

  private static ItemStatus cleaning(List<ItemStatus> all) {
    return all.stream().filter(each -> each.item().id().equals(CLEANING)).findFirst().orElseThrow();
  }

  private Instant firstDue() {
    return with.find(CLEANING).orElseThrow().calendar().next(A_YEAR_LATER).due();
  }

  /** As the daemon, the commands and the audit trail see it. */
  private void countsFromThen(List<ItemStatus> daemon) throws StoreException {
    for (List<ItemStatus> all : List.of(daemon, Timetable.of(store, with, room.now))) {
      assertFalse(cleaning(all).due() || cleaning(all).overdue(), all::toString);
      assertEquals(firstDue(), cleaning(all).next().due());
    }
    assertEquals(
        List.of(),
        AuditTrail.of(store, with, room.now).rows().stream()
            .filter(row -> row.item().equals(CLEANING))
            .toList());
  }

  @Test
  void itemAddedByAReloadCountsFromThen() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = A_YEAR_LATER;
    upkeep.tick();
    upkeep.follow(with);
    countsFromThen(upkeep.tick());
    room.now = firstDue().plus(TICK);
    assertTrue(cleaning(upkeep.tick()).due());
    assertTrue(cleaning(Timetable.of(store, with, room.now)).due());
  }

  @Test
  void itemAddedByARestartCountsFromThenAlsoBeforeTheDaemonRuns() throws StoreException {
    room.upkeep(store).tick();
    room.now = A_YEAR_LATER;
    assertFalse(cleaning(Timetable.of(store, with, room.now)).due(), "nobody saw it yet");
    countsFromThen(new Upkeep(store, with, room, () -> room.now).tick());
    room.now = firstDue().plus(TICK);
    // Another process still knows.
    assertTrue(cleaning(new Upkeep(store, with, room, () -> room.now).tick()).due());
  }

  @Test
  void itemThatLeftAndComesBackCountsAnew() throws StoreException {
    Upkeep upkeep = new Upkeep(store, with, room, () -> room.now);
    upkeep.tick();
    assertEquals(Room.START, store.read(Beginnings::read).items().get(CLEANING));
    upkeep.follow(room.agenda());
    upkeep.tick();
    assertFalse(store.read(Beginnings::read).items().containsKey(CLEANING));
    room.now = A_YEAR_LATER;
    upkeep.follow(with);
    countsFromThen(upkeep.tick());
  }

  @Test
  void itemsOfTheInstallAreOverdueWhenNobodyAnswers() {
    Upkeep upkeep = new Upkeep(store, with, room, () -> room.now);
    upkeep.tick();
    room.now = A_YEAR_LATER;
    assertTrue(cleaning(upkeep.tick()).overdue());
  }

  @Test
  void itemAddedWhileTheStoreCannotBeUsedCountsFromThen() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = A_YEAR_LATER;
    store.full(true);
    upkeep.follow(with);
    assertFalse(cleaning(upkeep.tick()).due());
    store.full(false);
    room.passes(TICK);
    countsFromThen(upkeep.tick());
  }

  @Test
  void firstItemOfARoomThatHadNoneCountsFromThen() throws StoreException {
    String disabled =
        room.agenda().items().stream()
            .map(item -> "  " + item.id() + ": {enabled: false}\n")
            .collect(Collectors.joining("", BEFORE + "\nschedule:\n", ""));
    Agenda none = new Room(disabled).agenda();
    assertEquals(List.of(), none.items());
    new Upkeep(store, none, room, () -> room.now).tick();
    room.now = A_YEAR_LATER;
    countsFromThen(new Upkeep(store, with, room, () -> room.now).tick());
  }

  @Test
  void storeBegunAnewIsToldSinceWhenItemsCount() throws Exception {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = A_YEAR_LATER;
    upkeep.follow(with);
    upkeep.tick();
    Map<String, Instant> before = store.read(Beginnings::read).items();
    try (Store other = Store.open(Files.createDirectory(folder.resolve("fresh")))) {
      store.moveTo(other);
      room.passes(TICK);
      upkeep.tick();
      assertEquals(before, other.read(Beginnings::read).items());
    }
  }

  @Test
  void itemAddedWithAClockThatWasAheadIsPutRightAfterADay() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = Instant.parse("2040-01-01T00:00:00Z");
    upkeep.follow(with);
    upkeep.tick();
    room.now = A_YEAR_LATER;
    upkeep.tick();
    room.passes(Duration.ofHours(25));
    upkeep.tick();
    assertEquals(A_YEAR_LATER, store.read(Beginnings::read).items().get(CLEANING));
    room.now = firstDue().plus(TICK);
    assertTrue(cleaning(upkeep.tick()).due());
  }
}
