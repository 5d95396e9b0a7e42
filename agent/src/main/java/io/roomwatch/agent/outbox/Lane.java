package io.roomwatch.agent.outbox;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.outbox.OutboxCounts.Result;
import io.roomwatch.agent.sink.Receiver;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The way to one sink: one message at a time. Of the desk's thread alone; all by the steady clock.
 */
final class Lane {

  Receiver receiver;

  /** A message is being tried. */
  boolean busy;

  /** In a row. */
  int failures;

  Instant notBefore = Instant.EPOCH;

  /** When each key was last told, for receivers that want to hear it again. */
  final Map<String, Instant> told = new HashMap<>();

  /** What has ended, for receivers that want to hear that again. */
  final Map<String, Fading> fading = new HashMap<>();

  /** Keys whose repetition it refused. */
  final Set<String> refused = new HashSet<>();

  final Map<Result, Long> results = new EnumMap<>(Result.class);

  /**
   * @param until it is told again
   */
  record Fading(Notice notice, Instant until) {}

  Lane(Receiver receiver) {
    this.receiver = receiver;
    Arrays.stream(Result.values()).forEach(result -> results.put(result, 0L));
  }

  void count(Result result) {
    results.merge(result, 1L, Long::sum);
  }
}
