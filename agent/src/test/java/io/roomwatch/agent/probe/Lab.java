package io.roomwatch.agent.probe;

import io.netty.util.NetUtil;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A network with its threads, and the probes on it. */
final class Lab implements AutoCloseable {

  static final Duration PATIENT = Duration.ofSeconds(10);
  static final Duration SHORT = Duration.ofMillis(400);

  /** How much later than its deadline a probe may end. */
  static final Duration SLACK = Duration.ofMillis(50);

  final ExecutorService blocking =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("test-blocking-", 0).factory());
  final Network network;

  Lab() {
    network = new Network(System::nanoTime, blocking);
  }

  Lab(boolean epoll) {
    network = new Network(System::nanoTime, blocking, epoll);
  }

  NettyProbes probes(TrustAnchors anchors) {
    return new NettyProbes(network, anchors, "roomwatch/test", new Random(1));
  }

  NettyProbes probes() {
    return probes(TrustAnchors.of(List.of(), List.of()));
  }

  /** The address that a literal writes. */
  static InetAddress address(String literal) {
    return NetUtil.createInetAddressFromIpAddressString(literal);
  }

  /** What came of it, within twenty seconds. */
  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  static List<Phase> phases(Outcome outcome) {
    return outcome.phases().stream().map(PhaseTime::phase).toList();
  }

  static Duration took(Outcome outcome, Phase phase) {
    return outcome.phases().stream()
        .filter(time -> time.phase() == phase)
        .findFirst()
        .orElseThrow()
        .took();
  }

  /** Whether it ended at its deadline: not before, and not noticeably after. */
  static boolean endedAt(Duration deadline, Duration took) {
    return took.compareTo(deadline.minusMillis(2)) >= 0
        && took.compareTo(deadline.plus(SLACK)) <= 0;
  }

  @Override
  public void close() {
    network.close();
    blocking.shutdownNow();
  }
}
