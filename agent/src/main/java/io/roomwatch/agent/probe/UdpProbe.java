package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.DatagramRun;
import io.roomwatch.agent.probe.network.Network;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A few plain datagrams from a connected socket, so that ICMP errors are seen.
 *
 * <p>Reasons: {@code OK} (any answer), {@code REFUSED} (ICMP port unreachable), {@code
 * UNREACHABLE}, {@code NO_ROUTE}, {@code NO_ANSWER} (inconclusive), {@code DNS_*}.
 */
public final class UdpProbe {

  /**
   * @param deadline for the whole, resolving included
   */
  public record Spec(Target target, Duration deadline) {}

  public record Result(Outcome outcome) {}

  /**
   * Says in a packet capture who sent it, and means nothing to a media server: a first byte between
   * 4 and 15 is to be dropped where STUN, DTLS and RTP share a port (RFC 7983 section 7).
   */
  static final String PAYLOAD = "\nroomwatch\n";

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final int DATAGRAMS = 3;

  private final Network network;

  public UdpProbe(Network network) {
    this.network = network;
  }

  /**
   * Sends up to three datagrams, 500 ms apart, or closer when the deadline is near.
   *
   * @return completes once, on the event loop, at the deadline at the latest; exceptionally only
   *     when we err. Safe from any thread.
   */
  public CompletableFuture<Result> run(Spec spec) {
    Duration share = spec.deadline().dividedBy(DATAGRAMS + 1);
    Duration pause = share.compareTo(LONGEST_PAUSE) < 0 ? share : LONGEST_PAUSE;
    return new DatagramRun<>(network, spec.deadline(), List.of(pause, pause), new Knocking())
        .start(spec.target());
  }

  private static final class Knocking implements DatagramRun.Talk<Result> {
    @Override
    public byte[] request(int attempt) {
      return PAYLOAD.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean heard(byte[] datagram, DatagramRun<Result> run) {
      run.end(Reason.OK, "answered with " + datagram.length + " bytes");
      return true;
    }

    @Override
    public Reason silence() {
      return Reason.NO_ANSWER;
    }

    @Override
    public Result result(Outcome outcome) {
      return new Result(outcome);
    }
  }
}
