package io.roomwatch.agent.maintenance.duty;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was measured last under a name, and what a person accepted.
 *
 * @param name a check's id, or {@code configuration}
 * @param captured empty: nothing was measured yet
 * @param accepted empty: nobody has accepted anything
 */
public record BaselineState(String name, Optional<Taken> captured, Optional<Taken> accepted) {

  /** The name of the working configuration record. */
  public static final String CONFIGURATION = "configuration";

  /**
   * Lines at a time.
   *
   * @param by who accepted them; {@code roomwatch} where they were only measured
   */
  public record Taken(List<String> lines, Instant at, String by) {
    public Taken {
      lines = List.copyOf(lines);
    }
  }
}
