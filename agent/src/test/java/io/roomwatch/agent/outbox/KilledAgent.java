package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Trouble;
import io.roomwatch.agent.sink.Receiver;
import io.roomwatch.agent.sink.Station;
import io.roomwatch.agent.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The alerting half of an agent as a process of its own, to be killed: watches a file that says
 * what is broken, and tells real sinks.
 */
public final class KilledAgent {
  private KilledAgent() {}

  /**
   * @param args the state directory, the file of what is broken (ids, one a line), and of each sink
   *     {@code KIND=ADDRESS}
   */
  public static void main(String[] args) throws Exception {
    Path room = Path.of(args[1]);
    List<Receiver> receivers =
        Arrays.stream(args)
            .skip(2)
            .map(sink -> sink.split("=", 2))
            .map(sink -> Station.elsewhere(Station.Kind.valueOf(sink[0]), sink[1]))
            .toList();
    List<String> names = receivers.stream().map(Receiver::name).toList();
    Alerting alerting =
        new Alerting(
            new Alerting.Ground(
                Store.open(Path.of(args[0])),
                (transaction, event) -> {},
                began -> new Notice.Context(List.of(), List.of(), Optional.empty())),
            new Alerting.Clocks(InstantSource.system(), System::nanoTime, new Random()),
            Executors.newVirtualThreadPerTaskExecutor());
    alerting.start(
        new Policy(
            Duration.ZERO,
            Duration.ofHours(4),
            List.of(new Policy.Level("", Duration.ZERO, names)),
            List.of()),
        receivers);
    CountDownLatch never = new CountDownLatch(1);
    while (!never.await(5, TimeUnit.MILLISECONDS)) {
      alerting.situation(situation(room));
    }
  }

  private static Situation situation(Path room) throws IOException {
    List<Trouble> troubles =
        Files.readAllLines(room).stream()
            .filter(line -> !line.isBlank())
            .map(line -> line.split(" "))
            .map(words -> Room.trouble(words[0], "failed", Instant.parse(words[1])))
            .toList();
    return new Situation(Room.NAME, troubles, new Situation.View(true, Set.of()), List.of());
  }
}
