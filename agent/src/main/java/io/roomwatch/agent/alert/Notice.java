package io.roomwatch.agent.alert;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One message about one alert, the same for every sink.
 *
 * @param key stable from firing to resolved: the same key is the same alert. Letters, digits,
 *     {@code . _ : / -}
 * @param cause what broke, and what to do next
 * @param started when the cause began
 * @param ended when it ended; empty while it lasts
 * @param context what helps to understand it
 */
public record Notice(
    Status status,
    String key,
    Room room,
    Cause cause,
    Instant started,
    Optional<Instant> ended,
    Context context) {

  /** What the message is for. */
  public enum Status {
    /** It began. */
    FIRING,
    /** It lasts. */
    REMINDER,
    /** It ended. */
    RESOLVED,
    /** Sent by a person to try the way. */
    TEST;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public record Room(String name, String site) {}

  /** The message by which a person tries the way to a sink. */
  public static Notice test(Room room, Instant at) {
    return new Notice(
        Status.TEST,
        Keys.of(room, "test"),
        room,
        new Cause(
            "test",
            "test",
            "degraded",
            new Certainty("high", List.of()),
            "This is a test alert: nothing is broken.",
            "Nothing has to be done. Alerts of this room arrive here.",
            new Evidence(List.of(), List.of())),
        at,
        Optional.empty(),
        new Context(List.of(), List.of(), Optional.empty()));
  }

  /**
   * The one root cause: a verdict, or a maintenance item that is overdue or has failed.
   *
   * @param id a verdict's id, or a maintenance item's
   * @param layer a verdict's layer, or {@code schedule}
   * @param state {@code failed} or {@code degraded}
   * @param certainty how sure the agent is, and with which on-screen codes it is consistent
   * @param summary what broke, one sentence
   * @param next the next best move, one sentence
   * @param evidence ids of checks
   */
  public record Cause(
      String id,
      String layer,
      String state,
      Certainty certainty,
      String summary,
      String next,
      Evidence evidence) {}

  /**
   * @param confidence {@code high}, {@code medium} or {@code low}
   */
  public record Certainty(String confidence, List<String> codes) {
    public Certainty {
      codes = List.copyOf(codes);
    }
  }

  /**
   * @param because the checks that say so
   * @param consequences the checks that fail because of it
   */
  public record Evidence(List<String> because, List<String> consequences) {
    public Evidence {
      because = List.copyOf(because);
      consequences = List.copyOf(consequences);
    }
  }

  /**
   * @param changes what changed in the 24 h before it began, oldest first
   * @param others the summaries of alerts told in the same message (a digest); usually none
   * @param url of the agent's status page; empty when it listens on loopback only
   */
  public record Context(List<Changed> changes, List<String> others, Optional<URI> url) {
    public Context {
      changes = List.copyOf(changes);
      others = List.copyOf(others);
    }
  }

  /** Something that changed on this machine. */
  public record Changed(Instant at, String text) {}
}
