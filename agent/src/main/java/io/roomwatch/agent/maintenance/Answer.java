package io.roomwatch.agent.maintenance;

import io.roomwatch.agent.maintenance.calendar.Occurrence;
import io.roomwatch.agent.maintenance.duty.Duty;
import io.roomwatch.agent.maintenance.duty.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was said of one occurrence of an item.
 *
 * @param occurrence the one that it counts for
 * @param kind who said it: the agent or a person
 */
public record Answer(String item, Occurrence occurrence, Duty.Kind kind, Said said) {

  /** Who the agent is in the trail. */
  public static final String AGENT = "roomwatch";

  /**
   * @param by a person's name, or {@value Answer#AGENT}
   * @param note a person's, or the agent's reason; may be empty
   */
  public record Said(Instant at, String by, Result result, String note) {}

  /** An answer with all that is kept of it. */
  public record Filed(Answer answer, List<String> evidence, Optional<EvidenceFile> file) {
    public Filed {
      evidence = List.copyOf(evidence);
    }
  }

  public Result result() {
    return said.result();
  }

  public boolean conclusive() {
    return result().conclusive();
  }
}
