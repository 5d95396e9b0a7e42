package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import java.time.Duration;
import java.util.Optional;

/** A configured sink, ready to be used. Safe from any thread; calls block, for a bounded time. */
public interface Receiver extends AutoCloseable {

  /** The sink's name in the configuration. */
  String name();

  /** Tries once. Never throws for what the network or the receiver does. */
  Delivery deliver(Notice notice, Attempt attempt);

  /** How this receiver wants to be told again although nothing changed; empty: it does not. */
  default Optional<Resend> resend() {
    return Optional.empty();
  }

  @Override
  void close();

  /**
   * For receivers that forget what they are not told again.
   *
   * @param every from one telling to the next while an alert fires; reminders come besides
   * @param resolvedFor how long the end of an alert is told again, as often
   */
  record Resend(Duration every, Duration resolvedFor) {}

  /**
   * Which try this is.
   *
   * @param number 1 for the first
   * @param late from the moment the notice was due to this attempt; zero for a first one
   */
  record Attempt(int number, Duration late) {}
}
