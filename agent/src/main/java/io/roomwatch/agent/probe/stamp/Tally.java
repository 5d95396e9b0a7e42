package io.roomwatch.agent.probe.stamp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What came of the packets of one burst. Pure. */
public final class Tally {

  private final List<Sent> sent = new ArrayList<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final Set<Long> copies = new HashSet<>();
  private final List<Duration> roundTrips = new ArrayList<>();
  private int repeated;
  private boolean strange;

  private record Sent(long time, long nanos) {}

  /** The next packet, numbered from 0, leaves with this timestamp. */
  public void sent(long time, long nanos) {
    sent.add(new Sent(time, nanos));
  }

  public int sent() {
    return sent.size();
  }

  /** Packets that were answered, each counted once. */
  public int answered() {
    return roundTrips.size();
  }

  /** Answers to a packet that had one. */
  public int repeated() {
    return repeated;
  }

  /** Of each packet answered, in the order in which the answers came. */
  public List<Duration> roundTrips() {
    return List.copyOf(roundTrips);
  }

  /**
   * Takes an answer.
   *
   * @return false when it answers nothing that was sent: its number was not, or not with that time
   */
  public boolean heard(StampPacket.Reflected answer, long nanos) {
    int number = answer.sender().sequence();
    if (number < 0 || number >= sent.size() || sent.get(number).time() != answer.sender().time()) {
      return false;
    }
    int own = answer.own().sequence();
    boolean isFirst = numbers.putIfAbsent(number, own) == null;
    if (!isFirst) {
      repeated++;
      if (numbers.get(number) != own) {
        // The question was doubled on its way and counted twice there.
        copies.add((long) number << 32 | own);
      }
      return true;
    }
    Duration elapsed = Duration.ofNanos(nanos - sent.get(number).nanos());
    Duration held = answer.held();
    // A clock that was set meanwhile tells nothing; the time there is then part of the way.
    boolean sound = !held.isNegative() && held.compareTo(elapsed) <= 0;
    roundTrips.add(sound ? elapsed.minus(held) : elapsed);
    strange |= own < 0 || own > sent.size() + repeated;
    return true;
  }

  /** Lost packets by the direction in which they were; what is known of it. */
  public record Directions(int forward, int backward) {}

  /**
   * By the numbers of a stateful reflector (RFC 8762 section 4), which counts what reaches it: its
   * last number says how many of the packets up to the one answered last did. What was lost after
   * that one is in neither direction.
   *
   * @return what is known; all zero when nothing was lost before the last answer
   */
  public Optional<Directions> directions() {
    if (numbers.isEmpty() || strange) {
      return Optional.empty();
    }
    int lastAnswered = numbers.keySet().stream().mapToInt(each -> each).max().orElseThrow();
    int lastCounted = numbers.values().stream().mapToInt(each -> each).max().orElseThrow();
    int asked = lastAnswered + 1;
    int arrived = lastCounted + 1 - copies.size();
    int lost = asked - numbers.size();
    int forward = asked - arrived;
    // Copies whose answers were all lost, packets that overtook each other: not told apart.
    if (forward < 0 || forward > lost) {
      return Optional.empty();
    }
    return Optional.of(new Directions(forward, lost - forward));
  }
}
