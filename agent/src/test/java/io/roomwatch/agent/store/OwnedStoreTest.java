package io.roomwatch.agent.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.StoreException.Kind;
import io.roomwatch.agent.store.StoreHealth.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedStoreTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir private Path folder;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("store-", 0).factory());
  private final List<StoreHealth> told = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    threads.close();
  }

  private Path directory() {
    return folder.resolve("state");
  }

  private OwnedStore owned(Duration patience) {
    return new OwnedStore(
        new OwnedStore.Settings(directory(), new Retention(1 << 20, List.of()), patience),
        () -> NOW,
        System::nanoTime,
        threads,
        told::add);
  }

  private static int put(Store store, String name) throws StoreException {
    return store.write(
        transaction -> transaction.update("INSERT INTO memory VALUES (?, '')", name));
  }

  private static List<String> names(Store store) throws StoreException {
    return store.read(
        transaction -> transaction.list("SELECT name FROM memory", row -> row.text("name")));
  }

  @Test
  void beforeItIsOpenedNothingIsTouchedAndCallsFailAtOnce() throws Exception {
    try (OwnedStore store = owned(Duration.ofSeconds(5))) {
      assertEquals(Kind.UNUSABLE, assertThrows(StoreException.class, () -> put(store, "a")).kind());
      assertEquals(Kind.UNUSABLE, assertThrows(StoreException.class, () -> names(store)).kind());
      assertEquals(State.UNUSABLE, store.health().state());
      assertFalse(Files.exists(directory()));
    }
  }

  @Test
  void itsHealthIsToldAndMeasured() throws Exception {
    try (OwnedStore store = owned(Duration.ofSeconds(5))) {
      store.open();
      put(store, "a");
      StoreHealth health = store.health();
      assertEquals(State.OK, health.state());
      assertEquals(NOW, health.since());
      assertEquals("", health.text());
      assertEquals(0, health.failedWrites());
      assertEquals(
          Files.size(directory().resolve("roomwatch.db"))
              + Files.size(directory().resolve("roomwatch.db-wal")),
          health.bytes());
      assertEquals(List.of(State.OK), told.stream().map(StoreHealth::state).toList());
    }
  }

  @Test
  void aCommandAndTheDaemonSeeWhatTheOtherWrites() throws Exception {
    try (OwnedStore store = owned(Duration.ofSeconds(5))) {
      store.open();
      put(store, "daemon");
      long version = store.version();
      try (Store command = Store.openIfThere(directory()).orElseThrow()) {
        assertEquals(List.of("daemon"), names(command));
        put(command, "command");
      }
      assertNotEquals(version, store.version());
      assertEquals(List.of("command", "daemon"), names(store));
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsForAPersonToPutRight() throws Exception {
    Files.writeString(directory(), "");
    try (OwnedStore store = owned(Duration.ofSeconds(5))) {
      StoreException fault = assertThrows(StoreException.class, store::open);
      assertEquals(Kind.MISPLACED, fault.kind());
      assertEquals(
          directory() + ": the state directory cannot be made: a file of this name is in the way",
          fault.getMessage());
      assertTrue(fault.kind().needsPerson());
      // Whoever goes on without it finds it healed when that has been done.
      Files.delete(directory());
      store.tend();
      assertEquals(State.OK, store.health().state());
      put(store, "a");
    }
  }

  @Test
  void aDatabaseRemovedWhileInUseIsBegunAgain() throws Exception {
    try (OwnedStore store = owned(Duration.ofSeconds(5))) {
      store.open();
      put(store, "a");
      long version = store.version();
      remove(directory());
      store.tend();
      assertEquals(State.OK, store.health().state());
      assertEquals(
          List.of(State.OK, State.UNUSABLE, State.OK),
          told.stream().map(StoreHealth::state).toList());
      assertEquals(
          directory().resolve("roomwatch.db") + ": removed while in use", told.get(1).text());
      assertEquals(List.of(), names(store));
      put(store, "b");
      assertNotEquals(version, store.version());
      assertTrue(Files.exists(directory().resolve("roomwatch.lock")));
    }
  }

  @Test
  void sqliteRunsOnItsOwnThreadsAlsoForVirtualCallers() throws Exception {
    try (OwnedStore store = owned(Duration.ofSeconds(5));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      store.open();
      for (boolean write : new boolean[] {true, false}) {
        Transaction.Work<String> work =
            transaction -> Thread.currentThread().getName() + Thread.currentThread().isVirtual();
        String thread = callers.submit(() -> write ? store.write(work) : store.read(work)).get();
        assertTrue(thread.matches("store-\\d+false"), thread);
      }
    }
  }

  @Test
  void whileOneTransactionHangsOthersFailInTimeAndAfterwardsItHeals() throws Exception {
    try (OwnedStore store = owned(Duration.ofMillis(100));
        ExecutorService callers = Executors.newCachedThreadPool()) {
      store.open();
      CountDownLatch within = new CountDownLatch(1);
      CountDownLatch answered = new CountDownLatch(1);
      Future<Integer> hanging =
          callers.submit(
              () ->
                  store.write(
                      transaction -> {
                        within.countDown();
                        wait(answered);
                        return transaction.update("INSERT INTO memory VALUES ('hung', '')");
                      }));
      wait(within);
      assertEquals(Kind.BUSY, assertThrows(StoreException.class, () -> put(store, "a")).kind());
      assertEquals(State.UNUSABLE, store.health().state());
      assertEquals(List.of(), names(store), "reading goes on");
      Future<?> tending = callers.submit(store::tend);
      answered.countDown();
      assertEquals(1, hanging.get());
      tending.get();
      await()
          .until(
              () -> {
                store.tend();
                return store.health().state() == State.OK;
              });
      put(store, "a");
      assertEquals(List.of("a", "hung"), names(store));
    }
  }

  @Test
  void afterItIsClosedAnotherMayHaveIt() throws Exception {
    OwnedStore first = owned(Duration.ofSeconds(5));
    first.open();
    put(first, "a");
    first.close();
    assertEquals(Kind.UNUSABLE, assertThrows(StoreException.class, () -> put(first, "b")).kind());
    first.tend();
    try (OwnedStore second = owned(Duration.ofSeconds(5))) {
      second.open();
      assertEquals(List.of("a"), names(second));
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
