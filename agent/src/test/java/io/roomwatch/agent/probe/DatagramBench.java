package io.roomwatch.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.probe.network.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A network to probe on, and what all datagram probes are held to. */
public final class DatagramBench implements AutoCloseable {

  public static final InetAddress FOUR = address("127.0.0.1");
  public static final InetAddress SIX = address("::1");

  /** How late a probe may end after its deadline. */
  public static final Duration TOLERANCE = Duration.ofMillis(50);

  private static final int TRIES = 4;

  private final ExecutorService resolving = Executors.newCachedThreadPool();
  public final Network network = new Network(System::nanoTime, resolving);

  public static InetAddress address(String literal) {
    try {
      return InetAddress.getAllByName(literal)[0];
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  public static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a probe must complete normally", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public static Target target(InetSocketAddress address) {
    return new Target(address.getAddress().getHostAddress(), address.getPort());
  }

  /** A port of that address where nothing listens. */
  public static InetSocketAddress closedPort(InetAddress address) {
    return new InetSocketAddress(address, ClosedPorts.udp(address));
  }

  /**
   * A port that is free for TCP and UDP on both loopback addresses, from below the range that
   * kernels give to clients, so that nobody takes it by chance.
   */
  public static int freePort() {
    Random random = new Random();
    for (int i = 0; i < 1000; i++) {
      int port = 20_000 + random.nextInt(12_000);
      try (DatagramSocket four = new DatagramSocket(port, FOUR);
          DatagramSocket six = new DatagramSocket(port, SIX);
          ServerSocket streamFour = new ServerSocket(port, 1, FOUR);
          ServerSocket streamSix = new ServerSocket(port, 1, SIX)) {
        assertEquals(four.getLocalPort(), six.getLocalPort());
        assertEquals(streamFour.getLocalPort(), streamSix.getLocalPort());
        return port;
      } catch (IOException e) {
        assertTrue(i < 999, "no free port: " + e);
      }
    }
    throw new AssertionError("no free port");
  }

  public static void assertPhases(Outcome outcome, Phase... expected) {
    assertEquals(List.of(expected), outcome.phases().stream().map(PhaseTime::phase).toList());
    Duration sum =
        outcome.phases().stream().map(PhaseTime::took).reduce(Duration.ZERO, Duration::plus);
    assertTrue(sum.compareTo(outcome.took()) <= 0, () -> "phases longer than all: " + outcome);
  }

  /**
   * That it ends at its deadline: never before, and the best of a few tries not more than the
   * tolerance after, since other work on this machine may delay one of them.
   */
  public static void assertEndsAt(Duration deadline, Supplier<Outcome> probe) {
    Duration best = Duration.ofDays(1);
    for (int i = 0; i < TRIES && best.compareTo(deadline.plus(TOLERANCE)) > 0; i++) {
      long before = System.nanoTime();
      Outcome outcome = probe.get();
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      assertTrue(outcome.took().compareTo(deadline) >= 0, () -> "before its deadline: " + outcome);
      best = took.compareTo(best) < 0 ? took : best;
    }
    Duration measured = best;
    assertTrue(
        measured.compareTo(deadline.plus(TOLERANCE)) <= 0,
        () -> "deadline " + deadline + ", took " + measured);
  }

  /** That nothing is left open by many runs. Where there is no /proc this shows nothing. */
  public static void assertLeavesNoFileOpen(Runnable probes) {
    probes.run(); // Loads classes and libraries.
    long before = openFiles();
    for (int i = 0; i < 20; i++) {
      probes.run();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertTrue(openFiles() <= before, openFiles() + " > " + before));
  }

  private static long openFiles() {
    Path files = Path.of("/proc/self/fd");
    if (!Files.isDirectory(files)) {
      return 0;
    }
    try (Stream<Path> list = Files.list(files)) {
      return list.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    network.close();
    resolving.shutdownNow();
  }
}
