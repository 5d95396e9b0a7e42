package io.roomwatch.agent.check.cloud;

import io.roomwatch.agent.facts.Fact;
import io.roomwatch.agent.facts.Facts;
import io.roomwatch.agent.facts.NetInterface;
import io.roomwatch.agent.facts.NetInterface.Counters;
import io.roomwatch.agent.observation.Reason;
import io.roomwatch.agent.probe.ThroughputProbe.Direction;
import io.roomwatch.agent.probe.ThroughputProbe.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this machine's interfaces carry, from look to look: more than a little in either direction,
 * and media of a meeting may flow. Reads facts, so it may block. Used by one look at a time.
 */
final class LineUse {

  /** Two reads that lie closer together, or further apart, compare badly. */
  private static final Duration SHORTEST = Duration.ofSeconds(20);

  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Counters are shared between checks, and may be so old. */
  private static final double SHARED_SECONDS = 5;

  /** Of what one direction moves, the other one acknowledges at most this part. */
  private static final double ACKNOWLEDGED = 0.06;

  private static final long SLACK_BYTES = 64 * 1024;

  /** Whether media may flow. */
  sealed interface Seen {
    /** Hardly anything moves. */
    record Idle() implements Seen {}

    /**
     * @param text what moves, as a clause
     */
    record Busy(String text) implements Seen {}

    /** It will be known from the next look on. */
    record NotYet() implements Seen {}

    /**
     * @param why for people
     */
    record NotTold(Reason reason, String why) implements Seen {}
  }

  private record Read(Instant at, Map<String, Counters> counters) {}

  private final Facts facts;
  private final double idleBitsPerSecond;
  private @Nullable Read before;

  LineUse(Facts facts, double idleBitsPerSecond) {
    this.facts = facts;
    this.idleBitsPerSecond = idleBitsPerSecond;
  }

  /** Compares with the look before. */
  Seen look(Instant now) {
    return switch (counters()) {
      case Fact.Unread<Map<String, Counters>> unread -> {
        before = null;
        yield new Seen.NotTold(unread.reason(), unread.why());
      }
      case Fact.Known<Map<String, Counters>> known -> {
        Read last = before;
        before = new Read(now, known.value());
        yield last == null ? new Seen.NotYet() : compared(last, known.value(), now);
      }
    };
  }

  private Seen compared(Read last, Map<String, Counters> counters, Instant now) {
    Duration between = Duration.between(last.at(), now);
    if (between.compareTo(SHORTEST) < 0 || between.compareTo(LONGEST) > 0) {
      return new Seen.NotYet();
    }
    double most = 0;
    String busiest = "";
    for (Map.Entry<String, Counters> each : counters.entrySet()) {
      @Nullable Counters then = last.counters().get(each.getKey());
      long received = each.getValue().bytesReceived() - (then == null ? 0 : then.bytesReceived());
      long sent = each.getValue().bytesSent() - (then == null ? 0 : then.bytesSent());
      if (then == null || received < 0 || sent < 0) {
        return new Seen.NotYet();
      }
      double rate = Math.max(received, sent) * 8.0 / (between.toNanos() / 1e9);
      if (rate > most) {
        most = rate;
        busiest = each.getKey();
      }
    }
    return most > idleBitsPerSecond
        ? new Seen.Busy(
            "%s carries %s, more than %s"
                .formatted(busiest, kilobits(most), kilobits(idleBitsPerSecond)))
        : new Seen.Idle();
  }

  /** Objects as soon as more goes the other way than the transfer itself needs. */
  Guard guard(Direction direction) {
    Fact<Map<String, Counters>> begin = counters();
    return (bytes, since) ->
        switch (begin) {
          case Fact.Unread<Map<String, Counters>> unread -> Optional.of(unread.why());
          case Fact.Known<Map<String, Counters>> known ->
              switch (counters()) {
                case Fact.Unread<Map<String, Counters>> unread -> Optional.of(unread.why());
                case Fact.Known<Map<String, Counters>> now ->
                    against(known.value(), now.value(), direction, allowed(bytes, since));
              };
        };
  }

  private double allowed(long bytes, Duration since) {
    return SLACK_BYTES
        + bytes * ACKNOWLEDGED
        + (since.toNanos() / 1e9 + SHARED_SECONDS) * idleBitsPerSecond / 8;
  }

  private static Optional<String> against(
      Map<String, Counters> begin,
      Map<String, Counters> now,
      Direction direction,
      double allowedBytes) {
    for (Map.Entry<String, Counters> each : now.entrySet()) {
      @Nullable Counters then = begin.get(each.getKey());
      long other =
          then == null
              ? 0
              : switch (direction) {
                case DOWNLOAD -> each.getValue().bytesSent() - then.bytesSent();
                case UPLOAD -> each.getValue().bytesReceived() - then.bytesReceived();
              };
      if (other > allowedBytes) {
        return Optional.of(
            each.getKey() + " began to carry something else meanwhile, so a meeting may be on");
      }
    }
    return Optional.empty();
  }

  private Fact<Map<String, Counters>> counters() {
    return facts
        .interfaces()
        .map(
            all -> {
              Map<String, Counters> counters = new HashMap<>();
              for (NetInterface one : all) {
                if (one.up() && one.kind() != NetInterface.Kind.LOOPBACK) {
                  counters.put(one.name(), one.counters());
                }
              }
              return counters;
            });
  }

  private static String kilobits(double bitsPerSecond) {
    return String.format(Locale.ROOT, "%.0f kbit/s", bitsPerSecond / 1000);
  }
}
