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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifetimeTest {

  private static final Instant START = Instant.parse("2026-11-20T06:00:00Z");

  @TempDir private Path folder;
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private Instant now = START;
  private Store store;
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder);
    journal = new Journal(store);
  }

  @AfterEach
  void close() throws Exception {
    worker.close();
    store.close();
  }

  /** One run of the agent; each has a recorder of its own. */
  private final class Run {

    private final Recorder recorder =
        new Recorder(store, worker, () -> now, System::nanoTime, Recorder.Limits.DEFAULT);
    private final Lifetime lifetime = new Lifetime(recorder, () -> now);

    Run() {
      lifetime.begin(journal, "Roomwatch 1.2.3 (abc1234)");
      written();
    }

    void written() {
      assertEquals(0, recorder.flush(Duration.ofSeconds(20)));
    }

    void lives() {
      lifetime.live();
      written();
    }

    void check(String state) {
      recorder.add(
          new Event(
              now, Event.Kind.CHECK, "local.clock", "text", Optional.empty(), Optional.of(state)));
      written();
    }

    void ends() {
      lifetime.end();
      written();
    }
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private List<String> told() throws Exception {
    return journal.between(Instant.EPOCH, now.plusSeconds(1), 100).stream()
        .map(event -> event.at() + " " + event.after().orElse(""))
        .toList();
  }

  @Test
  void aRunThatWasKilledIsToldByTheNextOneWithItsLastSignOfLife() throws Exception {
    Run first = new Run();
    first.check("ok");
    pass(Duration.ofMinutes(30));
    first.lives();
    pass(Duration.ofHours(2));
    Run unused = new Run();
    assertEquals(
        List.of(
            "2026-11-20T06:00:00Z started",
            "2026-11-20T06:00:00Z ok",
            "2026-11-20T06:30:00Z stopped",
            "2026-11-20T08:30:00Z started"),
        told());
    pass(Duration.ofMinutes(10));
    assertEquals(
        List.of(
            new History.Span(START, START.plusSeconds(1800), State.OK),
            new History.Span(START.plusSeconds(9000), now, State.OK)),
        new Histories(journal).before(now, Duration.ofHours(24)).of("local.clock"),
        "nothing is known of the time between");
  }

  @Test
  void aRunThatToldOfItsEndIsNotToldOfAgain() throws Exception {
    Run first = new Run();
    pass(Duration.ofMinutes(5));
    first.ends();
    pass(Duration.ofMinutes(5));
    Run second = new Run();
    pass(Duration.ofMinutes(5));
    second.ends();
    assertEquals(
        List.of(
            "2026-11-20T06:00:00Z started",
            "2026-11-20T06:05:00Z stopped",
            "2026-11-20T06:10:00Z started",
            "2026-11-20T06:15:00Z stopped"),
        told());
  }

  @Test
  void anEndIsNotBeforeWhatWasToldLast() throws Exception {
    Run first = new Run();
    pass(Duration.ofSeconds(40));
    first.check("failed (refused)");
    pass(Duration.ofHours(1));
    Run unused = new Run();
    assertTrue(told().contains("2026-11-20T06:00:40Z stopped"), told().toString());
    assertEquals(
        "2026-11-20T06:00:40Z failed (refused)", told().get(1), "in the order of what was");
  }
}
