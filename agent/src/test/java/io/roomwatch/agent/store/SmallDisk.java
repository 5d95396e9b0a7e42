package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import io.roomwatch.agent.store.StoreHealth.State;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a store does on a disk of 2 MiB that is full, empty again, and read-only. */
final class SmallDisk {

  private static final int FILLER_BYTES = 2 * 1024 * 1024;

  private final Path disk;
  private final PrintStream out;
  private final Path filler;

  SmallDisk(Path disk, PrintStream out) {
    this.disk = disk;
    this.out = out;
    this.filler = disk.resolve("filler");
  }

  void run() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      fillsUpWhileInUse(threads);
      isFullAtTheStart(threads);
      isReadOnlyAtTheStart(threads);
    }
  }

  private void fillsUpWhileInUse(ExecutorService threads) throws Exception {
    Path directory = disk.resolve("state");
    Files.write(filler, new byte[FILLER_BYTES]);
    try (OwnedStore store = StoreProcess.owned(directory, threads)) {
      store.open();
      is(State.OK, store);
      int kept = writeUntilFull(store);
      is(State.FULL, store);
      check(store.health().failedWrites() == 1, "one failed write is counted");
      check(rows(store) == kept, "all that was acknowledged can be read");
      store.tend();
      is(State.FULL, store);
      check(failure(() -> write(store)) == Kind.FULL, "it stays full");
      check(failure(() -> commandWrites(directory)) == Kind.FULL, "a command is told the same");
      Files.delete(filler);
      store.tend();
      is(State.OK, store);
      write(store);
      check(rows(store) == kept + 1, "and goes on by itself where it was");
    }
    try (Store command = Store.open(directory)) {
      String whole =
          command
              .read(
                  transaction ->
                      transaction.first(
                          "PRAGMA integrity_check", row -> row.text("integrity_check")))
              .orElse("");
      check(whole.equals("ok"), "the file is whole: " + whole);
    }
  }

  private void isFullAtTheStart(ExecutorService threads) throws Exception {
    Path directory = disk.resolve("late");
    fill();
    try (OwnedStore store = StoreProcess.owned(directory, threads)) {
      store.open();
      is(State.FULL, store);
      check(failure(() -> write(store)) == Kind.FULL, "writing says why it cannot");
      check(failure(() -> rows(store)) == Kind.FULL, "so does reading");
      store.tend();
      is(State.FULL, store);
      Files.delete(filler);
      store.tend();
      is(State.OK, store);
      write(store);
      check(rows(store) == 1, "and works when there is room");
    }
  }

  private void isReadOnlyAtTheStart(ExecutorService threads) throws Exception {
    Path directory = disk.resolve("locked");
    mount("ro");
    try (OwnedStore store = StoreProcess.owned(directory, threads)) {
      store.open();
      is(State.UNUSABLE, store);
      check(failure(() -> write(store)) == Kind.UNUSABLE, "writing says why it cannot");
      out.println(store.health().text());
      mount("rw");
      store.tend();
      is(State.OK, store);
      write(store);
      check(rows(store) == 1, "and works when it can be written");
    }
  }

  private int writeUntilFull(Store store) throws IOException {
    for (int kept = 0; ; kept++) {
      Kind failure = failure(() -> write(store));
      if (failure != null) {
        check(failure == Kind.FULL, "it is full, and nothing else: " + failure);
        check(kept > 10, "there was room for some");
        out.println(kept + " rows until the disk was full");
        return kept;
      }
    }
  }

  private static int write(Store store) throws StoreException {
    return store.write(
        transaction ->
            transaction.update(
                "INSERT INTO event (at, kind, subject, text) VALUES (0, 'k', 's', ?)",
                "x".repeat(5000)));
  }

  private static int commandWrites(Path directory) throws StoreException {
    try (Store command = Store.open(directory)) {
      // More than the log has space left for.
      int changed = 0;
      for (int i = 0; i < 300; i++) {
        changed += write(command);
      }
      return changed;
    }
  }

  private static long rows(Store store) throws StoreException {
    return store.read(
        transaction ->
            transaction
                .first("SELECT count(*) AS n FROM event", row -> row.number("n"))
                .orElse(0L));
  }

  /** To the last byte. */
  private void fill() throws IOException {
    try (OutputStream all = Files.newOutputStream(filler)) {
      while (true) {
        all.write(new byte[512]);
      }
    } catch (IOException e) {
      out.println("filled: " + e.getMessage());
    }
  }

  private void mount(String mode) throws Exception {
    int code =
        new ProcessBuilder("mount", "-o", "remount," + mode, disk.toString())
            .inheritIO()
            .start()
            .waitFor();
    check(code == 0, "remounted " + mode);
  }

  private interface Attempt {
    Object run() throws StoreException;
  }

  private static @org.jspecify.annotations.Nullable Kind failure(Attempt attempt) {
    try {
      attempt.run();
      return null;
    } catch (StoreException e) {
      return e.kind();
    }
  }

  private void is(State state, OwnedStore store) {
    check(store.health().state() == state, "it is " + state + ": " + store.health());
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not so: " + what);
    }
    out.println(what);
  }
}
