package io.roomwatch.agent.maintenance.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * How long after its time a room runs an item by itself. The same room and item always get the same
 * answer; of 5,000 rooms, no minute gets many more than its share.
 */
public final class Spread {

  private Spread() {}

  /**
   * @param within the longest; zero gives zero
   * @return from zero to less than {@code within}, in whole milliseconds
   */
  public static Duration of(String room, String item, Duration within) {
    CRC32 sum = new CRC32();
    sum.update((room + '\0' + item).getBytes(StandardCharsets.UTF_8));
    // 32 bits by at most 12 hours of milliseconds: within a long.
    return Duration.ofMillis((sum.getValue() * within.toMillis()) >>> 32);
  }
}
