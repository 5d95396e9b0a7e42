package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import java.time.Duration;

/** A configured sink, ready to be used. Safe from any thread; calls block, for a bounded time. */
public interface Receiver extends AutoCloseable {

  /** The sink's name in the configuration. */
  String name();

  /** Tries once. Never throws for what the network or the receiver does. */
  Delivery deliver(Notice notice, Attempt attempt);

  @Override
  void close();

  /**
   * Which try this is.
   *
   * @param number 1 for the first
   * @param late from the moment the notice was due to this attempt; zero for a first one
   */
  record Attempt(int number, Duration late) {}
}
