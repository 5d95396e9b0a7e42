package io.roomwatch.agent.lab;

import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.StampProbe;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.UdpRelay;
import io.roomwatch.agent.probe.network.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One end of a STAMP session, or a slow network between two, as a process of its own. Arguments:
 * {@code send ADDRESS PORT KEY PACKETS PAUSE_MS} or {@code relay ADDRESS PORT TO_ADDRESS THERE_MS
 * BACK_MS}.
 */
final class StampEnd {
  private StampEnd() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("relay")) {
      relay(args);
    } else {
      send(args);
    }
  }

  private static void relay(String[] args) throws Exception {
    Duration there = Duration.ofMillis(Long.parseLong(args[4]));
    Duration back = Duration.ofMillis(Long.parseLong(args[5]));
    int port = Integer.parseInt(args[2]);
    InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(args[3]), port);
    try (UdpRelay relay =
        new UdpRelay(
            InetAddress.getByName(args[1]),
            port,
            to,
            (isThere, n) -> List.of(isThere ? there : back))) {
      System.out.println("ready " + relay.address());
      Thread.currentThread().join();
    }
  }

  /** Prints: sent, answered, lost there, lost back, median of the round trip in microseconds. */
  private static void send(String[] args) throws Exception {
    int packets = Integer.parseInt(args[4]);
    Duration pause = Duration.ofMillis(Long.parseLong(args[5]));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Network network = new Network(System::nanoTime, threads)) {
      StampProbe.Burst burst =
          new StampProbe(network, InstantSource.system())
              .run(
                  new StampProbe.Spec(
                      new Target(args[1], Integer.parseInt(args[2])),
                      StampMode.authenticated(args[3]),
                      packets,
                      pause,
                      pause.multipliedBy(packets).multipliedBy(2).plusSeconds(2)))
              .get(2, TimeUnit.MINUTES)
              .burst()
              .orElseThrow();
      StampProbe.Directions ways = burst.directions().orElse(new StampProbe.Directions(-1, -1));
      Duration median =
          burst.roundTrips().stream().sorted().skip(burst.answered() / 2).findFirst().orElseThrow();
      System.out.printf(
          "%d %d %d %d %d%n",
          burst.sent(),
          burst.answered(),
          ways.forward(),
          ways.backward(),
          median.toNanos() / 1_000);
    } finally {
      threads.shutdownNow();
    }
  }
}
