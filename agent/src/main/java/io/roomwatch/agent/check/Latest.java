package io.roomwatch.agent.check;

import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Observation;
import java.util.List;
import java.util.Optional;

/**
 * The newest observation of every check; what derived checks conclude from. Safe from any thread.
 */
public interface Latest {

  Optional<Observation> of(CheckId check);

  /** All of one kind, in id order. */
  List<Observation> of(CheckKind kind);
}
