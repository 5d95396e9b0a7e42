package io.roomwatch.agent.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing that happened. Control characters become spaces and what is too long is cut: what a
 * machine or a person named must neither move a terminal's cursor nor fill the store.
 *
 * @param at wall-clock time, in whole milliseconds
 * @param subject what it happened to: a check's id, {@code address eth0}, an item's id, a sink's
 *     name; no secret; at most {@value #SUBJECT_LENGTH} characters
 * @param text one sentence for people, at most {@value #TEXT_LENGTH} characters
 * @param before what it was, where that makes sense: a state, an address, a list; at most {@value
 *     #TEXT_LENGTH} characters
 * @param after what it is now, as {@code before}
 */
public record Event(
    Instant at,
    Kind kind,
    String subject,
    String text,
    Optional<String> before,
    Optional<String> after) {

  static final int SUBJECT_LENGTH = 200;
  static final int TEXT_LENGTH = 1000;

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

    private static final Map<String, Kind> BY_LABEL =
        Arrays.stream(values()).collect(Collectors.toMap(Kind::label, Function.identity()));

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
      return label;
    }

    /** The kind with this label; empty when there is none. */
    public static Optional<Kind> labelled(String label) {
      return Optional.ofNullable(BY_LABEL.get(label));
    }
  }

  public Event {
    at = at.truncatedTo(ChronoUnit.MILLIS);
    subject = plain(subject, SUBJECT_LENGTH);
    text = plain(text, TEXT_LENGTH);
    before = before.map(value -> plain(value, TEXT_LENGTH));
    after = after.map(value -> plain(value, TEXT_LENGTH));
  }

  /** Without a before and an after. */
  public static Event of(Instant at, Kind kind, String subject, String text) {
    return new Event(at, kind, subject, text, Optional.empty(), Optional.empty());
  }

  /** How many characters its texts have. */
  int length() {
    return subject.length()
        + text.length()
        + before.map(String::length).orElse(0)
        + after.map(String::length).orElse(0);
  }

  private static String plain(String text, int most) {
    if (text.length() <= most && isPlain(text)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(Math.min(text.length(), most));
    for (int i = 0; i < text.length(); i++) {
      if (plain.length() == most) {
        int end = Character.isHighSurrogate(plain.charAt(most - 2)) ? most - 2 : most - 1;
        plain.setLength(end);
        return plain.append('…').toString();
      }
      char c = text.charAt(i);
      plain.append(movesTheCursor(c) ? ' ' : c);
    }
    return plain.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (movesTheCursor(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Control characters, and those that turn the direction of writing or break a line. */
  private static boolean movesTheCursor(char c) {
    if (c >= ' ' && c <= '~') {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
