package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.observation.Reading;
import io.roomwatch.agent.probe.ThroughputProbe.Direction;
import io.roomwatch.agent.probe.ThroughputProbe.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one direction of the line came to. */
record Rate(Direction direction, double bitsPerSecond, long bytes) {

  static Rate of(Direction way, Result result) {
    return new Rate(way, result.bytes() * 8e9 / result.took().toNanos(), result.bytes());
  }

  /** The readings of both directions; absent where nothing was measured. */
  static Reading[] readings(List<Rate> rates) {
    List<Reading> readings = new ArrayList<>();
    for (Direction way : Direction.values()) {
      Optional<Rate> rate = rates.stream().filter(one -> one.direction() == way).findFirst();
      String bits = word(way) + "_bits_per_second";
      String bytes = word(way) + "_bytes";
      readings.add(
          rate.map(one -> Reading.number(bits, Math.rint(one.bitsPerSecond())))
              .orElse(Reading.absent(bits)));
      readings.add(
          rate.map(one -> Reading.number(bytes, (double) one.bytes()))
              .orElse(Reading.absent(bytes)));
    }
    return readings.toArray(Reading[]::new);
  }

  static String word(Direction way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  String word() {
    return word(direction);
  }

  /** {@code 3.2 Mbit/s}. */
  String mbps() {
    return String.format(Locale.ROOT, "%.1f Mbit/s", bitsPerSecond / 1e6);
  }
}
