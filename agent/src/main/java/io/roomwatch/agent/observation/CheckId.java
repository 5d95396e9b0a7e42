package io.roomwatch.agent.observation;

import java.util.Optional;

/**
 * The stable name of one check: its kind and, where there are several of a kind, its target.
 * Written {@code link.peer:boardroom-pc}, {@code cloud.tcp:zoom.us:443}, {@code local.clock}.
 */
public record CheckId(CheckKind kind, Optional<String> target) implements Comparable<CheckId> {

  public CheckId {
    if (target.isPresent() && target.get().isBlank()) {
      throw new IllegalArgumentException("a target has a name: " + kind.id());
    }
  }

  public static CheckId of(CheckKind kind) {
    return new CheckId(kind, Optional.empty());
  }

  public static CheckId of(CheckKind kind, String target) {
    return new CheckId(kind, Optional.of(target));
  }

  /** The id written as {@code text}, or empty when no kind has that name. */
  public static Optional<CheckId> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return CheckKind.of(text).map(CheckId::of);
    }
    String target = text.substring(colon + 1);
    return target.isBlank()
        ? Optional.empty()
        : CheckKind.of(text.substring(0, colon)).map(kind -> of(kind, target));
  }

  @Override
  public int compareTo(CheckId other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : target.orElse("").compareTo(other.target.orElse(""));
  }

  @Override
  public String toString() {
    return target.map(name -> kind.id() + ":" + name).orElse(kind.id());
  }
}
