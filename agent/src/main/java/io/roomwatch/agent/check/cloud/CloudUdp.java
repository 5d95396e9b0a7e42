package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.check.Addresses;
import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Measured;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import io.roomwatch.agent.probe.StunProbe;
import io.roomwatch.agent.probe.Target;
import io.roomwatch.agent.probe.UdpProbe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@code cloud.udp:<host>:<port>}: whether a media port answers over UDP, by a STUN question on the
 * STUN ports and plain datagrams on the others. Silence proves nothing, since a media server may
 * ignore strangers: it is unknown, never blocked. A port reported closed is degraded and not
 * failed, since media then falls back to TCP 443 (Zoom KB0061864).
 *
 * <p>Reasons: those of {@link StunProbe} and {@link UdpProbe}.
 */
final class CloudUdp implements Check {

  /** Where Zoom's servers speak STUN (Zoom KB0065712). */
  private static final Set<Integer> STUN_PORTS = Set.of(3478, 3479);

  private final CheckContext context;
  private final Target target;
  private final boolean informational;
  private final CheckId id;

  CloudUdp(CheckContext context, Target target, boolean informational) {
    this.context = context;
    this.target = target;
    this.informational = informational;
    this.id = CheckId.of(CheckKind.CLOUD_UDP, target.toString());
  }

  @Override
  public CheckId id() {
    return id;
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return STUN_PORTS.contains(target.port())
        ? context
            .probes()
            .stun(new StunProbe.Spec(target, deadline))
            .thenApply(result -> judge(result.outcome(), result.mapped(), deadline))
        : context
            .probes()
            .udp(new UdpProbe.Spec(target, deadline))
            .thenApply(result -> judge(result.outcome(), Optional.empty(), deadline));
  }

  private Finding judge(Outcome outcome, Optional<InetSocketAddress> mapped, Duration deadline) {
    Finding finding =
        informational && outcome.reason() != Reason.OK
            ? Finding.ok("For information only: " + seen(outcome, deadline).text())
            : seen(outcome, deadline);
    return finding
        .with(
            outcome.ok()
                ? Reading.seconds(
                    "rtt_seconds", Measured.phase(outcome, Phase.FIRST_BYTE).orElse(outcome.took()))
                : Reading.absent("rtt_seconds"),
            mapped
                .map(InetSocketAddress::getAddress)
                .map(address -> Reading.text("mapped_address", Addresses.text(address)))
                .orElse(Reading.absent("mapped_address")),
            Measured.detail(outcome))
        .timed(outcome.phases());
  }

  private Finding seen(Outcome outcome, Duration deadline) {
    Reason reason = outcome.reason();
    if (outcome.ok()) {
      return Finding.ok(
          target
              + " answers over UDP in "
              + Wording.duration(Measured.phase(outcome, Phase.FIRST_BYTE).orElse(outcome.took()))
              + ".");
    }
    if (reason == Reason.NO_ANSWER) {
      return Finding.unknown(
          reason,
          target
              + " gives no answer over UDP within "
              + Wording.duration(deadline)
              + "; that alone does not mean that it is blocked.");
    }
    if (NOT_TRIED.contains(reason)) {
      return Finding.unknown(reason, target + " was not asked over UDP: the name did not resolve.");
    }
    if (reason == Reason.REFUSED) {
      return Finding.degraded(
          reason,
          target + " is reported closed for UDP: media cannot use it and takes TCP 443 instead.");
    }
    return Finding.degraded(
        reason, target + " over UDP " + Wording.failure(reason, deadline) + ".");
  }

  private static final Set<Reason> NOT_TRIED =
      Set.of(Reason.DNS_NXDOMAIN, Reason.DNS_SERVFAIL, Reason.DNS_TIMEOUT, Reason.DNS_PRIVATE);
}
