package io.roomwatch.agent.probe.network;

import io.roomwatch.agent.observation.Phase;
import io.roomwatch.agent.observation.PhaseTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long each phase of one exchange takes. At most one phase is under way: entering the next ends
 * it. Not safe for several threads.
 */
final class Phases {

  private final LongSupplier nanoTime;
  private final List<PhaseTime> ended = new ArrayList<>(4);
  private @Nullable Phase current;
  private long entered;

  /**
   * @param nanoTime monotonic nanoseconds
   */
  Phases(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void enter(Phase next) {
    leave();
    current = next;
    entered = nanoTime.getAsLong();
  }

  /** Ends the phase under way, if there is one. */
  void leave() {
    if (current != null) {
      ended.add(new PhaseTime(current, Duration.ofNanos(nanoTime.getAsLong() - entered)));
      current = null;
    }
  }

  /** Every phase that was entered and ended, in order. */
  List<PhaseTime> ended() {
    return List.copyOf(ended);
  }
}
