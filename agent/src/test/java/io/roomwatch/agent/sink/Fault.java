package io.roomwatch.agent.sink;

/**
 * What can be wrong with a receiver, or the way to it; each kind has what its protocol has of it.
 */
public enum Fault {
  NONE,
  REFUSED,
  /** It takes the connection and says nothing. */
  BLACKHOLE,
  UNKNOWN_NAME,
  UNTRUSTED,
  UNAUTHORIZED,
  NOT_FOUND,
  /** 429 with a {@code Retry-After}. */
  TOO_MANY,
  /** 500. */
  BROKEN,
  SLOW_ANSWER,
  CUT_ANSWER,
  /** After it has read everything. */
  RESET
}
