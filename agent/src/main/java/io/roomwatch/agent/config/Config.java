package io.roomwatch.agent.config;

import io.roomwatch.agent.config.keys.CheckRules;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.verdict.Rule;
import io.roomwatch.agent.verdict.VerdictId;
import io.roomwatch.agent.yaml.Outcome;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole configuration, checked and with every default filled in.
 *
 * @param checks overrides by check id: {@code link.peer} for all of a kind, {@code
 *     link.peer:boardroom-pc} for one
 */
public record Config(
    Room room,
    List<Peer> peers,
    Cloud cloud,
    Alerts alerts,
    Schedule schedule,
    Map<String, CheckOverride> checks,
    Own own) {

  public Config {
    peers = List.copyOf(peers);
    checks = Map.copyOf(checks);
  }

  /**
   * What holds without any file.
   *
   * @param hostName the room's name
   */
  public static Config defaults(String hostName) {
    return switch (new ConfigFile(hostName, Map.of()).defaults()) {
      case Outcome.Good<Config> good -> good.value();
      case Outcome.Bad<Config> bad -> throw new IllegalStateException(bad.faults().toString());
    };
  }

  /** The ids that its checks may have: every kind, with each target that there is of it. */
  public List<String> checkIds() {
    return Arrays.stream(CheckKind.values()).flatMap(this::checkIds).toList();
  }

  /** Whether a check that is off unless asked for is asked for. */
  public boolean isOptedIn(CheckKind kind) {
    return Optional.ofNullable(checks.get(kind.id())).flatMap(CheckOverride::enabled).orElse(false);
  }

  private Stream<String> checkIds(CheckKind kind) {
    return kind.subject() == CheckKind.Subject.NONE
        ? Stream.of(kind.id())
        : CheckRules.targets(kind, peers, cloud).stream()
            .map(target -> CheckId.of(kind, target).toString());
  }

  /**
   * Whatever a silence may be about: checks, their kinds and groups, verdicts and their layers,
   * maintenance items.
   */
  public List<String> silenceable() {
    Set<String> ids = new LinkedHashSet<>(checkIds());
    for (CheckKind kind : CheckKind.values()) {
      ids.add(kind.id());
      ids.add(kind.group().label());
    }
    Arrays.stream(VerdictId.values())
        .filter(id -> id != VerdictId.HEALTHY)
        .flatMap(id -> Stream.of(id.label(), id.layer().label()))
        .forEach(ids::add);
    schedule.items().stream().map(Schedule.Item::id).forEach(ids::add);
    return List.copyOf(ids);
  }

  /**
   * What concerns the agent itself.
   *
   * @param watchFile whether a changed file is read without being told
   * @param reflector empty when nobody is answered
   * @param rules what findings mean, in the order of triage
   */
  public record Own(
      boolean watchFile, Storage storage, Optional<Reflector> reflector, List<Rule> rules) {
    public Own {
      rules = List.copyOf(rules);
    }
  }
}
