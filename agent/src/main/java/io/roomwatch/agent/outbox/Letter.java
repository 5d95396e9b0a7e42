package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a sink is to be told, with what was left untold before it.
 *
 * @param earlier bouts of the same alert that this message makes up for; empty: none
 * @param whole a resolve that also tells the beginning, because its firing was never tried
 */
record Letter(Notice notice, Optional<Earlier> earlier, boolean whole) {

  /**
   * @param times how often it came and went
   * @param since when the first time began, by the wall clock
   * @param broken how long in all
   */
  record Earlier(int times, Instant since, Duration broken) {

    /** With one bout more: a resolve that nobody will be told by itself. */
    static Earlier with(Optional<Earlier> before, Notice resolved) {
      Instant end = resolved.ended().orElse(resolved.started());
      Duration lasted = Duration.between(resolved.started(), end);
      return before
          .map(old -> new Earlier(old.times + 1, old.since, old.broken.plus(lasted)))
          .orElseGet(() -> new Earlier(1, resolved.started(), lasted));
    }

    static Optional<Earlier> joined(Optional<Earlier> first, Optional<Earlier> second) {
      if (first.isEmpty() || second.isEmpty()) {
        return first.or(() -> second);
      }
      return Optional.of(
          new Earlier(
              first.get().times + second.get().times,
              first.get().since,
              first.get().broken.plus(second.get().broken)));
    }
  }

  static Letter of(Notice notice) {
    return new Letter(notice, Optional.empty(), false);
  }

  Letter after(Optional<Earlier> untold) {
    return new Letter(notice, Earlier.joined(untold, earlier), whole);
  }

  /** The same of a cause that has got worse since. */
  Letter inWordsOf(Notice.Cause cause) {
    return new Letter(
        new Notice(
            notice.status(),
            notice.key(),
            notice.room(),
            cause,
            notice.started(),
            notice.ended(),
            notice.context()),
        earlier,
        whole);
  }

  Letter asWhole() {
    return new Letter(notice, earlier, true);
  }
}
