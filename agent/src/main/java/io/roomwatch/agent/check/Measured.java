package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The readings that every exchange has. */
public final class Measured {

  private Measured() {}

  /** {@code connect_seconds}; absent unless a connection was made. */
  public static Reading connect(Outcome outcome) {
    boolean connected =
        outcome.ok()
            || outcome.reason() == Reason.RESET
            || outcome.reason() == Reason.CLOSED_EARLY
            || outcome.phases().stream()
                .anyMatch(time -> time.phase().compareTo(Phase.CONNECT) > 0);
    return phase(outcome, Phase.CONNECT)
        .filter(took -> connected)
        .map(took -> Reading.seconds("connect_seconds", took))
        .orElseGet(() -> Reading.absent("connect_seconds"));
  }

  /** {@code resolve_seconds} … {@code transfer_seconds}: every phase, absent if never entered. */
  public static Reading[] phases(Outcome outcome) {
    return Arrays.stream(Phase.values())
        .map(
            phase ->
                phase(outcome, phase)
                    .map(took -> Reading.seconds(name(phase), took))
                    .orElseGet(() -> Reading.absent(name(phase))))
        .toArray(Reading[]::new);
  }

  /** {@code detail}: what the network said when it failed; absent otherwise. */
  public static Reading detail(Outcome outcome) {
    return outcome.ok() || outcome.detail().isBlank()
        ? Reading.absent("detail")
        : Reading.text("detail", outcome.detail());
  }

  public static Optional<Duration> phase(Outcome outcome, Phase phase) {
    return outcome.phases().stream()
        .filter(time -> time.phase() == phase)
        .map(PhaseTime::took)
        .findFirst();
  }

  private static String name(Phase phase) {
    return phase.label().replace('-', '_') + "_seconds";
  }
}
