package io.roomwatch.agent.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.time.Duration;

/**
 * A classic histogram of durations in a few hundred bytes: one per check must not be the cost of
 * the agent.
 */
final class Histogram {

  /** Upper bounds in seconds: a LAN round trip to the longest timeout. */
  private static final double[] BOUNDS = {
    0.0005,
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    Double.POSITIVE_INFINITY
  };

  private final long[] counts = new long[BOUNDS.length];
  private double sum;
  private long count;

  synchronized void record(Duration duration) {
    double seconds = duration.toNanos() / 1e9;
    int bucket = 0;
    while (seconds > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    count++;
    sum += seconds;
  }

  /** One consistent view. */
  synchronized View view() {
    return new View(ClassicHistogramBuckets.of(BOUNDS.clone(), counts.clone()), sum, count);
  }

  /**
   * @param sum in seconds
   */
  record View(ClassicHistogramBuckets buckets, double sum, long count) {}
}
