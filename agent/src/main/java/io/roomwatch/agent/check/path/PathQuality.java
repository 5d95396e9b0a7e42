package io.roomwatch.agent.check.path;

import io.roomwatch.agent.probe.StampProbe.Burst;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What is known of one path over the last bursts: one of 20 packets lost is 5 % of a burst and says
 * little, 5 of 100 say something. Not safe for use by several threads.
 */
final class PathQuality {

  /** The bursts that the loss is reckoned over. */
  static final int BURSTS = 5;

  /** A single lost packet is an accident. */
  private static final int FEWEST_LOST = 2;

  /** RFC 3550 section 6.4.1: each difference moves the estimate by a sixteenth of itself. */
  private static final double GAIN = 16;

  private final Deque<Burst> bursts = new ArrayDeque<>();
  private double jitterSeconds;

  void add(Burst burst) {
    bursts.addLast(burst);
    if (bursts.size() > BURSTS) {
      bursts.removeFirst();
    }
    List<Duration> trips = burst.roundTrips();
    for (int i = 1; i < trips.size(); i++) {
      double difference = Math.abs(trips.get(i).minus(trips.get(i - 1)).toNanos() / 1e9);
      jitterSeconds += (difference - jitterSeconds) / GAIN;
    }
  }

  /** What comes after a silence is another path. */
  void forget() {
    bursts.clear();
    jitterSeconds = 0;
  }

  int sent() {
    return bursts.stream().mapToInt(Burst::sent).sum();
  }

  int lost() {
    return bursts.stream().mapToInt(Burst::lost).sum();
  }

  double lossRatio() {
    return sent() == 0 ? 0 : (double) lost() / sent();
  }

  boolean losesMoreThan(double ratio) {
    return lost() >= FEWEST_LOST && lossRatio() > ratio;
  }

  /**
   * Interarrival jitter as RFC 3550 section 6.4.1 has it, of round trips: with them the two clocks,
   * and a clock that is set, do not matter. The estimate runs on from burst to burst, as for one
   * stream; from 0 it reaches 71 % of a steady jitter after 20 packets, 99 % after 75.
   */
  Duration jitter() {
    return Duration.ofNanos(Math.round(jitterSeconds * 1e9));
  }
}
