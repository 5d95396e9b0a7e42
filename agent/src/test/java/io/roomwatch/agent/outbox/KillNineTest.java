package io.roomwatch.agent.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.sink.Fault;
import io.roomwatch.agent.sink.Station;
import io.roomwatch.agent.sink.Station.Got;
import io.roomwatch.agent.sink.Station.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL to a real process with a real store that tells eight real sinks: when the room has just
 * changed, while one of them has its message and has not answered, and just after its answer. The
 * receiver itself kills it; each kind in turn at each moment, at the beginning of an alert and at
 * its end.
 */
class KillNineTest {

  private static final List<Kind> KINDS =
      List.of(
          Kind.WEBHOOK,
          Kind.ALERTMANAGER,
          Kind.PAGERDUTY,
          Kind.SLACK,
          Kind.TEAMS,
          Kind.EMAIL,
          Kind.SYSLOG_TCP,
          Kind.EXEC);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final long seed = 20261120;
  private final Random random = new Random(seed);
  private final List<Station> stations = new ArrayList<>();
  private Path room;

  /** Where the process is to be killed. */
  private enum Moment {
    AFTER_THE_ROOM_CHANGED,
    BEFORE_THE_ANSWER,
    AFTER_THE_ANSWER
  }

  @BeforeEach
  void open() throws Exception {
    room = Files.createFile(folder.resolve("room"));
    for (Kind kind : KINDS) {
      Path own = Files.createDirectory(folder.resolve(kind.label()));
      stations.add(Station.open(kind, Fault.NONE, own));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (Station station : stations) {
      station.close();
    }
  }

  @Test
  void nothingIsLostAndNothingIsOutOfOrder() throws Exception {
    int kills = 0;
    for (Moment moment : Moment.values()) {
      for (Station victimiser : stations) {
        boolean breaks = kills % 2 == 0;
        killed(victimiser, moment, kills / 2, breaks);
        kills++;
      }
    }
    Process last = start();
    try {
      everybodyKnows(kills / 2 - 1, false);
    } finally {
      last.destroyForcibly().waitFor();
    }
    int alerts = kills / 2;
    System.out.printf(
        "seed %d: %d kills, %d alerts; received %s%n",
        seed,
        kills,
        alerts,
        stations.stream().map(one -> one.kind().label() + " " + one.got().size()).toList());
    for (Station station : stations) {
      assertEquals(alerts, inOrder(station), station.kind() + ": " + station.got());
    }
  }

  /** One life: the room as it was is known to all, then it changes, and then comes the end. */
  private void killed(Station victimiser, Moment moment, int alert, boolean breaks)
      throws Exception {
    Process agent = start();
    try {
      if (breaks && alert > 0) {
        everybodyKnows(alert - 1, false);
      } else if (!breaks) {
        everybodyKnows(alert, true);
      }
      switch (moment) {
        case AFTER_THE_ROOM_CHANGED -> {}
        case BEFORE_THE_ANSWER -> victimiser.kills(agent.toHandle(), false);
        case AFTER_THE_ANSWER -> victimiser.kills(agent.toHandle(), true);
      }
      write(breaks ? cause(alert) + " " + Room.START.plusSeconds(alert) : "");
      if (moment == Moment.AFTER_THE_ROOM_CHANGED) {
        boolean unused = agent.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
      } else {
        assertTrue(
            agent.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS),
            victimiser.kind() + " " + moment + ", seed " + seed);
      }
    } finally {
      agent.destroyForcibly().waitFor();
      victimiser.spares();
    }
  }

  private static String cause(int alert) {
    return "room.cause-" + alert;
  }

  private void everybodyKnows(int alert, boolean broken) {
    String status = broken ? "firing" : "resolved";
    for (Station station : stations) {
      await(station.kind() + " knows that " + cause(alert) + " is " + status)
          .atMost(PATIENCE)
          .until(
              () ->
                  station.got().stream()
                      .anyMatch(
                          got ->
                              got.key().endsWith("/" + cause(alert))
                                  && got.status().equals(status)));
    }
  }

  private void write(String line) throws IOException {
    Path next = Files.writeString(folder.resolve("room.next"), line);
    Files.move(next, room, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * An end follows its own beginning; what comes again is the same message of the same key. Returns
   * how many alerts began and ended.
   */
  private int inOrder(Station station) {
    Map<String, String> last = new TreeMap<>();
    for (Got got : station.got()) {
      String before = last.getOrDefault(got.key(), "");
      boolean fits = got.status().equals("firing") ? !before.equals("resolved") : !before.isEmpty();
      assertTrue(fits, station.kind() + ": " + got + " after '" + before + "', seed " + seed);
      last.put(got.key(), got.status());
    }
    return (int) last.values().stream().filter("resolved"::equals).count();
  }

  private Process start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledAgent.class.getName(),
                folder.resolve("state").toString(),
                room.toString()));
    stations.forEach(one -> command.add(one.kind() + "=" + one.address()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }
}
