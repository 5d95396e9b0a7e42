package io.roomwatch.agent;

import io.roomwatch.agent.check.Latest;
import io.roomwatch.agent.health.HealthBoard;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Observation;
import java.util.List;
import java.util.Optional;

/** The health board as derived checks see it. */
record BoardLatest(HealthBoard board) implements Latest {

  @Override
  public Optional<Observation> of(CheckId check) {
    return board.latest(check);
  }

  @Override
  public List<Observation> of(CheckKind kind) {
    return board.latest(kind);
  }
}
