package io.roomwatch.agent.health;

import io.roomwatch.agent.observation.State;
import java.util.List;
import java.util.function.Predicate;

/**
 * The states of the newest looks, packed: thousands of checks each keep one.
 *
 * @param bits two for each look, the newest lowest
 * @param size how many looks there are, at most {@value #CAPACITY}
 */
record Looks(long bits, int size) {

  static final int CAPACITY = 32;
  static final Looks NONE = new Looks(0, 0);

  /** The place is the code. */
  private static final List<State> STATES =
      List.of(State.OK, State.DEGRADED, State.FAILED, State.UNKNOWN);

  private static final int BITS = 2;
  private static final int MASK = (1 << BITS) - 1;

  Looks plus(State state) {
    return new Looks((bits << BITS) | code(state), Math.min(CAPACITY, size + 1));
  }

  /**
   * @param back 0 is the newest
   */
  State at(int back) {
    return STATES.get((int) (bits >>> (back * BITS)) & MASK);
  }

  private static int code(State state) {
    return STATES.indexOf(state);
  }

  /** How many of the newest {@code among} are such. */
  int count(int among, Predicate<State> such) {
    int count = 0;
    for (int back = 0; back < Math.min(among, size); back++) {
      count += such.test(at(back)) ? 1 : 0;
    }
    return count;
  }

  /** How many of the newest, in a row, are the same as the newest. */
  int run() {
    int run = 0;
    while (run < size && at(run) == at(0)) {
      run++;
    }
    return run;
  }
}
