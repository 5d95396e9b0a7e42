package io.roomwatch.agent.sink;

import java.time.Duration;
import java.util.Optional;

/** How one attempt to deliver a notice ended. No text holds a secret. */
public sealed interface Delivery {

  /** What the receiver said, in words that lead to the fix where there is one. */
  String said();

  /** The receiver took it. */
  record Taken(String said) implements Delivery {}

  /**
   * Not now: refused, timed out, 408, 429, 5xx. To be tried again.
   *
   * @param notBefore the receiver's own wish ({@code Retry-After}), from now; empty: it named none
   * @param answered it was an answer to this very message, and another one may fare better; false:
   *     the way failed, or the receiver takes nothing at all for now (429)
   */
  record Later(String said, Optional<Duration> notBefore, boolean answered) implements Delivery {
    /** Not an answer to this very message. */
    public Later(String said, Optional<Duration> notBefore) {
      this(said, notBefore, false);
    }
  }

  /** Never: the receiver understood and will not take it, however often it is tried. */
  record Rejected(String said) implements Delivery {}
}
