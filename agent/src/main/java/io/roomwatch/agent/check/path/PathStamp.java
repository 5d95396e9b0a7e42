package io.roomwatch.agent.check.path;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.config.Secret;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.StampMode;
import io.roomwatch.agent.probe.StampProbe;
import io.roomwatch.agent.probe.StampProbe.Burst;
import io.roomwatch.agent.probe.StampProbe.Directions;
import io.roomwatch.agent.probe.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code path.stamp:<name>}: loss, jitter and round trip between this agent and a peer's, by a
 * burst of STAMP packets (RFC 8762).
 *
 * <p>Degraded: {@code THRESHOLD}. Loss is judged over the last five bursts, and one packet alone is
 * never too much. Never failed: a poor path is not a broken one.
 *
 * <p>Unknown: every reason for which there was nothing to measure. Silence on UDP proves nothing:
 * the other agent may be stopped, its reflector closed to this one, the port filtered, while media
 * flows. So it is neither loss nor a fault of the room; whether the peer is there is {@code
 * link.peer}'s to say.
 */
final class PathStamp implements Check {

  private final Probes probes;
  private final Peer peer;
  private final Peer.Stamp stamp;
  private final CheckId id;
  private final Thresholds thresholds;
  private final StampMode mode;
  private final PathQuality quality = new PathQuality();

  PathStamp(CheckContext context, Peer peer, Peer.Stamp stamp) {
    this.probes = context.probes();
    this.peer = peer;
    this.stamp = stamp;
    this.id = CheckId.of(CheckKind.PATH_STAMP, peer.name());
    this.thresholds = Thresholds.of(context.config(), id);
    this.mode =
        stamp
            .key()
            .map(Secret::reveal)
            .map(StampMode::authenticated)
            .orElseGet(StampMode::unauthenticated);
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    StampProbe.Spec spec =
        new StampProbe.Spec(
            new Target(peer.address(), stamp.port()),
            mode,
            stamp.burst().packets(),
            stamp.burst().pause(),
            deadline);
    return probes.stamp(spec).thenApply(result -> judge(result, deadline));
  }

  /** Locked for a moment of arithmetic: a look given up may end while the next one does. */
  private Finding judge(StampProbe.Result result, Duration deadline) {
    synchronized (quality) {
      if (result.burst().isEmpty()) {
        quality.forget();
        return unmeasured(result.outcome(), deadline)
            .with(readings(Optional.empty()))
            .with(Measured.detail(result.outcome()))
            .timed(result.outcome().phases());
      }
      Burst burst = result.burst().get();
      quality.add(burst);
      return measured(burst)
          .with(readings(Optional.of(burst)))
          .with(Measured.detail(result.outcome()))
          .timed(phases(result.outcome(), median(burst)));
    }
  }

  private Finding measured(Burst burst) {
    Duration rtt = median(burst);
    List<String> flaws = new ArrayList<>();
    double loss = thresholds.value("loss_degraded_ratio");
    if (quality.losesMoreThan(loss)) {
      flaws.add(
          percent(quality.lossRatio())
              + " of the last "
              + quality.sent()
              + " packets were lost"
              + ways(burst)
              + ", more than "
              + percent(loss));
    }
    above("the round trip is", rtt, "rtt_degraded_seconds").ifPresent(flaws::add);
    above("jitter is", quality.jitter(), "jitter_degraded_seconds").ifPresent(flaws::add);
    if (!flaws.isEmpty()) {
      return Finding.degraded(
          Reason.THRESHOLD,
          "The path to " + peer.name() + " is poor: " + String.join("; ", flaws) + ".");
    }
    return Finding.ok(
        peer.name()
            + " answers "
            + burst.answered()
            + " of "
            + burst.sent()
            + " packets, the round trip is "
            + millis(rtt)
            + ", jitter "
            + millis(quality.jitter())
            + ".");
  }

  private Optional<String> above(String what, Duration value, String threshold) {
    Duration limit = thresholds.seconds(threshold);
    return value.compareTo(limit) > 0
        ? Optional.of(what + " " + millis(value) + ", more than " + millis(limit))
        : Optional.empty();
  }

  private String ways(Burst burst) {
    return directions(burst)
        .filter(each -> each.forward() + each.backward() > 0)
        .map(
            each ->
                " (just now "
                    + each.forward()
                    + " on the way there, "
                    + each.backward()
                    + " on the way back)")
        .orElse("");
  }

  private Finding unmeasured(Outcome outcome, Duration deadline) {
    Reason reason = outcome.ok() ? Reason.ERROR : outcome.reason();
    String who = "The reflector of " + peer.name() + " (UDP port " + stamp.port() + ") ";
    return Finding.unknown(
        reason,
        switch (reason) {
          case NO_ANSWER ->
              who
                  + "gives no answer within "
                  + Wording.duration(deadline)
                  + ": it may be off, closed to this agent, of another key, or filtered; that alone"
                  + " does not mean that packets are lost.";
          case REFUSED -> who + "is reported closed: the agent there does not listen on it.";
          case ERROR -> who + "answers, and not as it should: " + outcome.detail() + ".";
          default -> who + Wording.failure(reason, deadline) + ".";
        });
  }

  /** A stateless reflector's numbers say nothing of directions. */
  private Optional<Directions> directions(Burst burst) {
    if (burst.lost() == 0) {
      return Optional.of(new Directions(0, 0));
    }
    return stamp.stateful() ? burst.directions() : Optional.empty();
  }

  private Reading[] readings(Optional<Burst> burst) {
    Optional<Directions> ways = burst.flatMap(this::directions);
    return new Reading[] {
      number("loss_ratio", burst.map(each -> ratio(each.lost(), each))),
      number("loss_forward_ratio", ways.map(each -> ratio(each.forward(), burst.get()))),
      number("loss_backward_ratio", ways.map(each -> ratio(each.backward(), burst.get()))),
      number("recent_loss_ratio", burst.map(each -> quality.lossRatio())),
      seconds("jitter_seconds", burst.map(each -> quality.jitter())),
      seconds("rtt_seconds", burst.map(PathStamp::median)),
      seconds("rtt_min_seconds", burst.map(each -> sorted(each).getFirst())),
      seconds("rtt_max_seconds", burst.map(each -> sorted(each).getLast())),
      number("packets_sent", burst.map(each -> (double) each.sent())),
      number("packets_repeated", burst.map(each -> (double) each.repeated())),
      Reading.text("mode", mode.toString())
    };
  }

  private static Reading number(String name, Optional<Double> value) {
    return value.map(each -> Reading.number(name, each)).orElseGet(() -> Reading.absent(name));
  }

  private static Reading seconds(String name, Optional<Duration> value) {
    return value.map(each -> Reading.seconds(name, each)).orElseGet(() -> Reading.absent(name));
  }

  private static double ratio(int packets, Burst burst) {
    return (double) packets / burst.sent();
  }

  /** What was measured stands for the exchange, not how long the burst took. */
  private static List<PhaseTime> phases(Outcome outcome, Duration rtt) {
    return outcome.phases().stream()
        .map(each -> each.phase() == Phase.FIRST_BYTE ? new PhaseTime(each.phase(), rtt) : each)
        .toList();
  }

  /** The lower one of the two in the middle. */
  private static Duration median(Burst burst) {
    List<Duration> sorted = sorted(burst);
    return sorted.get((sorted.size() - 1) / 2);
  }

  private static List<Duration> sorted(Burst burst) {
    return burst.roundTrips().stream().sorted().toList();
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.1f %%" : "%.0f %%", ratio * 100)
        .replace(".0 %", " %");
  }

  private static String millis(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }
}
