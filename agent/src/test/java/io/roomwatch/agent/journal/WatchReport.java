package io.roomwatch.agent.journal;

import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.Platform;
import io.roomwatch.agent.facts.machine.MachineFacts;
import io.roomwatch.agent.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A program to run inside a network namespace: listens on 9090 as a room does, looks at the machine
 * once for each line of its input, and prints what that added to the journal, then a dot. Between
 * two looks its monotonic clock jumps by two minutes, so that nothing is read from a cache.
 */
final class WatchReport {
  private WatchReport() {}

  /**
   * @param args the root below which files are read, and the folder of the state
   */
  public static void main(String[] args) throws Exception {
    AtomicLong jumps = new AtomicLong();
    LongSupplier nanoTime = () -> System.nanoTime() + jumps.get() * Duration.ofMinutes(2).toNanos();
    ExecutorService threads = MachineFacts.threads();
    Facts facts = MachineFacts.of(Platform.LINUX, Path.of(args[0]), Map.of(), nanoTime, threads);
    try (Store store = Store.open(Path.of(args[1]));
        ServerSocket listener = new ServerSocket(9090, 10, InetAddress.getByName("0.0.0.0"))) {
      threads.execute(() -> accept(listener));
      Journal journal = new Journal(store);
      Recorder recorder =
          new Recorder(store, threads, InstantSource.system(), nanoTime, Recorder.Limits.DEFAULT);
      MachineWatch watch =
          new MachineWatch(facts, () -> true, journal, recorder, InstantSource.system(), nanoTime);
      int told = all(journal).size();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      while (in.readLine() != null) {
        jumps.incrementAndGet();
        watch.look();
        if (recorder.flush(Duration.ofSeconds(20)) > 0) {
          System.out.println("the journal could not be written");
        }
        List<Event> events = all(journal);
        events.subList(told, events.size()).forEach(event -> System.out.println(event.text()));
        told = events.size();
        System.out.println(".");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Event> all(Journal journal) throws IOException {
    return journal.changes(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), 10_000);
  }

  private static void accept(ServerSocket listener) {
    // Held, or the collector would close them.
    @SuppressWarnings("ModifiedButNotUsed")
    List<Socket> accepted = new ArrayList<>();
    while (!listener.isClosed()) {
      try {
        accepted.add(listener.accept());
      } catch (IOException closed) {
        break;
      }
    }
  }
}
