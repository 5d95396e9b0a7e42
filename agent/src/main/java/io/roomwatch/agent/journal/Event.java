package io.roomwatch.agent.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that happened.
 *
 * @param at wall-clock time
 * @param subject what it happened to: a check's id, {@code address eth0}, an item's id, a sink's
 *     name; no secret and no control character
 * @param text one sentence for people
 * @param before what it was, where that makes sense: a state, an address, a list
 * @param after what it is now
 */
public record Event(
    Instant at,
    Kind kind,
    String subject,
    String text,
    Optional<String> before,
    Optional<String> after) {

  /** Every kind of event; the labels are stable. */
  public enum Kind {
    /** The agent itself started or stopped. */
    AGENT,
    /** What is believed of a check changed. */
    CHECK,
    /** Another verdict. */
    VERDICT,
    /** Something of this machine changed: address, route, proxy, firewall, version … */
    CHANGE,
    /** The configuration was read again. */
    RELOAD,
    /** A maintenance item was run. */
    MAINTENANCE,
    /** A person attested an item, or accepted a baseline. */
    ATTESTATION,
    /** A silence began or ended. */
    SILENCE,
    /** An alert began or ended. */
    ALERT,
    /** A sink took an alert, refused it, or was given up. */
    DELIVERY,
    /** The store was full, damaged, or well again. */
    STORE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Without a before and an after. */
  public static Event of(Instant at, Kind kind, String subject, String text) {
    return new Event(at, kind, subject, text, Optional.empty(), Optional.empty());
  }
}
