package io.roomwatch.agent.probe.datagram;

import java.time.Duration;
import java.time.Instant;

/**
 * Timestamps of 64 bits, seconds since 1900 and their fraction (RFC 5905 section 6), which begin
 * anew every 136 years. Pure.
 */
public final class NtpTime {

  /** From 1900, the epoch of era 0, to 1970. */
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private static final long SECONDS_OF_AN_ERA = 1L << 32;
  private static final long FRACTION = 0xffff_ffffL;
  private static final long NANOS = 1_000_000_000L;

  private NtpTime() {}

  /**
   * A timestamp as a moment between 1968-01-20T03:14:08Z and 2104-02-26T09:42:24Z, whatever this
   * host's clock says: seconds with the top bit set are of era 0, others of era 1, which begins on
   * 2036-02-07 (RFC 4330 section 3).
   */
  public static Instant instant(long timestamp) {
    long seconds = timestamp >>> 32;
    long era = timestamp < 0 ? 0 : SECONDS_OF_AN_ERA;
    return Instant.ofEpochSecond(seconds + era - SECONDS_1900_TO_1970, nanos(timestamp & FRACTION));
  }

  /** A moment of any era as a timestamp, cut to 233 picoseconds. */
  public static long of(Instant instant) {
    long seconds = instant.getEpochSecond() + SECONDS_1900_TO_1970;
    return seconds << 32 | ((long) instant.getNano() << 32) / NANOS;
  }

  /** From one timestamp to another less than 68 years apart; negative when it is the earlier. */
  public static Duration between(long from, long to) {
    long difference = to - from;
    return Duration.ofSeconds(difference >> 32, nanos(difference & FRACTION));
  }

  /** Half of 2^32 rounds to the nearest nanosecond; the product stays below 2^62. */
  private static long nanos(long fraction) {
    return (fraction * NANOS + (1L << 31)) >>> 32;
  }
}
