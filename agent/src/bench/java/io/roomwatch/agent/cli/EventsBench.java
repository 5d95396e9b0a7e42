package io.roomwatch.agent.cli;

import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.journal.Event;
import io.roomwatch.agent.journal.Journal;
import io.roomwatch.agent.store.Store;
import io.roomwatch.agent.store.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How long {@code roomwatch events} takes for 10,000 events, from the arguments to the last
 * character, within a process that runs. Leaves the store behind for the script that runs it.
 *
 * <p>Argument: an empty folder. There is then a state with one event in its folder {@code one}.
 */
final class EventsBench {

  private static final int EVENTS = 10_000;
  private static final int ROUNDS = 15;
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private EventsBench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    fill(folder, EVENTS);
    fill(folder.resolve("one"), 1);
    Program program =
        (Program)
            Proxy.newProxyInstance(
                Program.class.getClassLoader(),
                new Class<?>[] {Program.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "storage" -> folder;
                      case "clock" -> InstantSource.fixed(NOW);
                      case "zone" -> ZoneId.of("Europe/Berlin");
                      case "configFile" -> new ConfigFile("bench", Map.of());
                      case "usualConfig" -> folder.resolve("roomwatch.yaml");
                      case "logTo" -> null;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    for (String format : new String[] {"table", "json"}) {
      double[] wall = new double[ROUNDS];
      double[] cpu = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        StringWriter out = new StringWriter();
        long cpuBefore = cpuNanos();
        long before = System.nanoTime();
        int code =
            Commands.run(
                program,
                new String[] {"events", "--since", "30d", "--format", format},
                new PrintWriter(out),
                new PrintWriter(System.err, true));
        wall[round] = (System.nanoTime() - before) / 1e6;
        cpu[round] = (cpuNanos() - cpuBefore) / 1e6;
        if (code != 0 || out.getBuffer().length() < 100 * EVENTS) {
          throw new AssertionError(code + ", " + out.getBuffer().length() + " characters");
        }
      }
      tell(format + ", wall clock", wall);
      tell(format + ", CPU of the thread", cpu);
    }
  }

  private static void fill(Path folder, int events) throws StoreException {
    try (Store store = Store.open(folder)) {
      boolean unused =
          store.write(
              transaction -> {
                for (int i = 0; i < events; i++) {
                  Journal.write(transaction, event(i));
                }
                return true;
              });
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void tell(String what, double[] millis) {
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        "%s: first %.0f ms, median %.0f ms, slowest %.0f ms%n",
        what, first, millis[ROUNDS / 2], millis[ROUNDS - 1]);
  }

  private static Event event(int number) {
    return new Event(
        NOW.minusSeconds(60L * (EVENTS - number)),
        number % 10 == 0 ? Event.Kind.CHANGE : Event.Kind.CHECK,
        "link.peer:boardroom-" + number % 40,
        "Port 9090 of boardroom does not answer within 3 s: it is filtered or gone.",
        Optional.of("ok"),
        Optional.of("failed"));
  }
}
