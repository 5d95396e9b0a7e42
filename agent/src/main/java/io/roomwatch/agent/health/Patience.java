package io.roomwatch.agent.health;

/**
 * When a state is believed: a worse one after {@code failAfter} of the last {@code outOf} looks, a
 * better one after {@code recoverAfter} in a row.
 *
 * @param failAfter 1 to {@code outOf}
 * @param outOf at most {@value #MOST}
 * @param recoverAfter 1 to {@value #MOST}
 */
public record Patience(int failAfter, int outOf, int recoverAfter) {

  /** How many looks are remembered. */
  public static final int MOST = Looks.CAPACITY;

  /** 3 of 3, and back after 2. */
  public static final Patience DEFAULT = new Patience(3, 3, 2);

  /** Every look is believed: for commands that look once. */
  public static final Patience AT_ONCE = new Patience(1, 1, 1);

  public Patience {
    if (failAfter < 1 || failAfter > outOf || outOf > MOST) {
      throw new IllegalArgumentException("not a patience: " + failAfter + " of " + outOf);
    }
    if (recoverAfter < 1 || recoverAfter > MOST) {
      throw new IllegalArgumentException("not a patience: recovers after " + recoverAfter);
    }
  }
}
