package io.roomwatch.agent.probe;

import io.roomwatch.agent.observation.PhaseTime;
import io.roomwatch.agent.observation.Reason;
import java.time.Duration;
import java.util.List;

/**
 * How one exchange ended.
 *
 * @param reason {@code OK}, or what went wrong in the last phase listed
 * @param detail for people: what the network or the library said; no secrets, one line
 * @param phases every phase entered, in order, the last one being where it failed if it did
 * @param took monotonic time of the whole
 */
public record Outcome(Reason reason, String detail, List<PhaseTime> phases, Duration took) {
  public Outcome {
    phases = List.copyOf(phases);
  }

  public boolean ok() {
    return reason == Reason.OK;
  }
}
