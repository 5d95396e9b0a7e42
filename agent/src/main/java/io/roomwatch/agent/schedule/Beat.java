package io.roomwatch.agent.schedule;

/**
 * The due times of one task, computed and never accumulated: {@code due(n) = origin + n · interval
 * + jitter(n)}. Origin and jitter follow from the task's name and the loop's seed, so that a task
 * keeps its place and thousands of tasks do not share one.
 *
 * @param origin nanoseconds of the due time 0 without jitter: the start plus up to one interval
 * @param interval nanoseconds
 * @param jitter nanoseconds, the most by which a due time differs from its place
 */
record Beat(long origin, long interval, long jitter, long salt) {

  /** Jitter is this part of the interval: 2 %. */
  private static final long JITTER_PART = 50;

  /** And at most this: 5 s. */
  private static final long JITTER_MOST = 5_000_000_000L;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The beat of a task that is started at {@code start}. */
  static Beat of(String name, long seed, long start, long interval) {
    long salt = mix(seed ^ mix(name.hashCode() * GOLDEN));
    long origin = start + Math.floorMod(salt, interval);
    return new Beat(origin, interval, Math.min(interval / JITTER_PART, JITTER_MOST), salt);
  }

  long due(long n) {
    return origin + n * interval + Math.floorMod(mix(salt + n * GOLDEN), 2 * jitter + 1) - jitter;
  }

  /**
   * The last beat that is due at {@code nanos}, or so soon after that its jitter may bring it
   * there.
   */
  long indexAt(long nanos) {
    return Math.floorDiv(nanos - origin + jitter, interval);
  }

  /** A place in {@code [0, span)} of this task's own, in nanoseconds. */
  long place(long span) {
    return Math.floorMod(mix(salt), Math.max(1, span));
  }

  /**
   * Spreads the bits of a number over all of the result: the finalizer of SplitMix64 (Steele, Lea,
   * Flood: Fast Splittable Pseudorandom Number Generators, 2014).
   */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
