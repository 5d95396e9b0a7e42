package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.store.StoreException.Kind;
import io.roomwatch.agent.store.StoreHealth.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several real processes on one state directory. */
@Tag("patient")
class ProcessesIT {

  private static final int WRITERS = 6;
  private static final int WRITES = 150;

  @TempDir private Path folder;

  @Test
  void aSecondDaemonIsToldWhoHasTheDirectoryAndGetsItWhenThatOneIsKilled() throws Exception {
    Process first = StoreProcess.start(List.of(), "own", folder.toString());
    assertEquals("OK " + first.pid(), StoreProcess.output(first).readLine());
    Process second = StoreProcess.start(List.of(), "own", folder.toString());
    assertEquals(
        "OWNED %s is in use by another Roomwatch daemon (process %d). Stop that one, or give this one a --storage.path of its own\n"
            .formatted(folder, first.pid()),
        new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    // A command is not a daemon.
    try (Store command = Store.open(folder)) {
      command.write(transaction -> transaction.update("INSERT INTO memory VALUES ('a', '1')"));
    }
    first.destroyForcibly().waitFor();
    assertTrue(
        Files.exists(folder.resolve("roomwatch.lock")), "the stale file is in the way of nobody");
    Process third = StoreProcess.start(List.of(), "own", folder.toString());
    assertEquals("OK " + third.pid(), StoreProcess.output(third).readLine());
    third.getOutputStream().close();
    assertEquals(0, third.waitFor());
    Process fourth = StoreProcess.start(List.of(), "own", folder.toString());
    assertEquals("OK " + fourth.pid(), StoreProcess.output(fourth).readLine());
    fourth.destroyForcibly().waitFor();
  }

  @Test
  void aLockFileWithNonsenseInItIsTaken() throws Exception {
    Files.writeString(folder.resolve("roomwatch.lock"), "99999999\nand more\n");
    Process first = StoreProcess.start(List.of(), "own", folder.toString());
    assertEquals("OK " + first.pid(), StoreProcess.output(first).readLine());
    assertEquals(first.pid() + "\n", Files.readString(folder.resolve("roomwatch.lock")));
    first.destroyForcibly().waitFor();
  }

  @Test
  void noWriteIsLostAndNobodyIsTurnedAwayWhenManyProcessesWriteAtOnce() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          StoreProcess.start(
              List.of(), "count", folder.toString(), "writer" + i, Integer.toString(WRITES)));
    }
    for (Process writer : writers) {
      String said = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("ready\ndone\n", said);
    }
    try (Store store = Store.open(folder)) {
      assertEquals(
          Integer.toString(WRITERS * WRITES),
          store
              .read(
                  transaction ->
                      transaction.first(
                          "SELECT value FROM memory WHERE name = 'sum'", row -> row.text("value")))
              .orElseThrow());
      assertEquals(
          WRITERS * WRITES,
          store
              .read(
                  transaction ->
                      transaction.first("SELECT count(*) AS n FROM event", row -> row.number("n")))
              .orElseThrow());
    }
  }

  @Test
  void aCommandThatStopsInTheMiddleDoesNotStopTheDaemonAndLeavesNothing() throws Exception {
    Process command = StoreProcess.start(List.of(), "hold", folder.toString());
    assertEquals("held", StoreProcess.output(command).readLine());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        OwnedStore store =
            new OwnedStore(
                new OwnedStore.Settings(
                    folder, new Retention(1 << 20, List.of()), Duration.ofMillis(100)),
                InstantSource.system(),
                System::nanoTime,
                threads,
                health -> {})) {
      store.open();
      assertEquals(State.UNUSABLE, store.health().state(), "it cannot be written");
      assertEquals(0L, store.<Long>read(transaction -> 0L), "but it can be read");
      StoreException busy = assertThrows(StoreException.class, () -> store.write(transaction -> 0));
      assertEquals(Kind.BUSY, busy.kind());
      command.destroyForcibly().waitFor();
      store.tend();
      assertEquals(State.OK, store.health().state());
      store.write(transaction -> transaction.update("INSERT INTO memory VALUES ('a', '1')"));
    }
  }
}
