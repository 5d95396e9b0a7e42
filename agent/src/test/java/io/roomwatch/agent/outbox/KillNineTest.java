package io.roomwatch.agent.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Room;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL to a real process with a real store: when it has just enqueued, while a receiver has its
 * message and has not answered, and just after the answer. The receiver itself kills it.
 */
class KillNineTest {

  private static final int KILLS = 30;

  @TempDir private Path folder;

  private final long seed = 20261120;
  private final Random random = new Random(seed);
  private final Map<String, Instant> broken = new TreeMap<>();
  private Instant clock = Room.START;
  private int broke;

  /** How many messages go well before the kill. */
  private final AtomicInteger spared = new AtomicInteger();

  /** Where the process is to be killed next. */
  private enum Moment {
    AFTER_THE_ROOM_CHANGED,
    BEFORE_THE_ANSWER,
    AFTER_THE_ANSWER
  }

  /** A receiver that may kill who speaks to it. */
  private final class Victimiser implements AutoCloseable {
    final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final List<String> lines = new CopyOnWriteArrayList<>();
    volatile Moment moment = Moment.AFTER_THE_ROOM_CHANGED;
    volatile Runnable kill = () -> {};

    Victimiser(ExecutorService threads) throws IOException {
      threads.execute(this::serve);
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
          String line = in.readLine();
          if (line == null) {
            continue;
          }
          lines.add(line);
          Moment now =
              moment != Moment.AFTER_THE_ROOM_CHANGED && spared.getAndDecrement() > 0
                  ? Moment.AFTER_THE_ROOM_CHANGED
                  : moment;
          if (now == Moment.BEFORE_THE_ANSWER) {
            kill.run();
          } else {
            socket.getOutputStream().write("ok\n".getBytes(StandardCharsets.UTF_8));
            if (now == Moment.AFTER_THE_ANSWER) {
              kill.run();
            }
          }
        } catch (IOException e) {
          // The process died, or the test is over.
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Test
  void nothingIsLostAndNothingIsOutOfOrder() throws Exception {
    Path room = folder.resolve("room");
    write(room);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Victimiser one = new Victimiser(threads);
        Victimiser two = new Victimiser(threads)) {
      for (int kill = 0; kill < KILLS; kill++) {
        Moment moment = Moment.values()[kill % Moment.values().length];
        Process agent = start(room, one, two);
        try {
          one.kill = two.kill = agent::destroyForcibly;
          Path ready = folder.resolve("ready-" + agent.pid());
          await("started").atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ready));
          if (moment != Moment.AFTER_THE_ROOM_CHANGED) {
            // What earlier deaths left undone is done first: otherwise only that is ever tried.
            await("is up to date")
                .atMost(Duration.ofSeconds(30))
                .until(() -> isUpToDate(one) && isUpToDate(two));
            spared.set(random.nextInt(2));
          }
          one.moment = two.moment = moment;
          change(room);
          boolean dead =
              moment == Moment.AFTER_THE_ROOM_CHANGED
                  ? agent.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS)
                  : agent.waitFor(10, TimeUnit.SECONDS);
          assertEquals(moment != Moment.AFTER_THE_ROOM_CHANGED, dead, moment::name);
        } finally {
          agent.destroyForcibly().waitFor();
          one.moment = two.moment = Moment.AFTER_THE_ROOM_CHANGED;
          one.kill = two.kill = () -> {};
        }
      }
      broken.clear();
      write(room);
      Process last = start(room, one, two);
      try {
        for (Victimiser sink : List.of(one, two)) {
          await("every end arrives")
              .atMost(Duration.ofSeconds(30))
              .until(() -> ends(sink).values().stream().allMatch("resolved"::equals));
        }
      } finally {
        last.destroyForcibly().waitFor();
      }
      System.out.printf(
          "seed %d: %d kills, %d alerts; received %d and %d messages%n",
          seed, KILLS, ends(one).size(), one.lines.size(), two.lines.size());
      inOrder(one.lines);
      inOrder(two.lines);
      assertTrue(ends(one).size() >= KILLS / 3, "seed " + seed + " tells too little");
      assertEquals(ends(one), ends(two), "seed " + seed);
    }
  }

  private boolean isUpToDate(Victimiser sink) {
    Map<String, String> last = ends(sink);
    Set<String> firing = new TreeSet<>();
    last.forEach(
        (key, status) -> {
          if (status.equals("firing")) {
            firing.add(key.substring(key.lastIndexOf('/') + 1));
          }
        });
    return firing.equals(broken.keySet());
  }

  private void change(Path room) throws IOException {
    clock = clock.plusSeconds(1);
    if (broken.size() < 3 || random.nextBoolean()) {
      broken.put("room.cause-" + broke++, clock);
    } else {
      List<String> there = List.copyOf(broken.keySet());
      broken.remove(there.get(random.nextInt(there.size())));
    }
    write(room);
  }

  private void write(Path room) throws IOException {
    List<String> lines = new ArrayList<>();
    broken.forEach((cause, since) -> lines.add(cause + " " + since));
    Path next = Files.write(folder.resolve("room.next"), lines);
    Files.move(next, room, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, String> ends(Victimiser sink) {
    Map<String, String> last = new TreeMap<>();
    for (String line : sink.lines) {
      String[] words = line.split(" ", -1);
      last.put(words[1], words[0]);
    }
    return last;
  }

  /** An end follows its own beginning; what comes again is the same message of the same key. */
  private void inOrder(List<String> lines) {
    Map<String, String> last = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      String before = last.getOrDefault(words[1], "");
      String bout = words[2];
      boolean fits =
          words[0].equals("firing")
              ? before.isEmpty()
                  || before.startsWith("resolved ")
                  || before.equals("firing " + bout)
              : before.equals("firing " + bout) || before.equals("resolved " + bout);
      assertTrue(fits, line + " after '" + before + "', seed " + seed);
      last.put(words[1], words[0] + " " + bout);
    }
  }

  private Process start(Path room, Victimiser one, Victimiser two) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledAgent.class.getName(),
            folder.resolve("state").toString(),
            room.toString(),
            String.valueOf(one.server.getLocalPort()),
            String.valueOf(two.server.getLocalPort()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }
}
