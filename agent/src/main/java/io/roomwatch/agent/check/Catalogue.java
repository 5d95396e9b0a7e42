package io.roomwatch.agent.check;

import io.roomwatch.agent.check.cloud.CloudChecks;
import io.roomwatch.agent.check.link.LinkChecks;
import io.roomwatch.agent.check.local.LocalChecks;
import io.roomwatch.agent.check.path.PathChecks;
import io.roomwatch.agent.check.room.RoomChecks;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.probe.Probes;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All checks that a configuration asks for, each with how often and how patiently it looks. */
public final class Catalogue {

  private Catalogue() {}

  /**
   * New checks, in the order of {@link io.roomwatch.agent.observation.CheckKind} and, within a
   * kind, of the configuration. Those disabled in {@code checks:} are left out.
   *
   * @param latest the newest observation of every check; kept across a reload
   * @param asked the same one across a reload, so that the pause between two questions to a peer
   *     holds across it
   * @param baseline what people accepted, and who hears what is measured
   */
  public static List<PlannedCheck> of(
      Config config,
      Facts facts,
      Probes probes,
      Latest latest,
      AskedPeers asked,
      Baseline baseline,
      InstantSource clock) {
    return of(new CheckContext(config, facts, probes, latest, asked, clock), baseline);
  }

  static List<PlannedCheck> of(CheckContext context) {
    return of(context, Baseline.NONE_YET);
  }

  private static List<PlannedCheck> of(CheckContext context, Baseline baseline) {
    return Stream.of(
            LinkChecks.of(context),
            PathChecks.of(context),
            CloudChecks.of(context),
            LocalChecks.of(context, baseline),
            RoomChecks.of(context, baseline))
        .flatMap(List::stream)
        .sorted(Comparator.comparing(check -> check.id().kind()))
        .filter(check -> Overrides.of(context.config(), check.id()).enabled())
        .map(check -> planned(context.config(), check))
        .toList();
  }

  private static PlannedCheck planned(Config config, Check check) {
    Overrides overrides = Overrides.of(config, check.id());
    return new PlannedCheck(
        check,
        overrides.interval(),
        overrides.timeout(),
        overrides.severity(),
        overrides.patience());
  }
}
