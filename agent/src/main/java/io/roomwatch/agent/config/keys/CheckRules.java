package io.roomwatch.agent.config.keys;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.config.Cloud;
import io.roomwatch.agent.config.Peer;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Threshold;
import io.roomwatch.agent.yaml.Items.Item;
import io.roomwatch.agent.yaml.Scalars;
import io.roomwatch.agent.yaml.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must fit together in {@code checks}, after an entry's gaps were filled from its kind's. */
public final class CheckRules {
  private CheckRules() {}

  /** Rules within the section. */
  static void check(Map<String, Item<CheckOverride>> entries) {
    entries.forEach(
        (name, item) -> {
          CheckId id = CheckId.parse(name).orElseThrow();
          @Nullable Item<CheckOverride> ofKind = entries.get(id.kind().id());
          CheckOverride merged = ofKind == null ? item.value() : item.value().over(ofKind.value());
          timeoutIsShorter(id.kind(), merged, item);
          triesArePossible(merged.tries(), item);
          thresholdsAreOrdered(id.kind(), merged.thresholds(), item);
        });
  }

  /**
   * Says what is wrong when the target of an id is not there, so that what is written of it would
   * silently do nothing; empty when it is there, or the id has no target.
   */
  public static Optional<String> missingTarget(CheckId id, List<Peer> peers, Cloud cloud) {
    String target = id.target().orElse("");
    List<String> known = targets(id.kind(), peers, cloud);
    if (id.target().isEmpty() || known.contains(target)) {
      return Optional.empty();
    }
    String sort =
        switch (id.kind().subject()) {
          case PEER -> "' is no peer";
          case REFLECTOR -> "' is no peer with 'stamp'";
          case HOST -> "' is not in cloud.hosts";
          case HOST_PORT -> "' is no host and port of cloud";
          case NONE -> "' is nothing that this check has";
        };
    return Optional.of("'" + target + sort + Spelling.hint(target, known, ""));
  }

  /** The targets that checks of a kind have here, as their ids name them. */
  public static List<String> targets(CheckKind kind, List<Peer> peers, Cloud cloud) {
    return switch (kind.subject()) {
      case PEER -> peers.stream().map(Peer::name).toList();
      case REFLECTOR ->
          peers.stream().filter(peer -> peer.stamp().isPresent()).map(Peer::name).toList();
      case HOST -> cloud.hosts().names();
      case HOST_PORT -> hostPorts(cloud);
      case NONE -> List.of();
    };
  }

  private static List<String> hostPorts(Cloud cloud) {
    List<String> hosts = new ArrayList<>(cloud.hosts().names());
    hosts.addAll(cloud.hosts().media());
    return hosts.stream()
        .map(host -> host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        .flatMap(host -> cloud.ports().list().stream().map(port -> host + ":" + port.number()))
        .distinct()
        .toList();
  }

  private static void timeoutIsShorter(
      CheckKind kind, CheckOverride merged, Item<CheckOverride> item) {
    Duration interval = merged.interval().orElse(kind.interval());
    Duration timeout = merged.timeout().orElse(kind.timeout());
    CheckOverride own = item.value();
    boolean says = own.timeout().isPresent() || own.interval().isPresent();
    if (says && timeout.compareTo(interval) >= 0) {
      String written = own.timeout().isPresent() ? "timeout" : "interval";
      item.spot()
          .at(written)
          .fault(
              "the timeout ("
                  + Scalars.format(timeout)
                  + ") must be shorter than the interval ("
                  + Scalars.format(interval)
                  + ")");
    }
  }

  private static void triesArePossible(CheckOverride.Tries merged, Item<CheckOverride> item) {
    int failAfter = merged.failAfter().orElse(CheckKeys.FAIL_AFTER);
    int outOf = merged.outOf().orElse(CheckKeys.OUT_OF);
    boolean written = item.value().tries().failAfter().isPresent();
    boolean says = written || item.value().tries().outOf().isPresent();
    if (says && failAfter > outOf) {
      item.spot()
          .at(written ? "fail_after" : "out_of")
          .fault(
              "fail_after ("
                  + failAfter
                  + ") must not be more than out_of ("
                  + outOf
                  + "); set both");
    }
  }

  /** Where a kind has a degraded and a failed limit of one thing, degraded comes first. */
  private static void thresholdsAreOrdered(
      CheckKind kind, Map<String, Double> merged, Item<CheckOverride> item) {
    if (item.value().thresholds().isEmpty()) {
      return;
    }
    for (Threshold degraded : kind.thresholds()) {
      if (!degraded.name().contains("_degraded_")) {
        continue;
      }
      String failedName = degraded.name().replace("_degraded_", "_failed_");
      Optional<Threshold> failed =
          kind.thresholds().stream().filter(other -> other.name().equals(failedName)).findFirst();
      if (failed.isPresent()) {
        double first = merged.getOrDefault(degraded.name(), degraded.value());
        double second = merged.getOrDefault(failedName, failed.get().value());
        boolean grows = degraded.value() < failed.get().value();
        if (grows ? first > second : first < second) {
          item.spot()
              .at("thresholds")
              .fault(
                  "%s (%s) must be %s %s (%s)"
                      .formatted(
                          degraded.name(),
                          Scalars.plain(first),
                          grows ? "below" : "above",
                          failedName,
                          Scalars.plain(second)));
        }
      }
    }
  }
}
