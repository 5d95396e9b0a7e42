package io.roomwatch.agent.journal;

import com.sun.management.OperatingSystemMXBean;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.web.EventsJson;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How long it takes to list the newest 10,000 events of a full journal. Run by the script beside.
 *
 * <p>Arguments: an empty folder, events in the journal, events to list.
 */
final class JournalBench {

  private static final int ROUNDS = 15;

  private JournalBench() {}

  public static void main(String[] args) throws Exception {
    int events = Integer.parseInt(args[1]);
    int listed = Integer.parseInt(args[2]);
    Instant first = Instant.parse("2026-01-01T00:00:00Z");
    try (Store store = Store.open(Path.of(args[0]))) {
      long began = System.nanoTime();
      for (int done = 0; done < events; done += 500) {
        int from = done;
        store.write(
            transaction -> {
              for (int i = from; i < Math.min(events, from + 500); i++) {
                Journal.write(transaction, event(first.plusSeconds(60L * i), i));
              }
              return true;
            });
      }
      System.out.printf("wrote %,d events in %.1f s%n", events, (System.nanoTime() - began) / 1e9);
      Journal journal = new Journal(store);
      Instant to = first.plusSeconds(60L * events);
      double[] reads = new double[ROUNDS];
      double[] cpu = new double[ROUNDS];
      double[] documents = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        long spent = cpuNanos();
        List<Event> list = journal.between(first, to, listed);
        reads[round] = (System.nanoTime() - start) / 1e6;
        cpu[round] = (cpuNanos() - spent) / 1e6;
        long length = EventsJson.of(list).length();
        documents[round] = (System.nanoTime() - start) / 1e6;
        if (list.size() != Math.min(listed, events) || length < list.size()) {
          throw new AssertionError(list.size() + " events");
        }
      }
      tell("read " + listed, reads);
      tell("the same, CPU of the process", cpu);
      tell("read and written as JSON", documents);
    }
  }

  /** Of the whole process: on a busy machine the clock measures the others. */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void tell(String what, double[] millis) {
    double cold = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        "%s: first %.1f ms, median %.1f ms, slowest %.1f ms%n",
        what, cold, millis[ROUNDS / 2], millis[ROUNDS - 1]);
  }

  private static Event event(Instant at, int number) {
    return new Event(
        at,
        number % 10 == 0 ? Event.Kind.CHANGE : Event.Kind.CHECK,
        "link.peer:boardroom-" + number % 40,
        "link.peer:boardroom-"
            + number % 40
            + " was ok, is failed (timeout): Port 9090 of"
            + " boardroom does not answer within 3 s: it is filtered or gone.",
        Optional.of("ok"),
        Optional.of("failed"));
  }
}
