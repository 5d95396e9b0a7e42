package io.roomwatch.agent.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Alert;
import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Trouble;
import io.roomwatch.agent.sink.Receiver.Audience;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerting with its threads, in real time. */
class AlertingTest {

  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeSink slow = new FakeSink("slow", Audience.MACHINES);
  private final FakeSink quick = new FakeSink("quick", Audience.MACHINES);
  private final CountDownLatch hold = new CountDownLatch(1);
  private Store store;
  private Alerting alerting;

  @BeforeEach
  void start() throws StoreException {
    store = Store.open(folder);
    alerting =
        new Alerting(
            new Alerting.Ground(
                store,
                (transaction, event) -> {},
                began -> new Notice.Context(List.of(), List.of(), Optional.empty())),
            new Alerting.Clocks(InstantSource.system(), System::nanoTime, new Random(1)),
            threads);
    alerting.start(
        new Policy(
            Duration.ZERO,
            Duration.ofHours(4),
            List.of(new Policy.Level("", Duration.ZERO, List.of("slow", "quick"))),
            List.of()),
        List.of(slow, quick));
  }

  @AfterEach
  void end() throws StoreException {
    hold.countDown();
    alerting.close();
    threads.close();
    store.close();
  }

  @Test
  void sinkThatHangsHoldsUpNoOther() {
    slow.answer =
        (notice, attempt) -> {
          try {
            hold.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return FakeSink.OK;
        };
    alerting.situation(broken(Room.PEER_DOWN));
    await().atMost(Duration.ofSeconds(10)).until(() -> quick.taken.size() == 1);
    alerting.situation(broken());
    await().atMost(Duration.ofSeconds(10)).until(() -> quick.taken.size() == 2);
    assertEquals(1, slow.tried.size());
    hold.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> slow.taken.size() == 2);
    assertEquals(List.of("firing link.peer-down", "resolved link.peer-down"), slow.story());
  }

  @Test
  void messageLeavesAtOnceAndNotWithTheNextPoll() {
    alerting.situation(broken());
    await().until(() -> alerting.counts().sinks().size() == 2);
    AtomicLong took = new AtomicLong();
    long asked = System.nanoTime();
    quick.answer =
        (notice, attempt) -> {
          took.compareAndSet(0, System.nanoTime() - asked);
          return FakeSink.OK;
        };
    alerting.situation(broken(Room.PEER_DOWN));
    await().atMost(Duration.ofSeconds(10)).until(() -> quick.taken.size() == 1);
    System.out.println(
        "from situation to sink: " + Duration.ofNanos(took.get()).toMillis() + " ms");
    assertTrue(took.get() < Desk.POLL.toNanos() / 2, took + " ns");
  }

  @Test
  void commandOfAnotherProcessIsNoticed() throws StoreException {
    quick.answers(FakeSink.REFUSED);
    alerting.situation(broken(Room.PEER_DOWN));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Optional.ofNullable(alerting.counts().sinks().get("quick"))
                    .map(sink -> sink.entries().get(Entry.Status.PARKED))
                    .filter(parked -> parked == 1)
                    .isPresent());
    quick.answers(FakeSink.OK);
    try (Store beside = Store.open(folder)) {
      Outbox outbox = new Outbox(beside, (transaction, event) -> {}, InstantSource.system());
      assertEquals(1, outbox.retry(new Outbox.Which.OfSink("quick")).size());
      await().atMost(Duration.ofSeconds(10)).until(() -> quick.taken.size() == 1);
      String key = quick.taken.get(0).key();
      assertEquals(
          Optional.of(key), outbox.acknowledge(key, "Ada").map(one -> one.identity().key()));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  alerting.alerts().get(0).phase() instanceof Alert.Firing firing
                      && firing.acknowledgedBy().equals(Optional.of("Ada")));
    }
  }

  @Test
  void endWaitsForTheAttemptUnderWay() throws Exception {
    AtomicBoolean begun = new AtomicBoolean();
    slow.answer =
        (notice, attempt) -> {
          begun.set(true);
          try {
            hold.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return FakeSink.OK;
        };
    alerting.situation(broken(Room.PEER_DOWN));
    await().atMost(Duration.ofSeconds(10)).until(begun::get);
    Thread closing = Thread.ofVirtual().start(alerting::close);
    hold.countDown();
    assertTrue(closing.join(Duration.ofSeconds(10)));
    Outbox outbox = new Outbox(store, (transaction, event) -> {}, InstantSource.system());
    assertEquals(List.of(), outbox.pending());
    assertEquals(2, outbox.newest(Entry.Status.DELIVERED, 10).size());
  }

  private static Situation broken(String... causes) {
    List<Trouble> troubles =
        java.util.Arrays.stream(causes)
            .map(cause -> Room.trouble(cause, "failed", Instant.parse("2026-11-20T10:00:00Z")))
            .toList();
    return new Situation(Room.NAME, troubles, new Situation.View(true, Set.of()), List.of());
  }
}
