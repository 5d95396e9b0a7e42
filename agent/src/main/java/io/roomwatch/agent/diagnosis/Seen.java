package io.roomwatch.agent.diagnosis;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.verdict.RoomStatus;
import io.roomwatch.agent.verdict.Rule;
import java.util.List;
import java.util.Map;

/**
 * What was measured, and by what it is judged.
 *
 * @param rules of triage, in their order; the verdict in the status was made by them
 * @param severities of the checks as configured
 * @param onDevice the agent runs on the room's device, not beside it
 */
public record Seen(
    RoomStatus status, List<Rule> rules, Map<CheckId, Severity> severities, boolean onDevice) {
  public Seen {
    rules = List.copyOf(rules);
    severities = Map.copyOf(severities);
  }
}
