package io.roomwatch.agent.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.journal.Event.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecorderTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  @TempDir private Path folder;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong nanos = new AtomicLong();
  private RoomStore store;

  @BeforeEach
  void open() throws Exception {
    store = new RoomStore(folder);
  }

  @AfterEach
  void close() throws Exception {
    executor.shutdownNow();
    store.close();
  }

  private Recorder recorder(int waiting) {
    return recorder(waiting, PAUSE);
  }

  private Recorder recorder(int waiting, Duration pause) {
    return new Recorder(
        store,
        executor,
        () -> Events.AT.plusSeconds(5000),
        nanos::get,
        new Recorder.Limits(waiting, pause));
  }

  private List<Event> journal() throws Exception {
    return new Journal(store).between(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 99_999);
  }

  @Test
  void whatIsAddedIsWrittenInItsOrder() throws Exception {
    Recorder recorder = recorder(10_000);
    for (int i = 0; i < 3_000; i++) {
      recorder.add(Events.of(i % 2 == 0 ? Kind.CHECK : Kind.CHANGE, i));
    }
    assertEquals(0, recorder.flush(SOON));
    assertEquals(
        IntStream.range(0, 3_000).boxed().toList(),
        journal().stream().map(Events::number).toList());
    assertEquals(0, recorder.waiting());
    assertEquals(0, recorder.lost());
  }

  @Test
  void eventsOfManyThreadsAreAllWrittenOnce() throws Exception {
    Recorder recorder = recorder(100_000);
    CountDownLatch done = new CountDownLatch(8);
    for (int thread = 0; thread < 8; thread++) {
      int first = thread * 500;
      executor.execute(
          () -> {
            for (int i = 0; i < 500; i++) {
              recorder.add(Events.of(Kind.CHANGE, first + i));
            }
            done.countDown();
          });
    }
    done.await();
    assertEquals(0, recorder.flush(SOON));
    assertEquals(
        IntStream.range(0, 4_000).boxed().toList(),
        journal().stream().map(Events::number).sorted().toList());
  }

  @Test
  void addingDoesNotWaitForAStoreThatHangs() throws Exception {
    CountDownLatch hold = store.hold();
    Recorder recorder = recorder(10);
    for (int i = 0; i < 10; i++) {
      // Would hang here for ever.
      recorder.add(Events.of(Kind.CHANGE, i));
    }
    assertTrue(recorder.flush(Duration.ofMillis(50)) > 0, "flush gives up in time and says so");
    hold.countDown();
    assertEquals(0, recorder.flush(SOON));
    assertEquals(10, journal().size());
  }

  @Test
  void aBrokenStoreIsTriedAgainWithAPauseAndNothingThatFitsIsLost() throws Exception {
    store.breakDown();
    Recorder recorder = recorder(100);
    for (int i = 0; i < 50; i++) {
      recorder.add(Events.of(Kind.CHANGE, i));
    }
    await().atMost(SOON).until(() -> store.tries() >= 3);
    assertEquals(List.of(), journal());
    store.heal();
    await().atMost(SOON).until(() -> recorder.waiting() == 0 && recorder.flush(SOON) == 0);
    assertEquals(
        IntStream.range(0, 50).boxed().toList(), journal().stream().map(Events::number).toList());
  }

  @Test
  void aBrokenStoreIsNotTriedInABusyLoop() throws Exception {
    store.breakDown();
    Recorder recorder = recorder(100, Duration.ofHours(1));
    recorder.add(Events.of(Kind.CHANGE, 0));
    await().atMost(SOON).until(() -> store.tries() == 1 && recorder.waiting() == 1);
    for (int i = 1; i < 50; i++) {
      recorder.add(Events.of(Kind.CHANGE, i));
    }
    assertEquals(50, recorder.waiting());
    assertEquals(1, store.tries(), "events that come meanwhile wait for the pause to end");
    store.heal();
    assertEquals(0, recorder.flush(SOON), "a flush does not wait for the pause");
    assertEquals(50, journal().size());
  }

  @Test
  void afterwardsTheJournalSaysWhatWasLostAndForHowLong() throws Exception {
    store.breakDown();
    Recorder recorder = recorder(10, Duration.ofHours(1));
    recorder.add(Events.of(Kind.CHANGE, 0));
    await().atMost(SOON).until(() -> store.tries() == 1 && recorder.waiting() == 1);
    for (int i = 1; i < 30; i++) {
      recorder.add(Events.of(i < 20 ? Kind.CHECK : Kind.CHANGE, i));
    }
    assertEquals(20, recorder.lost());
    nanos.set(Duration.ofMinutes(12).toNanos());
    store.heal();
    assertEquals(0, recorder.flush(SOON));
    List<Event> events = journal();
    assertEquals(11, events.size());
    Event told = events.getFirst();
    assertEquals(Kind.STORE, told.kind());
    assertEquals("journal", told.subject());
    assertTrue(
        told.text().startsWith("The journal could not be written for 12 min ("), told.text());
    assertTrue(
        told.text()
            .endsWith(
                "20 events were lost, 19 of them changes of checks, the first of 2026-11-20 10:00"
                    + " UTC."),
        told.text());
    assertEquals(
        IntStream.range(20, 30).boxed().toList(),
        events.subList(1, 11).stream().map(Events::number).toList());
  }

  @Test
  void aShortTroubleWithoutLossIsNotWorthAnEvent() throws Exception {
    store.breakDown();
    Recorder recorder = recorder(10);
    recorder.add(Events.of(Kind.CHANGE, 0));
    await().atMost(SOON).until(() -> store.tries() >= 1);
    nanos.set(Duration.ofSeconds(59).toNanos());
    store.heal();
    await().atMost(SOON).until(() -> recorder.flush(SOON) == 0);
    assertEquals(1, journal().size());
  }

  @Test
  void aLongTroubleWithoutLossIsTold() throws Exception {
    store.breakDown();
    Recorder recorder = recorder(10, Duration.ofHours(1));
    recorder.add(Events.of(Kind.CHANGE, 0));
    await().atMost(SOON).until(() -> store.tries() == 1 && recorder.waiting() == 1);
    nanos.set(Duration.ofHours(3).toNanos());
    store.heal();
    assertEquals(0, recorder.flush(SOON));
    assertTrue(journal().getFirst().text().startsWith("The journal could not be written for 3 h"));
    assertTrue(journal().getFirst().text().endsWith(": nothing was lost."));
  }

  @Test
  void aNoteIsKeptTogetherWithItsEvents() throws Exception {
    store.breakDown();
    Recorder recorder = recorder(10, Duration.ofHours(1));
    recorder.add(List.of(Events.of(Kind.CHANGE, 0)), new Note("machine", "{}"));
    await().atMost(SOON).until(() -> store.tries() == 1 && recorder.waiting() == 1);
    Journal journal = new Journal(store);
    assertTrue(journal.note("machine").isEmpty());
    store.heal();
    assertEquals(0, recorder.flush(SOON));
    assertEquals("{}", journal.note("machine").orElseThrow());
    recorder.add(List.of(), new Note("machine", "{1}"));
    assertEquals(0, recorder.flush(SOON));
    assertEquals("{1}", journal.note("machine").orElseThrow());
  }

  @Test
  void anErrorOfTheStoreLosesNothingAndTheNextEventsAreWritten() throws Exception {
    store.dies(new StackOverflowError("thrown by a test"));
    Recorder recorder = recorder(10);
    recorder.add(Events.of(Kind.CHANGE, 0));
    recorder.add(Events.of(Kind.CHANGE, 1));
    await().atMost(SOON).until(() -> recorder.flush(SOON) == 0);
    assertEquals(List.of(0, 1), journal().stream().map(Events::number).toList());
  }

  @Test
  void anExecutorThatHasEndedDoesNotThrowIntoWhoAdds() throws Exception {
    Recorder recorder = recorder(10);
    executor.shutdownNow();
    recorder.add(Events.of(Kind.CHANGE, 0));
    assertEquals(1, recorder.flush(Duration.ofMillis(10)));
    assertEquals(1, recorder.waiting());
  }

  @Test
  void anInterruptedWriterLeavesTheEventsForTheNext() throws Exception {
    store.breakDown();
    Recorder recorder = recorder(10, Duration.ofHours(1));
    recorder.add(Events.of(Kind.CHANGE, 0));
    await().atMost(SOON).until(() -> store.tries() == 1 && recorder.waiting() == 1);
    executor.shutdownNow();
    assertTrue(executor.awaitTermination(20, java.util.concurrent.TimeUnit.SECONDS));
    assertEquals(1, recorder.flush(Duration.ofMillis(10)));
  }
}
