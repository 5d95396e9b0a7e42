package io.roomwatch.agent.facts;

import java.net.InetAddress;

/**
 * An address with its prefix length, or a network.
 *
 * @param prefixLength 0 to 32 or 128
 */
public record Subnet(InetAddress address, int prefixLength) {

  public Subnet {
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is not within 0 to " + bits);
    }
  }

  /** Whether {@code other} is of the same family and within this network. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int mask = prefixLength - bit >= 8 ? 0xff : 0xff << (8 - (prefixLength - bit)) & 0xff;
      if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
