package io.roomwatch.agent.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.roomwatch.agent.maintenance.Silences.Outcome;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilencesTest {

  private static final List<String> KNOWN =
      List.of("link.peer:pc", "local.vpn", "net.isolation", "weekly.vpn");
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  @TempDir Path folder;
  private Store store;
  private Silences silences;
  private final Room room = new Room("");

  @BeforeEach
  void open() throws StoreException {
    store = Store.open(folder);
    silences = new Silences(store, () -> room.now);
  }

  @AfterEach
  void close() throws StoreException {
    store.close();
  }

  private Silence start(String... ids) throws StoreException {
    return switch (silences.start(
        new Silences.Request(List.of(ids), TWO_HOURS, "Ann", "painters"), KNOWN)) {
      case Outcome.Done done -> done.silence();
      case Outcome.Refused refused -> fail(refused.why());
    };
  }

  private String refused(Duration lasts, String by, String... ids) throws StoreException {
    return switch (silences.start(new Silences.Request(List.of(ids), lasts, by, ""), KNOWN)) {
      case Outcome.Done done -> fail(done.toString());
      case Outcome.Refused refused -> refused.why();
    };
  }

  private List<String> told() throws StoreException {
    return store.read(
        transaction ->
            transaction.list(
                "SELECT text FROM event WHERE kind = 'silence' ORDER BY id",
                row -> row.text("text")));
  }

  @Test
  void coversWhatItNamesAndWithoutNamesEverything() throws StoreException {
    Silence one = start("link.peer", "weekly.vpn");
    assertTrue(one.covers("link.peer:pc") && one.covers("weekly.vpn"));
    assertFalse(one.covers("local.vpn") || one.covers("link.peers"));
    assertTrue(start().covers("anything"));
    assertEquals("everything", silences.list().get(1).what());
  }

  @Test
  void isActiveUntilItsEndWhichIsToldOnce() throws StoreException {
    Silence silence = start("local.vpn");
    assertEquals(List.of(silence), silences.active());
    Upkeep upkeep = room.upkeep(store);
    room.passes(TWO_HOURS.minusMillis(1));
    upkeep.tick();
    assertEquals(1, silences.active().size());
    room.passes(Duration.ofMillis(1));
    upkeep.tick();
    upkeep.tick();
    assertEquals(List.of(), silences.active());
    assertEquals(
        List.of(
            "Ann silenced local.vpn until 2026-11-18T12:00:00Z: painters",
            "The silence of local.vpn by Ann has ended."),
        told());
    assertEquals(new Outcome.Refused("Silence 1 has ended already."), silences.end(1, "Ben"));
  }

  @Test
  void endedBeforeItsTimeBySomebody() throws StoreException {
    Silence silence = start("local.vpn");
    room.passes(Duration.ofHours(1));
    Outcome ended = silences.end(silence.id(), "Ben");
    assertTrue(
        ended instanceof Outcome.Done done
            && done.silence().ended().equals(Optional.of(new Silence.Ended(room.now, "Ben"))),
        ended::toString);
    assertEquals(List.of(), silences.active());
    assertEquals(Optional.of(new Silence.Ended(room.now, "Ben")), silences.list().get(0).ended());
    room.passes(TWO_HOURS);
    room.upkeep(store).tick();
    assertEquals("Ben ended the silence of local.vpn.", told().get(1));
    assertEquals(2, told().size());
  }

  @Test
  void refusalsSayWhy() throws StoreException {
    assertEquals(
        "'local.vpm' is no check, verdict or item; did you mean 'local.vpn'?",
        refused(TWO_HOURS, "Ann", "local.vpm"));
    assertEquals("Say who you are: the name is kept.", refused(TWO_HOURS, " "));
    String limits = "A silence lasts more than nothing and at most 366 days.";
    assertEquals(limits, refused(Duration.ZERO, "Ann"));
    assertEquals(limits, refused(Duration.ofDays(367), "Ann"));
    assertEquals(new Outcome.Refused("There is no silence 7."), silences.end(7, "Ann"));
    start();
    assertEquals(new Outcome.Refused("Say who you are: the name is kept."), silences.end(1, " "));
    assertEquals(1, silences.list().size());
  }
}
