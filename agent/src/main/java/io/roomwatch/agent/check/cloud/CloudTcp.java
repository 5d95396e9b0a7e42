package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.Recent;
import io.roomwatch.agent.check.Remaining;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.TcpProbe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code cloud.tcp:<host>:<port>}: a direct TCP connect to a required port, then close.
 *
 * <p>An informational port is never a finding: what was seen stands in the text and in the reading
 * {@code open}. A web port that is closed to the direct way while a working proxy is in force is
 * degraded and not failed: the room has a way, and a longer one for media.
 *
 * <p>Reasons: those of {@link TcpProbe}, and {@code threshold} for a slow connect.
 */
final class CloudTcp implements Check {

  private final CheckContext context;
  private final Target target;
  private final boolean informational;
  private final CheckId id;

  CloudTcp(CheckContext context, Target target, boolean informational) {
    this.context = context;
    this.target = target;
    this.informational = informational;
    this.id = CheckId.of(CheckKind.CLOUD_TCP, target.toString());
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    Remaining remaining = Remaining.of(context, deadline);
    Optional<String> otherWay = otherWay();
    return remaining.probe(ProxyInForce.READING, left -> look(left, otherWay));
  }

  private CompletableFuture<Finding> look(Duration left, Optional<String> otherWay) {
    return context
        .probes()
        .tcp(new TcpProbe.Spec(target, left, Duration.ZERO))
        .thenApply(
            result ->
                judge(result.outcome(), left, otherWay)
                    .with(
                        Reading.flag("open", result.outcome().ok()),
                        Measured.connect(result.outcome()),
                        result
                            .remote()
                            .map(InetSocketAddress::getAddress)
                            .map(address -> Reading.text("address", Addresses.text(address)))
                            .orElse(Reading.absent("address")),
                        Measured.detail(result.outcome()))
                    .timed(result.outcome().phases()));
  }

  private Finding judge(Outcome outcome, Duration deadline, Optional<String> otherWay) {
    if (outcome.ok()) {
      return open(outcome);
    }
    String text = target + " " + Wording.failure(outcome.reason(), deadline);
    if (informational) {
      return Finding.ok("For information only: " + text + ".");
    }
    return otherWay
        .map(way -> Finding.degraded(outcome.reason(), text + "; " + way + "."))
        .orElseGet(() -> Finding.failed(outcome.reason(), text + "."));
  }

  private Finding open(Outcome outcome) {
    Duration took = Measured.phase(outcome, Phase.CONNECT).orElse(outcome.took());
    Duration limit = Thresholds.of(context.config(), id).seconds("connect_degraded_seconds");
    String text = target + " accepts connections in " + Wording.duration(took);
    return took.compareTo(limit) > 0 && !informational
        ? Finding.degraded(
            Reason.THRESHOLD, text + ", slower than " + Wording.duration(limit) + ".")
        : Finding.ok(text + ".");
  }

  /** What carries this port instead of the direct way, unless it is known not to work. */
  private Optional<String> otherWay() {
    if (target.port() != 443 && target.port() != 80) {
      return Optional.empty();
    }
    boolean broken =
        new Recent(context)
            .of(CheckId.of(CheckKind.CLOUD_PROXY))
            .filter(seen -> seen.finding().state() == State.FAILED)
            .isPresent();
    if (broken) {
      return Optional.empty();
    }
    return switch (ProxyInForce.of(context, target.host())) {
      case ProxyInForce.Through through ->
          Optional.of(
              "the proxy "
                  + through.server().address()
                  + " is in force and takes this way's place");
      case ProxyInForce.Script script ->
          Optional.of("a PAC script is set, which may send it another way");
      case ProxyInForce.Direct direct -> Optional.empty();
      case ProxyInForce.Bypassed bypassed -> Optional.empty();
      case ProxyInForce.NotRead notRead -> Optional.empty();
    };
  }
}
