package io.roomwatch.agent.facts.netfilter;

import java.util.List;
import java.util.Optional;

/**
 * One chain of a packet filter with its rules already held against a {@link FirewallQuestion}. The
 * common form of nftables and iptables.
 *
 * @param id unique name with table, {@code inet filter input}: what jumps name and people read
 * @param base where the kernel enters it; empty for chains that are only jumped to
 */
record FilterChain(String id, Optional<Base> base, List<Rule> rules) {

  FilterChain {
    rules = List.copyOf(rules);
  }

  /** Hooks an incoming packet passes, in this order. */
  enum Hook {
    INGRESS,
    PREROUTING,
    INPUT
  }

  /**
   * How the kernel enters a base chain.
   *
   * @param priority smaller comes first within a hook
   * @param drops the policy, for packets that no rule decided
   * @param entered whether packets come through here at all: an ingress chain sits on one device
   */
  record Base(Hook hook, int priority, boolean drops, Applies entered) {}

  /**
   * One rule.
   *
   * @param text as people find it in the firewall's own tool, without counters
   * @param applies whether its conditions hold
   * @param namesPort whether one of its conditions is the port asked about
   * @param conditional whether it has conditions at all
   */
  record Rule(
      String text, Applies applies, boolean namesPort, boolean conditional, Verdict verdict) {}

  /** What a rule does with a packet. */
  sealed interface Verdict {

    /** Ends the base chain. */
    record Finish(Fate fate) implements Verdict {}

    /** Goes on in another chain, and comes back to the next rule here unless it is a goto. */
    record Jump(String chain, boolean comesBack) implements Verdict {}

    record Return() implements Verdict {}

    /** Counts, logs or marks; the next rule decides. */
    record Continue() implements Verdict {}
  }

  /** How a packet leaves a base chain. */
  enum Fate {
    ACCEPT,
    /** Dropped or rejected. */
    DROP,
    /** Out of the filter's hands: translated to another address or port, or queued to a program. */
    DIVERT
  }
}
