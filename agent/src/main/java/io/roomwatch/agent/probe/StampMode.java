package io.roomwatch.agent.probe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * In which of its two modes STAMP runs (RFC 8762 section 4.2): unauthenticated, or authenticated
 * with a key that both ends have. Never prints the key.
 */
public final class StampMode {

  private static final String ALGORITHM = "HmacSHA256";

  /** Section 4.4: the first 128 of the 256 bits. */
  public static final int HMAC_BYTES = 16;

  private final @Nullable SecretKeySpec key;

  private StampMode(@Nullable SecretKeySpec key) {
    this.key = key;
  }

  public static StampMode unauthenticated() {
    return new StampMode(null);
  }

  /**
   * @param key its UTF-8 is the key of the HMAC; not empty
   */
  public static StampMode authenticated(String key) {
    return new StampMode(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
  }

  public boolean isAuthenticated() {
    return key != null;
  }

  /** The HMAC over the first {@code length} bytes; empty in unauthenticated mode. */
  public Optional<byte[]> hmac(byte[] packet, int length) {
    if (key == null) {
      return Optional.empty();
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(packet, 0, length);
      return Optional.of(Arrays.copyOf(mac.doFinal(), HMAC_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return isAuthenticated() ? "authenticated" : "unauthenticated";
  }
}
