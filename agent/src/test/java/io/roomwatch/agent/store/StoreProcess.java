package io.roomwatch.agent.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sqlite.util.LibraryLoaderUtil;

/** A program that uses a store, for tests to start, contend with and kill. */
final class StoreProcess {

  private StoreProcess() {}

  /**
   * Starts it. Its class path holds only what it needs, so that it starts quickly.
   *
   * @param before what comes before the java program: a wrapper with its arguments, or nothing
   */
  static Process start(List<String> before, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.sqlite.lib.path=" + library());
    command.addAll(List.of("-cp", classPath(), StoreProcess.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * SQLite's library, unpacked once for all: the driver would unpack one for each process, and
   * those that are killed would leave it behind.
   */
  private static synchronized Path library() throws IOException {
    Path folder =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "roomwatch-test-sqlite-" + ProcessHandle.current().pid());
    Path file = folder.resolve(LibraryLoaderUtil.getNativeLibName());
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      String name = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + file.getFileName();
      try (InputStream in =
          Objects.requireNonNull(StoreProcess.class.getResourceAsStream(name), name)) {
        Files.copy(in, file);
      }
      // Deleted in the reverse order.
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
    }
    return folder;
  }

  static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static String classPath() {
    return String.join(
        System.getProperty("path.separator"),
        List.of(
            placeOf(StoreProcess.class),
            placeOf(Store.class),
            placeOf(org.sqlite.SQLiteConnection.class)));
  }

  private static String placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    PrintStream out = System.out;
    switch (arguments[0]) {
      case "acknowledge" -> acknowledge(directory, arguments[2], Long.parseLong(arguments[3]), out);
      case "count" -> count(directory, arguments[2], Integer.parseInt(arguments[3]), out);
      case "own" -> own(directory, out);
      case "hold" -> hold(directory, out);
      case "small-disk" -> new SmallDisk(directory, out).run();
      case "nothing" -> out.println("ready");
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Writes until it is killed, and says each transaction that {@code write} returned from. */
  private static void acknowledge(Path directory, String name, long seed, PrintStream out)
      throws Exception {
    Random random = new Random(seed);
    try (Store store = Store.open(directory)) {
      say(out, "ready");
      for (int number = 1; ; number++) {
        int rows = 1 + random.nextInt(4);
        String padding = "x".repeat(random.nextInt(3000));
        int transactionNumber = number;
        store.write(
            transaction -> {
              for (int row = 0; row < rows; row++) {
                transaction.insert(
                    "INSERT INTO event (at, kind, subject, text, old, new) VALUES (?, ?, ?, ?, ?,"
                        + " ?)",
                    (long) transactionNumber,
                    "kill",
                    name,
                    padding,
                    Integer.toString(rows),
                    Integer.toString(row));
              }
              return transaction.update(
                  "INSERT INTO memory VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value ="
                      + " excluded.value",
                  name,
                  Integer.toString(transactionNumber));
            });
        say(out, Integer.toString(number));
      }
    }
  }

  /** Adds one to a number, often: what is lost shows in the sum. */
  private static void count(Path directory, String name, int times, PrintStream out)
      throws Exception {
    try (Store store = Store.open(directory)) {
      say(out, "ready");
      for (int i = 0; i < times; i++) {
        store.write(
            transaction -> {
              long sum =
                  transaction
                      .first(
                          "SELECT value FROM memory WHERE name = 'sum'", row -> row.text("value"))
                      .map(Long::parseLong)
                      .orElse(0L);
              transaction.update(
                  "INSERT INTO memory VALUES ('sum', ?) ON CONFLICT (name) DO UPDATE SET value ="
                      + " excluded.value",
                  Long.toString(sum + 1));
              return transaction.insert(
                  "INSERT INTO event (at, kind, subject, text) VALUES (0, 'count', ?, '')", name);
            });
      }
      say(out, "done");
    }
  }

  /** A daemon: has the directory until its input ends. */
  private static void own(Path directory, PrintStream out) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        OwnedStore store = owned(directory, threads)) {
      try {
        store.open();
      } catch (StoreException e) {
        say(out, e.kind() + " " + e.getMessage());
        return;
      }
      say(out, store.health().state() + " " + ProcessHandle.current().pid());
      System.in.read();
    }
  }

  /** A command that stops in the middle of a transaction until its input ends. */
  private static void hold(Path directory, PrintStream out) throws Exception {
    try (Store store = Store.open(directory)) {
      store.write(
          transaction -> {
            say(out, "held");
            try {
              return System.in.read();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  static OwnedStore owned(Path directory, ExecutorService threads) {
    return new OwnedStore(
        new OwnedStore.Settings(
            directory, new Retention(64L << 20, List.of()), Duration.ofSeconds(5)),
        InstantSource.system(),
        System::nanoTime,
        threads,
        health -> {});
  }

  /** One write to the pipe: a line is said whole or not at all. */
  private static void say(PrintStream out, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
