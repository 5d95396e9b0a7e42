package io.roomwatch.agent.maintenance.duty;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What came of an item. */
public enum Result {
  /** Done, and as it should be. */
  PASS,
  /** Done, and not as it should be. */
  FAIL,
  /** The agent could not conclude; it tries again, and the item stays due. */
  UNKNOWN,
  /** The agent cannot conclude by itself; the item waits for a person. */
  NEEDS_PERSON,
  /** A person could not get at it; the item stays due. */
  NO_ACCESS;

  /** The stable name: {@code pass}, {@code needs-person}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the item has been done. */
  public boolean conclusive() {
    return this == PASS || this == FAIL;
  }

  /** Whether a person may say this. */
  public boolean attestable() {
    return conclusive() || this == NO_ACCESS;
  }

  public static Optional<Result> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
