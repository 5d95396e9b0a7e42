package io.roomwatch.agent.observation;

/**
 * The phases of one exchange, in the order in which they happen; the names of {@code curl -w}, see
 * <a href="https://curl.se/docs/manpage.html#-w">curl(1)</a>, each measured by itself and not from
 * the start.
 */
public enum Phase {
  RESOLVE,
  CONNECT,
  PROXY,
  TLS,
  /** From the request sent to the first byte of the answer; for datagrams the whole round trip. */
  FIRST_BYTE,
  TRANSFER;

  public String label() {
    return Labels.of(this);
  }
}
