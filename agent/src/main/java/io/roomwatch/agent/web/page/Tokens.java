package io.roomwatch.agent.web.page;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a form came from a page of this very process: a page of another site can send a form
 * here, but cannot read one. A token is for one user, and good for six to twelve hours. Nothing is
 * kept. Safe from any thread.
 */
final class Tokens {

  private static final long WINDOW_SECONDS = 6 * 3600;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final InstantSource clock;

  /**
   * @param random unpredictable
   */
  Tokens(InstantSource clock, RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, ALGORITHM);
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
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // A user's name may be anything: whether there is one is told apart from it.
      String what = window + (user.isPresent() ? " user " + user.get() : " nobody");
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(what.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
