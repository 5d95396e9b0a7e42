package io.roomwatch.agent.verdict;

import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.verdict.Verdict.Cause;
import io.roomwatch.agent.verdict.Verdict.Confidence;
import io.roomwatch.agent.verdict.Verdict.Grounds;
import java.time.Instant;
import java.util.List;

/**
 * Something that is wrong with the agent itself, while what it sees of the room is right.
 *
 * @param since when it began
 * @param text what is wrong, one sentence
 * @param next what to do about it, one sentence
 */
public record AgentTrouble(Instant since, String text, String next) {

  static final String DISPROOF = "What was wrong with the agent ended by itself meanwhile.";

  /** The verdict with this trouble: what is wrong with the room comes first. */
  public Verdict beside(Verdict room) {
    return room.cause().id() != VerdictId.HEALTHY
        ? room
        : new Verdict(
            new Cause(VerdictId.AGENT_DEGRADED, State.DEGRADED, Confidence.HIGH, List.of()),
            since,
            text + " Of the room: " + room.summary(),
            next,
            List.of(),
            List.of(),
            Grounds.builtIn(DISPROOF));
  }
}
