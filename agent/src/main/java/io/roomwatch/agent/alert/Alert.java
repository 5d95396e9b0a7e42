package io.roomwatch.agent.alert;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One root cause on its way from its first sight to its resolve.
 *
 * <pre>
 *   (nothing) → Waiting            it was seen
 *   Waiting   → (nothing)          it ended before anybody was told
 *   Waiting   → Waiting            something keeps it from being told: a silence, a window
 *   Waiting   → Firing             its wait is over and nothing stands against it
 *   Firing    → Firing             reminders, escalation, an acknowledgement
 *   Firing    → (nothing)          it ended: whoever was told is told
 * </pre>
 *
 * @param cause in its latest words
 * @param bout which time this is, when it comes and goes
 */
public record Alert(Identity identity, Notice.Cause cause, Phase phase, Bout bout) {

  /**
   * What stays the same from firing to resolved, whatever the configuration says by then.
   *
   * @param key of every message about it, see {@code Notice.key}
   * @param started when the cause began, by the wall clock
   */
  public record Identity(String key, Notice.Room room, Instant started) {}

  /** How far it has come. */
  public sealed interface Phase {}

  /**
   * Nobody was told.
   *
   * @param until by the steady clock
   * @param hushed what keeps it from being told although its wait is over, in words; empty: nothing
   */
  public record Waiting(Instant until, Optional<String> hushed) implements Phase {}

  /**
   * It was told, or would have been if there were sinks.
   *
   * @param fired by the steady clock; escalation counts from here
   * @param remindedAt when it was last told to everybody, by the steady clock
   * @param told sinks that were given a firing: each is given the resolve
   * @param revision counts what people should look at anew: the firing, and each time it got worse.
   *     An acknowledgement is for one of them
   * @param acknowledgedBy empty: nobody
   */
  public record Firing(
      Instant fired,
      Instant remindedAt,
      Set<String> told,
      int revision,
      Optional<String> acknowledgedBy)
      implements Phase {
    public Firing {
      told = Set.copyOf(told);
    }
  }

  /**
   * @param number 1 for the first within a while
   * @param since when the first of them began, by the wall clock
   * @param unsteady the checks themselves flap
   */
  public record Bout(int number, Instant since, boolean unsteady) {}

  /** Below so many in a row it is not worth a word. */
  private static final int WORTH_A_WORD = 3;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  boolean isSchedule() {
    return cause.layer().equals(Trouble.SCHEDULE);
  }

  Alert with(Phase next) {
    return new Alert(identity, cause, next, bout);
  }

  /** The message about it. */
  public Notice notice(Notice.Status status, Optional<Instant> ended, Notice.Context context) {
    return new Notice(
        status, identity.key(), identity.room(), told(), identity.started(), ended, context);
  }

  /** The cause, with a word on how often it came and went. */
  private Notice.Cause told() {
    String flapping;
    if (bout.number() >= WORTH_A_WORD) {
      flapping = " Flapping: " + bout.number() + " times since " + CLOCK.format(bout.since()) + ".";
    } else if (bout.unsteady()) {
      flapping = " Flapping: the checks that say so come and go.";
    } else {
      return cause;
    }
    return new Notice.Cause(
        cause.id(),
        cause.layer(),
        cause.state(),
        cause.certainty(),
        cause.summary() + flapping,
        cause.next(),
        cause.evidence());
  }
}
