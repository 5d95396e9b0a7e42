package io.roomwatch.agent.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.slf4j.LoggerFactory;

/**
 * What an embedded store costs: SQLite as we open it, and H2's MVStore with a commit and a sync for
 * each write. Run by the script beside. Arguments: an engine and a directory, then optionally
 * {@code kill}, {@code acknowledge} or {@code second}.
 */
final class StoreBench {

  private static final int WRITES = 10_000;
  private static final int FIRST_WRITES = 1_000;
  private static final int KILLS = 20;
  private static final String VALUE =
      "link.peer:boardroom-pc was ok and is failed: timeout ".repeat(3);

  private StoreBench() {}

  /** One engine, opened. */
  private interface Engine extends AutoCloseable {
    /** Returns when it is on the device. */
    void write(long number) throws IOException;

    long count() throws IOException;

    @Override
    void close() throws IOException;
  }

  private static Engine open(String name, Path directory) throws IOException {
    return switch (name) {
      case "sqlite" -> new Sqlite3(Store.open(directory));
      case "mvstore" -> {
        Files.createDirectories(directory);
        MVStore store =
            new MVStore.Builder()
                .fileName(directory.resolve("roomwatch.mv").toString())
                .autoCommitDisabled()
                .cacheSize(1)
                .open();
        yield new H2(store, store.openMap("event"));
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private record Sqlite3(Store store) implements Engine {
    @Override
    public void write(long number) throws IOException {
      store.write(
          transaction ->
              transaction.update(
                  "INSERT INTO event (at, kind, subject, text) VALUES (?, 'state', 'link', ?)",
                  number,
                  VALUE));
    }

    @Override
    public long count() throws IOException {
      return store.read(
          transaction ->
              transaction
                  .first("SELECT count(*) AS n FROM event", row -> row.number("n"))
                  .orElse(0L));
    }

    @Override
    public void close() throws IOException {
      store.close();
    }
  }

  private record H2(MVStore store, MVMap<Long, String> map) implements Engine {
    @Override
    public void write(long number) {
      map.put(number, VALUE);
      store.commit();
      store.sync();
    }

    @Override
    public long count() {
      return map.sizeAsLong();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  public static void main(String[] arguments) throws Exception {
    String engine = arguments[0];
    Path directory = Path.of(arguments[1]);
    switch (arguments.length > 2 ? arguments[2] : "measure") {
      case "measure" -> measure(engine, directory);
      case "acknowledge" -> acknowledge(engine, directory);
      case "second" -> second(engine, directory);
      case "kill" -> kill(engine, directory);
      default -> throw new IllegalArgumentException(arguments[2]);
    }
  }

  private static void measure(String name, Path directory) throws Exception {
    // The daemon has its logger anyway.
    LoggerFactory.getLogger(StoreBench.class).error("{}: measured from here on", name);
    long[] before = residentKibibytes();
    long start = System.nanoTime();
    try (Engine engine = open(name, directory)) {
      long opened = System.nanoTime();
      for (int i = 0; i < FIRST_WRITES; i++) {
        engine.write(i);
      }
      long[] after = residentKibibytes();
      long begin = System.nanoTime();
      for (int i = FIRST_WRITES; i < FIRST_WRITES + WRITES; i++) {
        engine.write(i);
      }
      long end = System.nanoTime();
      System.out.printf(
          "%s: open %d ms; resident +%.1f MiB (anonymous +%.1f) after %d writes, +%.1f (+%.1f)"
              + " after %d more; %d durable writes in %.1f s, %.0f us each; %.1f MiB on disk, ",
          name,
          (opened - start) / 1_000_000,
          (after[0] - before[0]) / 1024.0,
          (after[1] - before[1]) / 1024.0,
          FIRST_WRITES,
          (residentKibibytes()[0] - before[0]) / 1024.0,
          (residentKibibytes()[1] - before[1]) / 1024.0,
          WRITES,
          WRITES,
          (end - begin) / 1e9,
          (end - begin) / 1e3 / WRITES,
          mebibytes(directory));
    }
    System.out.printf("%.1f MiB closed, ", mebibytes(directory));
    long again = System.nanoTime();
    open(name, directory).close();
    System.out.printf("open again and close %d ms%n", (System.nanoTime() - again) / 1_000_000);
  }

  private static void acknowledge(String name, Path directory) throws Exception {
    Engine engine = open(name, directory);
    System.out.println("ready");
    for (long i = engine.count(); ; i++) {
      engine.write(i);
      System.out.println(i + 1);
    }
  }

  private static void second(String name, Path directory) throws Exception {
    try (Engine first = open(name, directory)) {
      first.write(0);
      Process other = start(name, directory, "acknowledge");
      String said = reader(other).readLine();
      other.destroyForcibly();
      System.out.println(name + ": a second process says: " + said);
    }
  }

  private static void kill(String name, Path directory) throws Exception {
    Random random = new Random(7);
    long lost = 0;
    long acknowledged = 0;
    for (int i = 0; i < KILLS; i++) {
      Process writer = start(name, directory, "acknowledge");
      BufferedReader reader = reader(writer);
      String said = reader.readLine();
      if (!"ready".equals(said)) {
        System.out.println(name + ": does not open after kill " + i + ": " + said);
        return;
      }
      writer.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS);
      writer.toHandle().destroyForcibly();
      long last = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        last = Long.parseLong(line);
      }
      writer.waitFor();
      try (Engine engine = open(name, directory)) {
        lost += Math.max(0, last - engine.count());
        acknowledged = Math.max(acknowledged, last);
      }
    }
    System.out.printf(
        "%s: %d of %d acknowledged writes lost in %d kills%n", name, lost, acknowledged, KILLS);
  }

  private static Process start(String name, Path directory, String mode) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.sqlite.lib.path=" + System.getProperty("org.sqlite.lib.path"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StoreBench.class.getName(), name, directory.toString(), mode));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static double mebibytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(StateDirectory::size).sum() / 1048576.0;
    }
  }

  /** All of it, and what no file backs. */
  private static long[] residentKibibytes() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    return Stream.of("VmRSS:", "RssAnon:")
        .mapToLong(
            key ->
                status.stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0))
        .toArray();
  }
}
