package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Severity;
import io.roomwatch.agent.observation.State;
import io.roomwatch.agent.observation.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All states at one instant, and what can be asked of them. */
final class Scene {

  private final Map<CheckId, CheckStatus> checks = new TreeMap<>();
  private final Map<CheckId, Severity> severities;
  private final boolean cloudAnswers;

  Scene(List<CheckStatus> statuses, Map<CheckId, Severity> severities) {
    statuses.forEach(status -> checks.put(status.check(), status));
    this.severities = severities;
    this.cloudAnswers = in(State.OK).stream().anyMatch(Scene::reachedCloud);
  }

  /** Whether anything of the cloud was reached. */
  boolean cloudAnswers() {
    return cloudAnswers;
  }

  private static boolean reachedCloud(CheckStatus status) {
    return switch (status.check().kind()) {
      case CLOUD_TCP, CLOUD_UDP, CLOUD_TLS, CLOUD_HTTPS -> Telling.isTelling(status);
      default -> false;
    };
  }

  /** In id order. */
  List<CheckStatus> all() {
    return List.copyOf(checks.values());
  }

  List<CheckStatus> in(State state) {
    return checks.values().stream().filter(status -> status.state() == state).toList();
  }

  /** Failed and degraded, in id order. */
  List<CheckStatus> findings() {
    return checks.values().stream().filter(Scene::isFinding).toList();
  }

  static boolean isFinding(CheckStatus status) {
    return switch (status.state()) {
      case FAILED, DEGRADED -> true;
      case OK, UNKNOWN -> false;
    };
  }

  Optional<CheckStatus> status(CheckId check) {
    return Optional.ofNullable(checks.get(check));
  }

  Severity severity(CheckStatus status) {
    return severities.getOrDefault(status.check(), status.check().kind().severity());
  }

  /** What the look that proves a status says; empty when nothing is believed. */
  static Optional<Finding> finding(CheckStatus status) {
    return status.proof().map(Observation::finding);
  }

  static Optional<Value> value(CheckStatus status, String name) {
    return finding(status).flatMap(finding -> finding.value(name));
  }

  static Optional<Boolean> flag(CheckStatus status, String name) {
    return value(status, name)
        .flatMap(
            value ->
                value instanceof Value.Flag flag ? Optional.of(flag.value()) : Optional.empty());
  }

  static Optional<String> text(CheckStatus status, String name) {
    return value(status, name)
        .flatMap(
            value ->
                value instanceof Value.Text text ? Optional.of(text.value()) : Optional.empty());
  }
}
