package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.datagram.DatagramRun;
import io.roomwatch.agent.probe.datagram.NtpTime;
import io.roomwatch.agent.probe.network.Network;
import io.roomwatch.agent.probe.stamp.StampPacket;
import io.roomwatch.agent.probe.stamp.Tally;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A burst of test packets to a STAMP reflector (RFC 8762): one session, one fresh socket.
 *
 * <p>Reasons: {@code OK} (at least one answer), {@code NO_ANSWER}, {@code REFUSED} (ICMP port
 * unreachable), {@code UNREACHABLE}, {@code NO_ROUTE}, {@code ERROR} (answers that bear another
 * key, or are none), {@code DNS_*}.
 */
public final class StampProbe {

  /**
   * @param packets at least 1; fewer are sent when they do not fit into the deadline
   * @param pause from one to the next
   * @param deadline for the whole, resolving and the wait for the last answer included; what has
   *     not come back by then is lost
   */
  public record Spec(
      Target target, StampMode mode, int packets, Duration pause, Duration deadline) {}

  /**
   * What came back.
   *
   * @param answered packets with an answer, each counted once; at least 1
   * @param repeated further answers to packets that had one
   * @param roundTrips without the time in the reflector, of each packet answered, in the order in
   *     which the answers came
   * @param directions of the losses before the last answer, if the reflector is stateful; empty
   *     when its numbers make no sense
   */
  public record Burst(
      int sent,
      int answered,
      int repeated,
      List<Duration> roundTrips,
      Optional<Directions> directions) {
    public Burst {
      roundTrips = List.copyOf(roundTrips);
    }

    public int lost() {
      return sent - answered;
    }
  }

  /** Packets lost on the way there and on the way back. */
  public record Directions(int forward, int backward) {}

  /**
   * @param burst empty unless the outcome is ok
   */
  public record Result(Outcome outcome, Optional<Burst> burst) {}

  /** The last packet gets this long, or half of the deadline when that is less. */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

  private final Network network;
  private final InstantSource wallClock;

  public StampProbe(Network network, InstantSource wallClock) {
    this.network = network;
    this.wallClock = wallClock;
  }

  /**
   * Sends the burst and ends when every packet is answered, at the deadline otherwise.
   *
   * @return completes once, on the event loop, at the deadline at the latest; exceptionally only
   *     when we err. Safe from any thread.
   */
  public CompletableFuture<Result> run(Spec spec) {
    int packets = fitting(spec);
    return new DatagramRun<>(
            network,
            spec.deadline(),
            Collections.nCopies(packets - 1, spec.pause()),
            new Measuring(spec.mode(), packets))
        .start(spec.target());
  }

  private static int fitting(Spec spec) {
    Duration half = spec.deadline().dividedBy(2);
    Duration rest = half.compareTo(LAST_ANSWER) < 0 ? half : LAST_ANSWER;
    long fit = 1 + spec.deadline().minus(rest).dividedBy(spec.pause());
    return (int) Math.min(spec.packets(), fit);
  }

  private final class Measuring implements DatagramRun.Talk<Result> {
    private final StampMode mode;
    private final int packets;
    private final Tally tally = new Tally();
    private int forged;

    Measuring(StampMode mode, int packets) {
      this.mode = mode;
      this.packets = packets;
    }

    @Override
    public byte[] request(int attempt) {
      long time = NtpTime.of(wallClock.instant());
      tally.sent(time, network.nanos());
      return StampPacket.test(
          new StampPacket.Stamp(attempt, time, StampPacket.ERROR_ESTIMATE), mode);
    }

    @Override
    public boolean heard(byte[] datagram, DatagramRun<Result> run) {
      long nanos = network.nanos();
      return switch (StampPacket.readReflected(datagram, mode)) {
        case StampPacket.Malformed<StampPacket.Reflected> malformed -> false;
        case StampPacket.Forged<StampPacket.Reflected> other -> {
          forged++;
          yield false;
        }
        case StampPacket.Good<StampPacket.Reflected>(StampPacket.Reflected answer) -> {
          boolean ours = tally.heard(answer, nanos);
          if (tally.answered() == packets) {
            run.end(Reason.OK, "");
          }
          yield ours;
        }
      };
    }

    @Override
    public void late(DatagramRun<Result> run) {
      if (tally.answered() > 0) {
        run.end(Reason.OK, "");
      } else if (forged > 0) {
        run.end(Reason.ERROR, forged + " answer(s) bear another key");
      }
    }

    @Override
    public Reason silence() {
      return Reason.NO_ANSWER;
    }

    @Override
    public Result result(Outcome outcome) {
      return new Result(outcome, outcome.ok() ? Optional.of(burst()) : Optional.empty());
    }

    private Burst burst() {
      return new Burst(
          tally.sent(),
          tally.answered(),
          tally.repeated(),
          tally.roundTrips(),
          tally.directions().map(each -> new Directions(each.forward(), each.backward())));
    }
  }
}
