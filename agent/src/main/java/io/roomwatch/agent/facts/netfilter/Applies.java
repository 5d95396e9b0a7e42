package io.roomwatch.agent.facts.netfilter;

/**
 * Whether a filter's condition holds for the connection asked about: a first TCP packet to a port
 * of this host, from a sender that is not known. In order, so that "and" is the smaller and "or"
 * the larger.
 */
enum Applies {
  /** Never: another protocol, another port, loopback, an established connection. */
  NO,
  /** Cannot be told from the rules alone: marks, extensions we do not know. It decides nothing. */
  OPAQUE,
  /** For some senders or times. */
  SCOPED,
  /** For whoever comes in on some of this machine's interfaces, and not on the others. */
  INTERFACE,
  /** For every host of this machine's own networks, if not for others. */
  LOCAL,
  /** Always. */
  YES;

  Applies and(Applies other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Applies or(Applies other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The opposite condition. What holds for the own networks holds, negated, for some others. */
  Applies not() {
    return switch (this) {
      case NO -> YES;
      case YES -> NO;
      case OPAQUE -> OPAQUE;
      case INTERFACE -> INTERFACE;
      case SCOPED, LOCAL -> SCOPED;
    };
  }

  static Applies when(boolean holds) {
    return holds ? YES : NO;
  }
}
