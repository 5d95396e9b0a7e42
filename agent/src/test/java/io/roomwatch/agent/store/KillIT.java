package io.roomwatch.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at any instant: nothing acknowledged is lost, nothing is half there, and the file is
 * whole. Two writers at a time on one database, each killed at a moment of its own: while opening,
 * in a transaction, at a checkpoint, while the other recovers. Takes about a minute.
 */
@Tag("patient")
class KillIT {

  private static final int KILLS = 200;

  @TempDir private static Path folder;

  private final long seed = Long.getLong("roomwatch.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Path directory = folder.resolve("state");

  private long acknowledged;
  private int inOpening;

  @Test
  void nothingAcknowledgedIsLostWhenWritersAreKilledAtRandomInstants() throws Exception {
    System.out.println("seed " + seed + " (-Droomwatch.seed)");
    Instant start = Instant.now();
    int kills = 0;
    while (kills < KILLS) {
      List<Writer> writers = List.of(new Writer("a" + kills), new Writer("b" + kills));
      List<Writer> order = random.nextBoolean() ? writers : writers.reversed();
      for (Writer writer : order) {
        writer.killAtRandom();
        kills++;
      }
      check(order);
    }
    System.out.printf(
        "%d kills, %d of them while opening, %d acknowledged transactions, %d s%n",
        kills, inOpening, acknowledged, Duration.between(start, Instant.now()).toSeconds());
    assertTrue(acknowledged > KILLS, "they were killed before they had done anything");
  }

  private void check(List<Writer> writers) throws Exception {
    try (Store store = Store.open(directory)) {
      assertEquals(
          List.of("ok"),
          store.read(
              transaction ->
                  transaction.list("PRAGMA integrity_check", row -> row.text("integrity_check"))));
      for (Writer writer : writers) {
        writer.check(store);
      }
      // Keeps the file small and the next writers busy with free pages.
      store.write(transaction -> transaction.update("DELETE FROM event"));
    }
  }

  private final class Writer {

    private final String name;
    private final Process process;
    private final List<Integer> said = new ArrayList<>();

    Writer(String name) throws Exception {
      this.name = name;
      this.process =
          StoreProcess.start(
              List.of(),
              "acknowledge",
              directory.toString(),
              name,
              Long.toString(random.nextLong()));
    }

    void killAtRandom() throws Exception {
      BufferedReader output = StoreProcess.output(process);
      String line = "";
      if (random.nextInt(8) == 0) {
        // Perhaps before it has opened the store.
        process.waitFor(random.nextInt(400_000), TimeUnit.MICROSECONDS);
      } else {
        line = output.readLine();
        assertEquals("ready", line);
        process.waitFor(random.nextInt(80_000), TimeUnit.MICROSECONDS);
      }
      // By its handle: the process itself would close the pipe with what it has said.
      process.toHandle().destroyForcibly();
      for (String next = output.readLine(); next != null; next = output.readLine()) {
        if (!next.equals("ready")) {
          said.add(Integer.parseInt(next));
        }
      }
      assertEquals(128 + 9, process.waitFor(), name);
      inOpening += line.isEmpty() && said.isEmpty() ? 1 : 0;
    }

    void check(Store store) throws Exception {
      int last = said.isEmpty() ? 0 : said.getLast();
      assertEquals(last, said.size(), "a child says every number");
      acknowledged += last;
      long kept =
          store
              .read(
                  transaction ->
                      transaction.first(
                          "SELECT value FROM memory WHERE name = ?",
                          row -> row.text("value"),
                          name))
              .map(Long::parseLong)
              .orElse(0L);
      // One may have been kept whose acknowledgement was never said.
      assertTrue(
          kept == last || kept == last + 1, name + ": acknowledged " + last + ", kept " + kept);
      List<String> transactions =
          store.read(
              transaction ->
                  transaction.list(
                      "SELECT at, min(old) AS least, max(old) AS most, count(*) AS n,"
                          + " count(DISTINCT new) AS rows FROM event WHERE subject = ? GROUP BY at"
                          + " ORDER BY at",
                      row -> {
                        boolean whole =
                            row.text("least").equals(row.text("most"))
                                && row.number("n") == Long.parseLong(row.text("least"))
                                && row.number("n") == row.number("rows");
                        return row.number("at") + (whole ? "" : " is half there");
                      },
                      name));
      List<String> expected = new ArrayList<>();
      for (long number = 1; number <= kept; number++) {
        expected.add(Long.toString(number));
      }
      assertEquals(expected, transactions, name);
    }
  }
}
