package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.DatagramRun;
import io.roomwatch.agent.probe.datagram.StunMessage;
import io.roomwatch.agent.probe.network.Network;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * A STUN binding request over UDP (RFC 8489), re-sent as its section 6.2.1 says until the deadline.
 *
 * <p>Reasons: {@code OK}, {@code REFUSED} (ICMP port unreachable), {@code UNREACHABLE}, {@code
 * NO_ROUTE}, {@code NO_ANSWER} (inconclusive: silence proves nothing), {@code ERROR} (an error
 * response, or one not understood, or datagrams that are no response), {@code DNS_*}.
 */
public final class StunProbe {

  /**
   * @param deadline for the whole, resolving included
   */
  public record Spec(Target target, Duration deadline) {}

  /**
   * @param mapped this host's address as the server sees it; empty unless the outcome is ok
   */
  public record Result(Outcome outcome, Optional<InetSocketAddress> mapped) {}

  /** Section 6.2.1: seven requests (Rc), the first pause 500 ms (RTO), each twice the last. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          Duration.ofSeconds(16));

  /** 16 RTO (Rm) after the last request. */
  private static final Duration GIVEN_UP = Duration.ofMillis(39_500);

  private final Network network;
  private final RandomGenerator random;

  /**
   * @param random for the transaction ids; unpredictable ({@code SecureRandom}) outside tests; used
   *     on the caller's thread
   */
  public StunProbe(Network network, RandomGenerator random) {
    this.network = network;
    this.random = random;
  }

  /**
   * Asks once; ends after 39.5 s even when the deadline is later.
   *
   * @return completes once, on the event loop, at the deadline at the latest; exceptionally only
   *     when we err. Safe from any thread.
   */
  public CompletableFuture<Result> run(Spec spec) {
    Duration deadline = spec.deadline().compareTo(GIVEN_UP) < 0 ? spec.deadline() : GIVEN_UP;
    return new DatagramRun<>(network, deadline, PAUSES, new Binding()).start(spec.target());
  }

  /** One transaction: every repeat is the same request. */
  private final class Binding implements DatagramRun.Talk<Result> {
    private final byte[] transaction = new byte[StunMessage.TRANSACTION_BYTES];
    private Optional<InetSocketAddress> mapped = Optional.empty();

    Binding() {
      random.nextBytes(transaction);
    }

    @Override
    public byte[] request(int attempt) {
      return StunMessage.request(transaction);
    }

    @Override
    public boolean heard(byte[] datagram, DatagramRun<Result> run) {
      switch (StunMessage.read(datagram, transaction)) {
        case StunMessage.Mapped found -> {
          mapped = Optional.of(found.address());
          run.end(Reason.OK, "this host is seen as " + text(found.address()));
        }
        case StunMessage.Refusal refusal ->
            run.end(
                Reason.ERROR, ("STUN error " + refusal.code() + " " + refusal.phrase()).strip());
        case StunMessage.Garbled garbled ->
            run.end(Reason.ERROR, "STUN answer not understood: " + garbled.why());
        case StunMessage.Stray stray -> {
          return false;
        }
      }
      return true;
    }

    private static String text(InetSocketAddress address) {
      return new Target(address.getAddress().getHostAddress(), Math.max(1, address.getPort()))
          .toString();
    }

    @Override
    public Reason silence() {
      return Reason.NO_ANSWER;
    }

    @Override
    public Result result(Outcome outcome) {
      return new Result(outcome, mapped);
    }
  }
}
