package io.roomwatch.agent.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.NetUtil;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.probe.network.Network;
import io.roomwatch.agent.probe.tls.TestPki;
import io.roomwatch.agent.probe.tls.TrustAnchors;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A network with its threads, and the probes on it. */
public final class Lab implements AutoCloseable {

  public static final Duration PATIENT = Duration.ofSeconds(10);
  public static final Duration SHORT = Duration.ofMillis(400);

  /** How much later than its deadline a probe may end. */
  public static final Duration SLACK = Duration.ofMillis(50);

  public final ExecutorService blocking =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("test-blocking-", 0).factory());
  public final Network network;

  public Lab() {
    network = new Network(System::nanoTime, blocking);
  }

  public Lab(boolean epoll) {
    network = new Network(System::nanoTime, blocking, epoll);
  }

  public NettyProbes probes(TrustAnchors anchors) {
    return new NettyProbes(
        network, anchors, "roomwatch/test", java.time.InstantSource.system(), new Random(1));
  }

  public NettyProbes probes() {
    return probes(TestPki.trusting());
  }

  /** The address that a literal writes. */
  public static InetAddress address(String literal) {
    return NetUtil.createInetAddressFromIpAddressString(literal);
  }

  /** What came of it, within twenty seconds. */
  public static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  public static List<Phase> phases(Outcome outcome) {
    return outcome.phases().stream().map(PhaseTime::phase).toList();
  }

  public static Duration took(Outcome outcome, Phase phase) {
    return outcome.phases().stream()
        .filter(time -> time.phase() == phase)
        .findFirst()
        .orElseThrow()
        .took();
  }

  /** What can be looked at again. */
  public interface Look<T> {
    CompletableFuture<T> look() throws Exception;
  }

  /**
   * Looks until one look ended at {@code deadline}: none may end before it, and of five at least
   * one not noticeably after it. A machine that builds other things meanwhile is late now and then.
   */
  public static <T> T endingAt(Duration deadline, Function<T, Outcome> outcome, Look<T> look)
      throws Exception {
    Duration took = Duration.ZERO;
    for (int attempt = 0; attempt < 5; attempt++) {
      T result = await(look.look());
      took = outcome.apply(result).took();
      assertTrue(took.compareTo(deadline.minusMillis(2)) >= 0, () -> "too early: " + result);
      if (took.compareTo(deadline.plus(SLACK)) <= 0) {
        return result;
      }
    }
    throw new AssertionError("ended after " + took + " in place of " + deadline);
  }

  @Override
  public void close() {
    network.close();
    blocking.shutdownNow();
  }
}
