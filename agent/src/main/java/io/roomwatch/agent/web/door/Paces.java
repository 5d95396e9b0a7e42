package io.roomwatch.agent.web.door;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each address may do something: a bucket that fills with time. Of IPv6 the network of 64
 * bits counts, which one client has for itself. The addresses seen longest ago are forgotten. Safe
 * from any thread.
 */
final class Paces {

  private static final int ADDRESSES = 2048;

  private final int burst;
  private final double perNano;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);

  private record Bucket(double tokens, long at) {}

  /**
   * @param burst at once at most
   * @param perSecond in the long run
   */
  Paces(int burst, double perSecond, LongSupplier nanoTime) {
    this.burst = burst;
    this.perNano = perSecond / 1e9;
    this.nanoTime = nanoTime;
  }

  /** Whether once more is allowed; counts it. */
  boolean take(InetAddress from) {
    return take(name(from), 1);
  }

  /** Whether once more is allowed when nobody asks who; counts it. */
  boolean take() {
    return take("", 1);
  }

  /** Whether once more would be allowed; counts nothing. */
  boolean has(InetAddress from) {
    return take(name(from), 0);
  }

  private synchronized boolean take(String name, int count) {
    long now = nanoTime.getAsLong();
    Bucket before = buckets.getOrDefault(name, new Bucket(burst, now));
    double tokens = Math.min(burst, before.tokens() + (now - before.at()) * perNano);
    boolean allowed = tokens >= 1;
    buckets.put(name, new Bucket(allowed ? tokens - count : tokens, now));
    if (buckets.size() > ADDRESSES) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return allowed;
  }

  private static String name(InetAddress from) {
    byte[] bytes = from.getAddress();
    return HexFormat.of().formatHex(from instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }
}
