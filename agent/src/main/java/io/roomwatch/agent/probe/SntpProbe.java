package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.DatagramRun;
import io.roomwatch.agent.probe.datagram.SntpPacket;
import io.roomwatch.agent.probe.network.Network;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One SNTP exchange (RFC 5905 section 14, client mode, version 4).
 *
 * <p>Reasons: {@code OK}, {@code NO_ANSWER}, {@code REFUSED}, {@code UNREACHABLE}, {@code
 * NO_ROUTE}, {@code ERROR} (kiss-o'-death, unsynchronised, forged or short answer), {@code DNS_*}.
 */
public final class SntpProbe {

  /**
   * @param deadline for the whole, resolving included
   */
  public record Spec(Target target, Duration deadline) {}

  /**
   * @param offset server time minus this host's; positive when this host is behind; wrong by half
   *     of the round trip at most
   * @param roundTrip without the server's own processing
   * @param stratum 1 (a reference clock) to 15
   */
  public record Clock(Duration offset, Duration roundTrip, int stratum) {}

  /**
   * @param clock empty unless the outcome is ok
   */
  public record Result(Outcome outcome, Optional<Clock> clock) {}

  /** As far apart as the first requests of ntpd and chrony (iburst): public servers allow that. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** How coarse a server's clock may be; Windows has had 15.6 ms. */
  private static final Duration COARSE_CLOCK = Duration.ofMillis(20);

  private final Network network;
  private final InstantSource wallClock;
  private final SecureRandom cookies = new SecureRandom();

  /**
   * @param wallClock this host's clock, the one that is judged
   */
  public SntpProbe(Network network, InstantSource wallClock) {
    this.network = network;
    this.wallClock = wallClock;
  }

  /**
   * Asks up to three times, 2 s apart, or closer when the deadline is near.
   *
   * @return completes once, on the event loop, at the deadline at the latest; exceptionally only
   *     when we err. Safe from any thread.
   */
  public CompletableFuture<Result> run(Spec spec) {
    Duration half = spec.deadline().dividedBy(2);
    Duration pause = half.compareTo(LONGEST_PAUSE) < 0 ? half : LONGEST_PAUSE;
    return new DatagramRun<>(network, spec.deadline(), List.of(pause, pause), new Asking())
        .start(spec.target());
  }

  /** A request that is under way. */
  private record Sent(long cookie, Instant wallTime, long nanos) {}

  private final class Asking implements DatagramRun.Talk<Result> {
    private final List<Sent> underWay = new ArrayList<>();
    private Optional<Clock> clock = Optional.empty();

    @Override
    public byte[] request(int attempt) {
      long cookie = cookies.nextLong();
      byte[] request = SntpPacket.request(cookie);
      underWay.add(new Sent(cookie, wallClock.instant(), network.nanos()));
      return request;
    }

    @Override
    public boolean heard(byte[] datagram, DatagramRun<Result> run) {
      long nanos = network.nanos();
      for (Sent sent : underWay) {
        switch (SntpPacket.read(datagram, sent.cookie())) {
          case SntpPacket.Time time -> {
            told(time, sent, Duration.ofNanos(nanos - sent.nanos()), run);
            return true;
          }
          case SntpPacket.Refusal refusal -> {
            run.end(Reason.ERROR, refusal.why());
            return true;
          }
          case SntpPacket.Stray stray -> {}
        }
      }
      return false;
    }

    /**
     * Section 8 with T4 = T1 + elapsed: a clock that is set meanwhile does not count as a round
     * trip. Sums of moments are avoided by halving the two differences' sum.
     */
    private void told(SntpPacket.Time time, Sent sent, Duration elapsed, DatagramRun<Result> run) {
      Instant arrived = sent.wallTime().plus(elapsed);
      Duration there = Duration.between(sent.wallTime(), time.received());
      Duration back = Duration.between(arrived, time.transmitted());
      Duration offset = there.plus(back).dividedBy(2);
      Duration roundTrip = elapsed.minus(Duration.between(time.received(), time.transmitted()));
      if (roundTrip.plus(COARSE_CLOCK).isNegative()) {
        run.end(Reason.ERROR, "the server says that it kept the request longer than it was away");
        return;
      }
      Duration positive = roundTrip.isNegative() ? Duration.ZERO : roundTrip;
      clock = Optional.of(new Clock(offset, positive, time.stratum()));
      run.end(Reason.OK, "stratum " + time.stratum() + ", offset " + offset.toMillis() + " ms");
    }

    @Override
    public Reason silence() {
      return Reason.NO_ANSWER;
    }

    @Override
    public Result result(Outcome outcome) {
      return new Result(outcome, clock);
    }
  }
}
