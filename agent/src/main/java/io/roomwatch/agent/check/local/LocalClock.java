package io.roomwatch.agent.check.local;

import io.roomwatch.agent.check.Check;
import io.roomwatch.agent.check.CheckContext;
import io.roomwatch.agent.check.Figures;
import io.roomwatch.agent.check.Thresholds;
import io.roomwatch.agent.check.Wording;
import io.roomwatch.agent.config.Cloud.HostPort;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Probes;
import io.roomwatch.agent.probe.SntpProbe;
import io.roomwatch.agent.probe.Target;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * This host's clock against the configured time server.
 *
 * <p>Degraded and failed: {@code THRESHOLD}, when the offset is larger, in either direction, than
 * {@code offset_degraded_seconds} (default 2) or {@code offset_failed_seconds} (default 60).
 * Unknown: {@code NO_ANSWER} and whatever else kept the server from answering; that says nothing of
 * the clock.
 */
final class LocalClock implements Check {

  private final Probes probes;
  private final HostPort server;
  private final Thresholds thresholds;

  LocalClock(CheckContext context) {
    this.probes = context.probes();
    this.server = context.config().cloud().ntp();
    this.thresholds = Thresholds.of(context.config(), CheckId.of(CheckKind.LOCAL_CLOCK));
  }

  @Override
  public CheckId id() {
    return CheckId.of(CheckKind.LOCAL_CLOCK);
  }

  @Override
  public CompletableFuture<Finding> look(Duration deadline) {
    return probes
        .sntp(new SntpProbe.Spec(new Target(server.host(), server.port()), deadline))
        .thenApply(this::judge);
  }

  private Finding judge(SntpProbe.Result result) {
    Finding finding =
        result
            .clock()
            .filter(ignored -> result.outcome().ok())
            .map(this::judge)
            .orElseGet(() -> unanswered(result));
    return finding.timed(result.outcome().phases());
  }

  private Finding judge(SntpProbe.Clock clock) {
    double offset = Math.abs(clock.offset().toNanos() / 1e9);
    String text = text(clock);
    Finding finding;
    if (offset > thresholds.value("offset_failed_seconds")) {
      finding =
          Finding.failed(
              Reason.THRESHOLD, text + ": sign-in and certificates fail with such a clock.");
    } else if (offset > thresholds.value("offset_degraded_seconds")) {
      finding =
          Finding.degraded(Reason.THRESHOLD, text + ": check this machine's time synchronization.");
    } else {
      finding = Finding.ok(text + ".");
    }
    return finding.with(
        Reading.seconds("offset_seconds", clock.offset()),
        Reading.seconds("round_trip_seconds", clock.roundTrip()),
        Reading.number("stratum", clock.stratum()));
  }

  private String text(SntpProbe.Clock clock) {
    double seconds = Math.abs(clock.offset().toNanos() / 1e9);
    String size =
        seconds < 1
            ? Wording.duration(clock.offset().abs())
            : seconds < 120
                ? Figures.plain(seconds) + " s"
                : Wording.duration(clock.offset().abs());
    return "The clock is "
        + size
        + (clock.offset().isNegative() ? " ahead of " : " behind ")
        + server.host()
        + " (stratum "
        + clock.stratum()
        + ")";
  }

  private Finding unanswered(SntpProbe.Result result) {
    Reason reason = result.outcome().ok() ? Reason.ERROR : result.outcome().reason();
    String detail = result.outcome().detail();
    return Finding.unknown(
            reason,
            "The clock could not be compared: time server "
                + server.host()
                + " gave no time"
                + (detail.isBlank() ? "" : " (" + detail + ")")
                + ".")
        .with(Reading.absent("offset_seconds"));
  }
}
