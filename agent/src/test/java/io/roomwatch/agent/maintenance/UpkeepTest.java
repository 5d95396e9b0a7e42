package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.maintenance.duty.Result;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.store.Faulty;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant MONDAY = Instant.parse("2026-11-23T06:30:00Z");

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

  private List<Answer> answers(String item) throws StoreException {
    return store.read(Answers::all).stream()
        .map(Answer.Filed::answer)
        .filter(answer -> answer.item().equals(item))
        .toList();
  }

  private static ItemStatus status(List<ItemStatus> all, String item) {
    return all.stream().filter(each -> each.item().id().equals(item)).findFirst().orElseThrow();
  }

  private List<String> events(String subject) throws StoreException {
    return store.read(
        transaction ->
            transaction.list(
                "SELECT kind || ' ' || coalesce(old, '-') || ' ' || coalesce(new, '-') AS line"
                    + " FROM event WHERE subject = ? ORDER BY id",
                row -> row.text("line"),
                subject));
  }

  @Test
  void nothingIsDueBeforeTheFirstOccurrenceAfterTheInstall() throws StoreException {
    List<ItemStatus> all = room.upkeep(store).tick();
    assertEquals(13, all.size());
    for (ItemStatus each : all) {
      assertFalse(each.due() || each.overdue(), each::toString);
      assertTrue(each.next().due().isAfter(Room.START), each::toString);
      assertEquals(Optional.empty(), each.last());
    }
    assertEquals(MONDAY, status(all, "weekly.room-link").next().due());
    assertEquals(List.of(), store.read(Answers::all));
  }

  @Test
  void runsOnceWithinTheSpreadAndNotBefore() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    Instant runs = null;
    for (room.now = MONDAY.minusSeconds(60);
        room.now.isBefore(MONDAY.plus(HOUR));
        room.passes(Duration.ofSeconds(15))) {
      upkeep.tick();
      if (runs == null && !answers("weekly.room-link").isEmpty()) {
        runs = room.now;
      }
    }
    ScheduledItem item = room.agenda().find("weekly.room-link").orElseThrow();
    Instant wanted = item.runs(item.calendar().latest(MONDAY), "Boardroom");
    assertTrue(!wanted.isBefore(MONDAY) && wanted.isBefore(MONDAY.plus(Duration.ofMinutes(30))));
    assertNotNull(runs, "it never ran");
    assertTrue(!runs.isBefore(wanted) && runs.isBefore(wanted.plusSeconds(15)), runs::toString);
    List<Answer> answers = answers("weekly.room-link");
    assertEquals(1, answers.size());
    assertEquals(Result.PASS, answers.get(0).result());
    assertEquals(MONDAY, answers.get(0).occurrence().due());
    assertEquals("2026-W48", answers.get(0).occurrence().period());
    assertEquals(List.of("maintenance - pass"), events("weekly.room-link"));
    ItemStatus status = status(upkeep.statuses(), "weekly.room-link");
    assertEquals(MONDAY.plus(Duration.ofDays(7)), status.next().due());
    assertFalse(status.due());
  }

  @Test
  void offOverSeveralDueTimesRunsTheLatestOnce() throws StoreException {
    room.upkeep(store).tick();
    room.now = MONDAY.plus(Duration.ofDays(23));
    Upkeep back = room.upkeep(store);
    for (int i = 0; i < 10; i++) {
      back.tick();
      room.passes(HOUR);
    }
    List<Answer> answers = answers("weekly.room-link");
    assertEquals(List.of("2026-W51"), answers.stream().map(a -> a.occurrence().period()).toList());
    assertFalse(status(back.statuses(), "weekly.room-link").due());
    AuditTrail trail = AuditTrail.of(store, room.agenda(), room.now);
    assertEquals(
        List.of("2026-W48 missed", "2026-W49 missed", "2026-W50 missed", "2026-W51 pass"),
        trail.rows().stream()
            .filter(row -> row.item().equals("weekly.room-link"))
            .map(row -> row.occurrence().period() + " " + row.result())
            .toList());
  }

  @Test
  void inconclusiveIsTriedAgainEveryHourAndKeptOnce() throws StoreException {
    room.sees("room.app", Finding.unknown(Reason.PERMISSION, "Not readable."));
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = MONDAY.plus(HOUR);
    for (int i = 0; i < 5 * 60; i++) {
      upkeep.tick();
      room.passes(Duration.ofMinutes(1));
    }
    List<Answer> answers = answers("weekly.room-link");
    assertEquals(1, answers.size());
    assertEquals(MONDAY.plus(HOUR.multipliedBy(5)), answers.get(0).said().at());
    assertEquals(Result.UNKNOWN, answers.get(0).result());
    assertEquals(List.of("maintenance - unknown"), events("weekly.room-link"));
    ItemStatus status = status(upkeep.statuses(), "weekly.room-link");
    assertTrue(status.due() && !status.overdue());
    assertTrue(
        status.waitingFor().orElseThrow().startsWith("Another try: Not known: room.app unknown"),
        status::toString);

    room.sees("room.app", Finding.ok("Runs."));
    room.passes(HOUR);
    upkeep.tick();
    assertEquals(
        List.of(Result.UNKNOWN, Result.PASS),
        answers("weekly.room-link").stream().map(Answer::result).toList());
    assertEquals(
        List.of("maintenance - unknown", "maintenance unknown pass"), events("weekly.room-link"));
  }

  @Test
  void failureIsAnAnswerAndNotOverdue() throws StoreException {
    room.sees("link.listener", Finding.failed(Reason.NOT_LISTENING, "Nothing listens."));
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = MONDAY.plus(Duration.ofDays(5));
    upkeep.tick();
    ItemStatus status = status(upkeep.tick(), "weekly.room-link");
    assertEquals(Result.FAIL, status.last().orElseThrow().result());
    assertFalse(status.due() || status.overdue());
    assertEquals(1, answers("weekly.room-link").size());
  }

  @Test
  void waitsForChecksThatHaveNotLookedYetButNotForEver() throws StoreException {
    room.upkeep(store).tick();
    room.now = MONDAY.plus(DAY);
    room.hasNotSeen("room.app");
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.passes(Duration.ofMinutes(9));
    upkeep.tick();
    assertEquals(List.of(), answers("weekly.room-link"));
    room.sees("room.app", Finding.ok("Runs."));
    upkeep.tick();
    assertEquals(Result.PASS, answers("weekly.room-link").get(0).result());

    room.passes(Duration.ofDays(7));
    room.hasNotSeen("room.app");
    upkeep.tick();
    room.passes(Duration.ofMinutes(10));
    upkeep.tick();
    assertEquals(Result.UNKNOWN, answers("weekly.room-link").get(1).result());
  }

  @Test
  void clockMovedBackOrForwardNeverRunsAnOccurrenceTwice() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    for (Duration at :
        List.of(
            Duration.ofHours(1),
            Duration.ofDays(-2),
            Duration.ofHours(1),
            Duration.ofDays(40),
            Duration.ofHours(2),
            Duration.ofDays(7).plusHours(1),
            Duration.ofDays(41),
            Duration.ofDays(42).plusHours(1))) {
      room.now = MONDAY.plus(at);
      upkeep.tick();
      upkeep.tick();
    }
    assertEquals(
        List.of("2026-W48", "2026-W53", "2026-W49", "2027-W01"),
        answers("weekly.room-link").stream().map(a -> a.occurrence().period()).toList());
  }

  @Test
  void personsAnswerEndsTheTriesOfTheAgent() throws StoreException {
    room.sees("room.app", Finding.unknown(Reason.PERMISSION, "Not readable."));
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = MONDAY.plus(HOUR);
    upkeep.tick();
    new Attestations(store, room.agenda(), () -> room.now)
        .attest(
            new Attestations.Request(
                "weekly.room-link", "Ann", Result.PASS, "tried it", Optional.empty()));
    room.passes(Duration.ofHours(5));
    ItemStatus status = status(upkeep.tick(), "weekly.room-link");
    assertFalse(status.due());
    assertEquals("Ann", status.last().orElseThrow().said().by());
    assertEquals(
        List.of(Result.UNKNOWN, Result.PASS),
        answers("weekly.room-link").stream().map(Answer::result).toList());
  }

  @Test
  void personWhoIsEarlierDoesNotKeepTheAgentFromLooking() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = MONDAY;
    new Attestations(store, room.agenda(), () -> room.now)
        .attest(
            new Attestations.Request("weekly.room-link", "Ann", Result.PASS, "", Optional.empty()));
    room.passes(HOUR);
    upkeep.tick();
    room.passes(HOUR);
    upkeep.tick();
    assertEquals(2, answers("weekly.room-link").size());
  }

  @Test
  void fullDiskKeepsTheAnswerInMemoryAndRunsItOnce() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    store.full(true);
    room.now = MONDAY.plus(HOUR);
    for (int i = 0; i < 20; i++) {
      ItemStatus status = status(upkeep.tick(), "weekly.room-link");
      assertFalse(status.due(), status::toString);
      room.passes(HOUR);
    }
    assertEquals(3, upkeep.held());
    assertEquals(List.of(), answers("weekly.room-link"));
    store.full(false);
    upkeep.tick();
    assertEquals(0, upkeep.held());
    assertEquals(MONDAY.plus(HOUR), answers("weekly.room-link").get(0).said().at());
    assertEquals(List.of("maintenance - pass"), events("weekly.room-link"));
  }

  @Test
  void writtenButReportedAsFailedIsRecordedOnce() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = MONDAY.plus(HOUR);
    store.full(true);
    upkeep.tick();
    store.full(false);
    store.next(Faulty.Fate.FULL_BUT_WRITTEN);
    upkeep.tick();
    upkeep.tick();
    for (String item : List.of("weekly.room-link", "weekly.vpn", "weekly.power-and-connection")) {
      assertEquals(1, answers(item).size());
      assertEquals(List.of("maintenance - pass"), events(item));
    }
  }

  @Test
  void storeBegunAnewIsToldWhatIsKnown() throws Exception {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = MONDAY.plus(HOUR);
    upkeep.tick();
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    try (Store other = Store.open(fresh)) {
      store.moveTo(other);
      room.passes(HOUR);
      upkeep.tick();
      assertEquals(1, answers("weekly.room-link").size());
      assertEquals(
          Optional.of(Room.START),
          other.read(Beginnings::read).installed(),
          "what was due before stays so");
      upkeep.tick();
      assertEquals(1, answers("weekly.room-link").size());
      // And the next process finds it there.
      room.passes(HOUR);
      room.upkeep(other).tick();
      assertEquals(1, answers("weekly.room-link").size());
    }
  }

  @Test
  void installedWithAClockThatWasAheadIsPutRightAfterADay() throws StoreException {
    room.now = Instant.parse("2031-01-01T00:00:00Z");
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = Room.START;
    upkeep.tick();
    room.passes(DAY.plus(HOUR));
    upkeep.tick();
    assertEquals(Optional.of(Room.START), store.read(Beginnings::read).installed());
    room.now = MONDAY.plus(HOUR);
    room.upkeep(store).tick();
    assertEquals(1, answers("weekly.room-link").size());
  }

  @Test
  void clockThatBootedInThePastDoesNotMoveTheInstall() throws StoreException {
    room.upkeep(store).tick();
    room.now = Instant.EPOCH;
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.passes(HOUR);
    upkeep.tick();
    assertEquals(Optional.of(Room.START), store.read(Beginnings::read).installed());
    assertEquals(List.of(), store.read(Answers::all));
  }

  @Test
  void windowMovedWithinItsWeekDoesNotRunTheWeekAgain() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    upkeep.tick();
    room.now = MONDAY.plus(HOUR);
    upkeep.tick();
    Room moved = new Room("schedule: {weekly.room-link: {window: Thu 06:30, spread: 0s}}");
    upkeep.follow(moved.agenda());
    room.passes(Duration.ofDays(4));
    ItemStatus status = status(upkeep.tick(), "weekly.room-link");
    assertEquals(1, answers("weekly.room-link").size());
    assertEquals(Instant.parse("2026-12-03T06:30:00Z"), status.next().due());
  }

  @Test
  void monthOfTheStatusPageIsKeptHourByHour() throws StoreException {
    Upkeep upkeep = room.upkeep(store);
    Instant due = Instant.parse("2026-12-07T06:30:00Z");
    for (; room.now.isBefore(due.plus(HOUR)); room.passes(Duration.ofMinutes(20))) {
      boolean bad = room.now.toString().startsWith("2026-11-25T1");
      room.sees(
          "cloud.status",
          bad ? Finding.degraded(Reason.INCIDENT, "Rooms are slow.") : Finding.ok("All is well."));
      upkeep.tick();
    }
    Answer answer = answers("monthly.service-status").get(0);
    assertEquals(Result.PASS, answer.result());
    assertEquals(
        "The status page reported incidents, now over: 2026-11-25 10:00 UTC to 2026-11-25 19:00"
            + " UTC: Rooms are slow.",
        answer.said().note());
  }
}
