package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One message to one sink, as the store has it. */
public record Entry(long id, String sink, Notice notice, Progress progress) {

  /**
   * What became of a message.
   *
   * <pre>
   *   PENDING → DELIVERED   the receiver took it
   *   PENDING → PARKED      the receiver will never take it; waits for a person
   *   PENDING → DROPPED     a later message tells it, its sink is gone, or a person said so
   *   PARKED  → PENDING     a person asked for another try
   *   PARKED  → DROPPED     a person said so
   * </pre>
   */
  public enum Status {
    PENDING,
    DELIVERED,
    PARKED,
    DROPPED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param attempts made so far
   * @param created by the wall clock
   * @param nextAttempt of a pending one, about; in the past: at once
   * @param said the receiver's last words, or why it was dropped; may be empty
   */
  public record Progress(
      Status status, int attempts, Instant created, Optional<Instant> nextAttempt, String said) {}
}
