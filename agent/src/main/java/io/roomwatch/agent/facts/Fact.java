package io.roomwatch.agent.facts;

import io.roomwatch.agent.observation.Reason;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something read from this machine, or why it could not be read. "Could not read" is never an empty
 * list.
 *
 * @param <T> what was read
 */
public sealed interface Fact<T> {

  record Known<T>(T value) implements Fact<T> {}

  /**
   * Not read.
   *
   * @param reason {@code PERMISSION}, {@code UNSUPPORTED}, {@code NOT_FOUND}, {@code TIMEOUT} or
   *     {@code ERROR}
   * @param why what was tried and what would help, as one sentence for people
   */
  record Unread<T>(Reason reason, String why) implements Fact<T> {}

  static <T> Fact<T> known(T value) {
    return new Known<>(value);
  }

  static <T> Fact<T> unread(Reason reason, String why) {
    return new Unread<>(reason, why);
  }

  default Optional<T> asOptional() {
    return switch (this) {
      case Known<T> known -> Optional.of(known.value());
      case Unread<T> ignored -> Optional.empty();
    };
  }

  default <R> Fact<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Known<T> known -> new Known<>(change.apply(known.value()));
      case Unread<T> unread -> new Unread<>(unread.reason(), unread.why());
    };
  }
}
