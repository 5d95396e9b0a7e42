package io.roomwatch.agent.web.page;

import io.roomwatch.agent.web.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Proves that a form came from a page of this very process: a page of another site can send a form
 * here, but cannot read one. A token is for one user, and good for six to twelve hours. Nothing is
 * kept. Safe from any thread.
 */
final class Tokens {

  private static final long WINDOW_SECONDS = 6 * 3600;

  private final KeyedHash hash;
  private final InstantSource clock;

  /**
   * @param random unpredictable
   */
  Tokens(InstantSource clock, RandomGenerator random) {
    this.hash = new KeyedHash(random);
    this.clock = clock;
  }

  /** One to put into a form. */
  String make(Optional<String> user) {
    return make(user, window());
  }

  boolean isGood(String token, Optional<String> user) {
    long now = window();
    return same(token, make(user, now)) || same(token, make(user, now - 1));
  }

  private long window() {
    return Math.floorDiv(clock.instant().getEpochSecond(), WINDOW_SECONDS);
  }

  private String make(Optional<String> user, long window) {
    // A user's name may be anything: whether there is one is told apart from it.
    return hash.of(window + (user.isPresent() ? " user " + user.get() : " nobody"));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
