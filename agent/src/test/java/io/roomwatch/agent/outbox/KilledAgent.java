package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.alert.Policy;
import io.roomwatch.agent.alert.Room;
import io.roomwatch.agent.alert.Situation;
import io.roomwatch.agent.alert.Trouble;
import io.roomwatch.agent.sink.Delivery;
import io.roomwatch.agent.sink.Receiver;
import io.roomwatch.agent.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The alerting half of an agent as a process of its own, to be killed: watches a file that says
 * what is broken, and tells a receiver on loopback by one line a message.
 */
public final class KilledAgent {
  private KilledAgent() {}

  /**
   * @param args the state directory, the file of what is broken (ids, one a line), the ports
   */
  public static void main(String[] args) throws Exception {
    Path room = Path.of(args[1]);
    List<Receiver> receivers =
        List.of(
            new Line("one", Integer.parseInt(args[2])), new Line("two", Integer.parseInt(args[3])));
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
            List.of(new Policy.Level("", Duration.ZERO, List.of("one", "two"))),
            List.of()),
        receivers);
    Files.createFile(room.resolveSibling("ready-" + ProcessHandle.current().pid()));
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

  /** One connection a message: a line there, a line back. */
  private record Line(String name, int port) implements Receiver {
    @Override
    public Delivery deliver(Notice notice, Attempt attempt) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(2000);
        Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
        out.write(notice.status().label() + " " + notice.key() + " " + notice.started() + "\n");
        out.flush();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        return "ok".equals(in.readLine())
            ? new Delivery.Taken("ok")
            : new Delivery.Later("no answer", Optional.empty());
      } catch (IOException e) {
        return new Delivery.Later(e.toString(), Optional.empty());
      }
    }

    @Override
    public void close() {}
  }
}
