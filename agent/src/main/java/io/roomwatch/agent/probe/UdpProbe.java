package io.roomwatch.agent.probe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A few plain datagrams from a connected socket, so that ICMP errors are seen.
 *
 * <p>Reasons: {@code OK} (any answer), {@code REFUSED} (ICMP port unreachable), {@code UNREACHABLE}, {@code NO_ANSWER} (inconclusive), {@code DNS_*}.
 */
public final class UdpProbe {

  public record Spec(Target target, Duration deadline) {}

  public record Result(Outcome outcome) {}

  CompletableFuture<Result> run(Spec spec) {
    throw new UnsupportedOperationException();
  }
}
