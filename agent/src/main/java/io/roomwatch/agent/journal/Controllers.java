package io.roomwatch.agent.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which controllers are connected, without the noise: a controller that reconnects has never left,
 * and one that comes and goes says so once. Of a controller only its address is kept.
 *
 * <p>For each address: gone → connected (it is seen) → gone (not seen for {@link #GONE_AFTER}).
 * From either: → comes and goes (it was found changed {@value #MANY} times within {@link #WINDOW})
 * → connected or gone (not found changed for {@link #STEADY_AFTER}).
 *
 * <p>Pure but for its memory; not safe for several threads.
 */
final class Controllers {

  static final String CONNECTED = "connected";
  static final String UNSTEADY = "comes and goes";

  static final Duration GONE_AFTER = Duration.ofMinutes(2);
  static final Duration WINDOW = Duration.ofHours(1);
  static final Duration STEADY_AFTER = Duration.ofMinutes(30);
  static final int MANY = 6;

  /** More than any room has; what comes beyond is not followed. */
  static final int FOLLOWED = 64;

  private final Map<String, Followed> byAddress = new HashMap<>();

  private static final class Followed {
    private boolean seen = true;
    private boolean unsteady;
    private long lastSeen;
    private final Deque<Long> changes = new ArrayDeque<>();

    Followed(long nanos) {
      lastSeen = nanos;
    }

    void look(boolean sees, long nanos) {
      if (sees != seen) {
        seen = sees;
        changes.addLast(nanos);
      }
      while (!changes.isEmpty() && nanos - changes.getFirst() > WINDOW.toNanos()) {
        changes.removeFirst();
      }
      if (sees) {
        lastSeen = nanos;
      }
      if (changes.size() >= MANY) {
        unsteady = true;
        changes.removeFirst();
      }
      if (unsteady && (changes.isEmpty() || nanos - changes.getLast() > STEADY_AFTER.toNanos())) {
        unsteady = false;
        changes.clear();
      }
    }

    boolean isConnected(long nanos) {
      return seen || nanos - lastSeen < GONE_AFTER.toNanos();
    }

    boolean isForgotten(long nanos) {
      return !unsteady && !isConnected(nanos) && changes.isEmpty();
    }
  }

  /** Remembers those of an earlier snapshot; each has two minutes to be seen again. */
  Controllers(SortedMap<String, List<String>> remembered, long nanos) {
    remembered.forEach(
        (address, words) -> {
          Followed one = new Followed(nanos);
          one.unsteady = words.contains(UNSTEADY);
          if (one.unsteady) {
            one.changes.addLast(nanos);
          }
          byAddress.put(address, one);
        });
  }

  /**
   * One look.
   *
   * @param addresses who is connected now
   * @param nanos now, monotonic
   * @return by address {@link #CONNECTED} or {@link #UNSTEADY}; who is gone is not there
   */
  SortedMap<String, List<String>> look(Set<String> addresses, long nanos) {
    for (String address : addresses.stream().sorted().toList()) {
      if (byAddress.size() < FOLLOWED) {
        byAddress.computeIfAbsent(address, fresh -> new Followed(nanos));
      }
    }
    SortedMap<String, List<String>> told = new TreeMap<>();
    byAddress.forEach(
        (address, one) -> {
          one.look(addresses.contains(address), nanos);
          if (one.unsteady) {
            told.put(address, List.of(UNSTEADY));
          } else if (one.isConnected(nanos)) {
            told.put(address, List.of(CONNECTED));
          }
        });
    byAddress.values().removeIf(one -> one.isForgotten(nanos));
    return Collections.unmodifiableSortedMap(told);
  }
}
