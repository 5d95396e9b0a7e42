package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoriesTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:20:00Z");
  private static final Duration DAY = Duration.ofHours(24);

  @TempDir private Path folder;
  private Store store;
  private Histories histories;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder);
    histories = new Histories(new Journal(store));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private void check(String at, String check, String state) throws Exception {
    write(at, Event.Kind.CHECK, check, state);
  }

  private void write(String at, Event.Kind kind, String subject, String after) throws Exception {
    Event event =
        new Event(Instant.parse(at), kind, subject, "text", Optional.empty(), Optional.of(after));
    store.write(
        transaction -> {
          Journal.write(transaction, event);
          return true;
        });
  }

  private static History.Span span(String from, String to, State state) {
    return new History.Span(Instant.parse(from), Instant.parse(to), state);
  }

  @Test
  void theStateBeforeTheDayIsThatOfItsBeginning() throws Exception {
    check("2026-11-01T00:00:00Z", "local.clock", "failed");
    check("2026-11-10T00:00:00Z", "local.clock", "ok");
    check("2026-11-20T08:00:00Z", "local.clock", "degraded (threshold)");
    check("2026-11-20T09:00:00Z", "local.clock", "degraded (no-answer)");
    check("2026-11-20T09:30:00Z", "local.clock", "ok");
    assertEquals(
        List.of(
            span("2026-11-19T10:20:00Z", "2026-11-20T08:00:00Z", State.OK),
            span("2026-11-20T08:00:00Z", "2026-11-20T09:30:00Z", State.DEGRADED),
            span("2026-11-20T09:30:00Z", "2026-11-20T10:20:00Z", State.OK)),
        histories.before(NOW, DAY).of("local.clock"));
  }

  @Test
  void aCheckThatIsNewHasNoPast() throws Exception {
    check("2026-11-20T10:00:00Z", "link.peer:x", "failed (refused)");
    assertEquals(
        List.of(span("2026-11-20T10:00:00Z", "2026-11-20T10:20:00Z", State.FAILED)),
        histories.before(NOW, DAY).of("link.peer:x"));
    assertEquals(List.of(), histories.before(NOW, DAY).of("link.peer:y"));
  }

  @Test
  void whileTheAgentWasStoppedNothingIsKnown() throws Exception {
    check("2026-11-10T00:00:00Z", "local.clock", "ok");
    write("2026-11-20T02:00:00Z", Event.Kind.AGENT, "roomwatch", History.STOPPED);
    write("2026-11-20T05:00:00Z", Event.Kind.AGENT, "roomwatch", History.STARTED);
    assertEquals(
        List.of(
            span("2026-11-19T10:20:00Z", "2026-11-20T02:00:00Z", State.OK),
            span("2026-11-20T05:00:00Z", "2026-11-20T10:20:00Z", State.OK)),
        histories.before(NOW, DAY).of("local.clock"));
  }

  @Test
  void aClockThatWasWrongForAWhileTurnsNoTimeAround() throws Exception {
    check("2026-11-20T08:00:00Z", "local.clock", "ok");
    check("2026-11-20T23:00:00Z", "local.clock", "failed");
    check("2026-11-20T07:00:00Z", "local.clock", "degraded");
    check("2026-11-20T09:00:00Z", "local.clock", "ok");
    List<History.Span> spans = histories.before(NOW, DAY).of("local.clock");
    for (int i = 0; i < spans.size(); i++) {
      assertTrue(spans.get(i).from().isBefore(spans.get(i).to()), spans.toString());
      assertTrue(i == 0 || !spans.get(i).from().isBefore(spans.get(i - 1).to()), spans.toString());
    }
  }

  @Test
  void ofMoreEventsThanAPageReadsTheBeginningIsLeftOut() throws Exception {
    store.write(
        transaction -> {
          for (int i = 0; i < Histories.MOST_EVENTS + 10; i++) {
            Journal.write(
                transaction,
                new Event(
                    NOW.minus(Duration.ofHours(10)).plusSeconds(i),
                    Event.Kind.CHECK,
                    "local.clock",
                    "text",
                    Optional.empty(),
                    Optional.of(i % 2 == 0 ? "ok" : "failed")));
          }
          return true;
        });
    History history = histories.before(NOW, DAY);
    assertEquals(NOW.minus(DAY), history.from());
    assertEquals(
        NOW.minus(Duration.ofHours(10)).plusSeconds(10),
        history.of("local.clock").getFirst().from());
  }
}
