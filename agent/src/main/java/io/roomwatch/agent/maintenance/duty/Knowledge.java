package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the agent knows when it answers an item.
 *
 * @param beliefs one of each watched check
 */
public record Knowledge(Instant now, Config config, List<Belief> beliefs, Records records) {

  public Knowledge {
    beliefs = List.copyOf(beliefs);
  }

  /** What is read only by the items that need it. May block. */
  public interface Records {
    BaselineState baseline(String name);

    /** Of the status page, since the item was due before. */
    ServiceHistory serviceHistory();

    /** The working configuration as it is now, one fact a line. */
    List<String> configuration();
  }

  List<Belief> of(CheckKind... kinds) {
    List<CheckKind> wanted = List.of(kinds);
    return where(check -> wanted.contains(check.kind()));
  }

  List<Belief> where(Predicate<CheckId> wanted) {
    return beliefs.stream().filter(belief -> wanted.test(belief.check())).toList();
  }

  /** What is believed of the only check of a kind; empty when it is not watched. */
  Optional<Belief> one(CheckKind kind) {
    return of(kind).stream().findFirst();
  }
}
