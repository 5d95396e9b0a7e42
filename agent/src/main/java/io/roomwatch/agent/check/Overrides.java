package io.roomwatch.agent.check;

import io.roomwatch.agent.config.CheckOverride;
import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.observation.CheckId;
import io.roomwatch.agent.observation.CheckKind;
import io.roomwatch.agent.observation.Severity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How one check is planned: field by field what its full id says in {@code checks:}, else what its
 * kind says, else the defaults of {@link CheckKind}.
 */
final class Overrides {

  private final CheckId check;
  private final Optional<CheckOverride> ofId;
  private final Optional<CheckOverride> ofKind;

  private Overrides(CheckId check, Optional<CheckOverride> ofId, Optional<CheckOverride> ofKind) {
    this.check = check;
    this.ofId = ofId;
    this.ofKind = ofKind;
  }

  static Overrides of(Config config, CheckId check) {
    return new Overrides(
        check,
        Optional.ofNullable(config.checks().get(check.toString())),
        Optional.ofNullable(config.checks().get(check.kind().id())));
  }

  boolean enabled() {
    return first(CheckOverride::enabled).orElse(true);
  }

  /** Never below the floor that the contract sets for port 9090 of a peer, whatever is written. */
  Duration interval() {
    Duration interval = first(CheckOverride::interval).orElse(check.kind().interval());
    boolean tooOften =
        check.kind() == CheckKind.LINK_PEER && interval.compareTo(LinkPeer.FLOOR) < 0;
    return tooOften ? LinkPeer.FLOOR : interval;
  }

  /** Shorter than the interval: a check never overlaps itself. */
  Duration timeout() {
    Duration timeout = first(CheckOverride::timeout).orElse(check.kind().timeout());
    Duration longest = interval().multipliedBy(9).dividedBy(10);
    return timeout.compareTo(longest) > 0 ? longest : timeout;
  }

  Severity severity() {
    return first(CheckOverride::severity).orElse(check.kind().severity());
  }

  PlannedCheck.Patience patience() {
    PlannedCheck.Patience usual = PlannedCheck.Patience.DEFAULT;
    int failAfter = tries(CheckOverride.Tries::failAfter).orElse(usual.failAfter());
    int outOf = tries(CheckOverride.Tries::outOf).orElse(usual.outOf());
    int recoverAfter = tries(CheckOverride.Tries::recoverAfter).orElse(usual.recoverAfter());
    return new PlannedCheck.Patience(failAfter, Math.max(failAfter, outOf), recoverAfter);
  }

  private <T> Optional<T> first(Function<CheckOverride, Optional<T>> field) {
    return Stream.of(ofId, ofKind)
        .flatMap(Optional::stream)
        .map(field)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Integer> tries(Function<CheckOverride.Tries, OptionalInt> field) {
    return first(
        written -> {
          OptionalInt value = field.apply(written.tries());
          return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
        });
  }
}
