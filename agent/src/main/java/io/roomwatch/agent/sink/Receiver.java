package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import java.time.Duration;
import java.util.Optional;

/**
 * A configured sink, ready to be used. Safe from any thread; calls block, for a bounded time. Holds
 * nothing between them.
 */
public interface Receiver {

  /** The sink's name in the configuration. */
  String name();

  /** Tries once. Never throws for what the network or the receiver does. */
  Delivery deliver(Notice notice, Attempt attempt);

  /**
   * Whom it tells. People get few messages that tell the whole story: several alerts in one, and
   * only the end of what came and went unseen. Machines get every alert by its own key, a firing
   * before its resolve.
   */
  default Audience audience() {
    return Audience.MACHINES;
  }

  /** How it wants to hear again what it has heard; empty: once is enough. */
  default Optional<Resend> resend() {
    return Optional.empty();
  }

  /** Who reads the messages of a kind of sink. */
  enum Audience {
    PEOPLE,
    MACHINES
  }

  /**
   * For receivers that forget what they do not hear again, as Alertmanager does.
   *
   * @param every from one time to the next, while an alert is firing and after its end
   * @param resolvedFor how long after its end
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
