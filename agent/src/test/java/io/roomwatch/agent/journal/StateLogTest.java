package io.roomwatch.agent.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roomwatch.agent.health.Change;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.verdict.VerdictId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLogTest {

  private static final CheckId PEER = CheckId.of(CheckKind.LINK_PEER, "a");

  @TempDir private Path folder;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  /** What a run of the agent writes that sees one check and one verdict. */
  private List<String> run(State peer) throws Exception {
    try (Store store = Store.open(folder)) {
      Journal journal = new Journal(store);
      Recorder recorder =
          new Recorder(store, executor, () -> Events.AT, () -> 0, Recorder.Limits.DEFAULT);
      int before = journal.between(Events.AT, Events.AT.plusSeconds(1), 100).size();
      StateLog log = new StateLog(journal, recorder, () -> Events.AT, () -> 0);
      Reason reason = peer == State.OK ? Reason.OK : Reason.REFUSED;
      log.changed(new Change.Became(PEER, Events.AT, State.UNKNOWN, peer, reason, "So it is."));
      for (int i = 0; i < 3; i++) {
        log.judged(
            peer == State.OK
                ? VerdictEventsTest.verdict(VerdictId.HEALTHY, State.OK)
                : VerdictEventsTest.verdict(VerdictId.LINK_PORT_CLOSED, State.FAILED, "a"));
      }
      assertEquals(0, recorder.flush(Duration.ofSeconds(20)));
      List<Event> all = journal.between(Events.AT, Events.AT.plusSeconds(1), 100);
      return all.subList(before, all.size()).stream()
          .map(event -> event.kind().label() + " " + event.subject())
          .toList();
    }
  }

  @Test
  void statesAndVerdictsAreToldOnceOverRestarts() throws Exception {
    assertEquals(List.of("check link.peer:a", "verdict healthy"), run(State.OK));
    assertEquals(List.of(), run(State.OK));
    assertEquals(List.of("check link.peer:a", "verdict link.port-closed"), run(State.FAILED));
    assertEquals(List.of(), run(State.FAILED));
    assertEquals(List.of("check link.peer:a", "verdict healthy"), run(State.OK));
  }

  @Test
  void aMemoryThatCannotBeReadIsNoReasonNotToStart() throws Exception {
    RoomStore store = new RoomStore(folder);
    store.close();
    Recorder recorder =
        new Recorder(store, executor, () -> Events.AT, () -> 0, Recorder.Limits.DEFAULT);
    StateLog log = new StateLog(new Journal(store), recorder, () -> Events.AT, () -> 0);
    log.judged(VerdictEventsTest.verdict(VerdictId.HEALTHY, State.OK));
    assertEquals(1, recorder.flush(Duration.ofMillis(50)));
  }
}
