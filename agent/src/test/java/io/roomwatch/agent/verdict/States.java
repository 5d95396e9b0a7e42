package io.roomwatch.agent.verdict;

import io.roomwatch.agent.health.CheckStatus;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.Finding;
import io.roomwatch.agent.observation.Observation;
import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Statuses made by hand. */
public final class States {
  private States() {}

  public static final Instant SINCE = Instant.parse("2026-11-20T09:00:00Z");
  public static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  public static CheckStatus status(CheckId check, State state, Reason reason, Reading... readings) {
    Finding finding =
        new Finding(state, reason, "What " + check + " saw.", List.of(readings), List.of());
    Optional<Observation> seen =
        Optional.of(new Observation(check, NOW, Duration.ofMillis(5), finding));
    return new CheckStatus(check, state, reason, SINCE, seen, false);
  }

  public static CheckStatus failed(String check, Reason reason, Reading... readings) {
    return status(id(check), State.FAILED, reason, readings);
  }

  public static CheckStatus degraded(String check, Reason reason, Reading... readings) {
    return status(id(check), State.DEGRADED, reason, readings);
  }

  public static CheckStatus unknown(String check, Reason reason) {
    return status(id(check), State.UNKNOWN, reason);
  }

  public static CheckStatus ok(String check, Reading... readings) {
    return status(id(check), State.OK, Reason.OK, readings);
  }

  /** No look is believed yet. */
  public static CheckStatus unbelieved(String check, Reason reason) {
    return new CheckStatus(
        id(check), State.UNKNOWN, reason, SINCE, Optional.empty(), false, Optional.empty());
  }

  public static CheckStatus since(CheckStatus status, Instant since) {
    return new CheckStatus(
        status.check(),
        status.state(),
        status.reason(),
        since,
        status.latest(),
        status.flapping(),
        status.proof());
  }

  public static CheckId id(String text) {
    return CheckId.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  public static List<CheckId> ids(String... texts) {
    return java.util.Arrays.stream(texts).map(States::id).toList();
  }
}
