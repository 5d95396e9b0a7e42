package io.roomwatch.agent.maintenance.duty;

import io.roomwatch.agent.observation.CheckKind;
import java.util.List;

/**
 * {@code quarterly.other-locations}: the paths to other agents, as {@code path.stamp} measures
 * them, with the links to the peers there. Without one a person has to look: a peer's open port
 * alone does not show what the other location sees.
 */
final class OtherLocations implements Duty.Judge {

  private static final Checks PATHS =
      new Checks(
          "the path to another agent",
          List.of(),
          (config, check) -> check.kind() == CheckKind.PATH_STAMP,
          (config, check) -> check.kind() == CheckKind.LINK_PEER);

  @Override
  public Judgement judge(Knowledge known) {
    if (known.of(CheckKind.PATH_STAMP).isEmpty()) {
      return Judgement.of(
          Result.NEEDS_PERSON,
          "No agent elsewhere is measured from here: a person has to look.",
          Prefills.peers(known));
    }
    return PATHS.judge(known);
  }
}
