package io.roomwatch.agent.health;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Instant;

/** What changed in what is believed of one check. */
public sealed interface Change {

  CheckId check();

  /** When it was concluded. */
  Instant at();

  /**
   * The confirmed state changed.
   *
   * @param text what the deciding look said, or that there was none
   */
  record Became(CheckId check, Instant at, State from, State to, Reason reason, String text)
      implements Change {}

  /** The state is the same, its reason is another. */
  record Reasoned(CheckId check, Instant at, State state, Reason from, Reason to)
      implements Change {}

  /**
   * The state began, or ceased, to change too often.
   *
   * @param flapping whether it does now
   */
  record Flapping(CheckId check, Instant at, boolean flapping) implements Change {}
}
