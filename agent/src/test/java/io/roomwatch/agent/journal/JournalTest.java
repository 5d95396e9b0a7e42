package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.journal.Event.Kind;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {

  @TempDir private Path folder;
  private Store store;
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder);
    journal = new Journal(store);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void write(Event... events) throws StoreException {
    store.write(
        transaction -> {
          for (Event event : events) {
            Journal.write(transaction, event);
          }
          return true;
        });
  }

  private static Event at(int number, String time) {
    return Events.of(Kind.CHANGE, number, Instant.parse(time));
  }

  private List<Integer> between(String from, String to) throws StoreException {
    return journal.between(Instant.parse(from), Instant.parse(to), 100).stream()
        .map(Events::number)
        .toList();
  }

  @Test
  void anEventComesBackAsItWasWritten() throws Exception {
    Event whole =
        new Event(
            Events.AT, Kind.DELIVERY, "ops", "It was taken.", Optional.of("a"), Optional.of("b"));
    Event plain = Event.of(Events.AT.plusMillis(1), Kind.AGENT, "agent", "Roomwatch started.");
    write(whole, plain);
    assertEquals(List.of(whole, plain), journal.between(Events.AT, Events.AT.plusSeconds(1), 100));
  }

  @Test
  void everyKindComesBack() throws Exception {
    int number = 0;
    for (Kind kind : Kind.values()) {
      write(Events.of(kind, number++));
    }
    assertEquals(
        List.of(Kind.values()),
        journal.between(Events.AT, Events.AT.plus(Duration.ofDays(1)), 100).stream()
            .map(Event::kind)
            .toList());
  }

  @Test
  void aRangeHasItsBeginningAndNotItsEnd() throws Exception {
    write(at(1, "2026-11-20T10:00:00Z"), at(2, "2026-11-20T11:00:00Z"));
    assertEquals(List.of(1), between("2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"));
    assertEquals(List.of(2), between("2026-11-20T10:00:01Z", "2026-11-20T11:00:01Z"));
    assertEquals(List.of(), between("2026-11-20T11:00:01Z", "2026-11-20T12:00:00Z"));
  }

  @Test
  void aLimitKeepsTheNewestAndTheNewestIsLast() throws Exception {
    for (int i = 0; i < 10; i++) {
      write(Events.of(Kind.CHECK, i));
    }
    assertEquals(
        List.of(7, 8, 9),
        journal.between(Events.AT, Events.AT.plusSeconds(99), 3).stream()
            .map(Events::number)
            .toList());
  }

  @Test
  void anEventThatAWrongClockDatedIsNotLostAndStandsWhereItHappened() throws Exception {
    write(
        at(1, "2026-11-20T10:00:00Z"),
        at(2, "1970-01-01T00:00:05Z"),
        at(3, "2038-01-19T03:14:07Z"),
        at(4, "2026-11-20T09:00:00Z"),
        at(5, "2026-11-20T10:01:00Z"));
    assertEquals(List.of(1, 2, 3, 4, 5), between("2026-11-20T09:30:00Z", "2026-11-20T12:00:00Z"));
  }

  @Test
  void anEventOutsideTheRangeOnEitherSideIsNotPartOfIt() throws Exception {
    write(
        at(1, "2026-11-18T10:00:00Z"),
        at(2, "2026-11-20T10:00:00Z"),
        at(3, "2026-11-20T10:05:00Z"),
        at(4, "2026-11-22T10:00:00Z"));
    assertEquals(List.of(2, 3), between("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"));
  }

  @Test
  void changesAreWhatSomebodyOrSomethingDid() throws Exception {
    int number = 0;
    for (Kind kind : Kind.values()) {
      write(Events.of(kind, number++));
    }
    assertEquals(
        List.of(Kind.AGENT, Kind.CHANGE, Kind.RELOAD, Kind.ATTESTATION),
        journal.changes(Events.AT, Events.AT.plusSeconds(99), 100).stream()
            .map(Event::kind)
            .toList());
    assertEquals(
        List.of(Kind.ATTESTATION),
        journal.changes(Events.AT, Events.AT.plusSeconds(99), 1).stream()
            .map(Event::kind)
            .toList());
  }

  @Test
  void anEventLivesAndDiesWithTheTransactionItIsWrittenIn() throws Exception {
    assertThrows(
        IllegalStateException.class,
        () ->
            store.write(
                transaction -> {
                  Journal.write(transaction, Events.of(Kind.ALERT, 1));
                  throw new IllegalStateException("whoever wrote it has changed his mind");
                }));
    assertEquals(List.of(), journal.between(Instant.EPOCH, Events.AT.plusSeconds(99), 10));
  }

  @Test
  void theLastStateOfEachCheckIsTheNewestThatSaysOne() throws Exception {
    write(
        state("cloud.tcp:zoom.us:443", "ok", "failed"),
        state("link.listener", "ok", "degraded"),
        state("cloud.tcp:zoom.us:443", "failed (timeout)", "failed (refused)"),
        Event.of(Events.AT, Kind.CHECK, "link.listener", "It flaps."),
        state("verdict", "ok", "failed"));
    assertEquals(
        Map.of(
            "cloud.tcp:zoom.us:443", "failed (refused)",
            "link.listener", "degraded",
            "verdict", "failed"),
        journal.states());
  }

  private static Event state(String check, String before, String after) {
    return new Event(
        Events.AT, Kind.CHECK, check, "It changed.", Optional.of(before), Optional.of(after));
  }

  @Test
  void aRangeIsFoundByTheIndexAndReadByItsIds() throws Exception {
    String span = plan(Journal.SPAN, Events.AT, Events.AT);
    assertTrue(span.contains("SEARCH event USING COVERING INDEX event_at (at>? AND at<?)"), span);
    for (String sql : List.of(Journal.NEWEST, Journal.NEWEST_CHANGES)) {
      String plan = plan(sql, 1L, 2L, 3);
      assertTrue(
          plan.contains("SEARCH event USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"), plan);
      assertTrue(!plan.contains("TEMP B-TREE"), "nothing is sorted: " + plan);
    }
  }

  private String plan(String sql, Object... arguments) throws StoreException {
    return store.read(
        transaction ->
            String.join(
                "; ",
                transaction.list(
                    "EXPLAIN QUERY PLAN " + sql, row -> row.text("detail"), arguments)));
  }
}
