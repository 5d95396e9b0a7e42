package io.roomwatch.agent.alert;

import io.roomwatch.agent.alert.AlertState.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What comes and goes is told ever more rarely: the first return at once, the next ones not before
 * 5, 10, 20, 40 minutes and then an hour after the last resolve. Two quiet hours forget it all.
 */
final class Flaps {

  private static final Duration FIRST_HOLD = Duration.ofMinutes(5);
  private static final Duration LONGEST_HOLD = Duration.ofHours(1);
  private static final Duration QUIET = Duration.ofHours(2);

  private final Map<String, Past> pasts = new TreeMap<>();

  Flaps(List<Past> pasts, Instant steady) {
    for (Past past : pasts) {
      if (past.ended().plus(QUIET).isAfter(steady)) {
        this.pasts.put(past.key(), past);
      }
    }
  }

  List<Past> pasts() {
    return List.copyOf(pasts.values());
  }

  Alert.Bout next(String key, Trouble trouble) {
    return find(key)
        .map(past -> new Alert.Bout(past.times() + 1, past.since(), trouble.sight().flapping()))
        .orElseGet(() -> new Alert.Bout(1, trouble.since(), trouble.sight().flapping()));
  }

  /** Before this nobody is told again, by the steady clock; empty: at once. */
  Optional<Instant> notBefore(String key, Trouble trouble) {
    return find(key)
        .flatMap(
            past -> {
              int told = trouble.sight().flapping() ? Math.max(past.told(), 2) : past.told();
              return past.toldEnded().filter(any -> told >= 2).map(end -> end.plus(hold(told)));
            });
  }

  private static Duration hold(int told) {
    // 5 min doubled four times is over the longest.
    Duration hold = FIRST_HOLD.multipliedBy(1L << Math.min(told - 2, 4));
    return hold.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : hold;
  }

  void ended(Alert alert, boolean wasTold, Instant steady) {
    String key = alert.identity().key();
    Optional<Past> before = find(key);
    pasts.put(
        key,
        new Past(
            key,
            before.map(Past::times).orElse(0) + 1,
            before.map(Past::told).orElse(0) + (wasTold ? 1 : 0),
            before.map(Past::since).orElse(alert.identity().started()),
            steady,
            wasTold ? Optional.of(steady) : before.flatMap(Past::toldEnded)));
  }

  private Optional<Past> find(String key) {
    return Optional.ofNullable(pasts.get(key));
  }
}
