package io.roomwatch.agent.web.door;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.roomwatch.agent.web.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Who may sign in with a password. A bcrypt hash takes a tenth of a second by design: two are
 * computed at a time at most, and a name and password that were right once are remembered by a
 * keyed hash, which dies with the process. An unknown name takes as long as a known one. Safe from
 * any thread; blocks.
 */
final class Users {

  private static final int REMEMBERED = 100;
  private static final int AT_ONCE = 2;
  private static final long PATIENCE_SECONDS = 5;

  /** Of nobody's password. */
  private static final String NOBODY =
      "$2b$10$YLjmxwvieMLswuy/Y.hLie2CKPfxXETVOvr5F7QBey6UKA0Cmvswy";

  private final Map<String, String> hashes;
  private final KeyedHash prints;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<String> right = new LinkedHashSet<>();

  /**
   * @param hashes bcrypt hashes by name
   * @param random unpredictable
   */
  Users(Map<String, String> hashes, RandomGenerator random) {
    this.hashes = Map.copyOf(hashes);
    this.prints = new KeyedHash(random);
  }

  boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** What came of a name and a password. */
  enum Found {
    RIGHT,
    WRONG,
    /** Too many are being looked at; come again. */
    BUSY
  }

  record Login(String name, String password) {}

  /** Of an {@code Authorization} header (RFC 7617); empty when it is no such. */
  static Optional<Login> login(String header) {
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      String text =
          new String(
              Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Login(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether this was right before; cheap. */
  boolean isKnown(Login login) {
    String print = print(login);
    synchronized (right) {
      return right.contains(print);
    }
  }

  Found check(Login login) throws InterruptedException {
    if (isKnown(login)) {
      return Found.RIGHT;
    }
    if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return Found.BUSY;
    }
    boolean verified;
    try {
      // Of longer passwords bcrypt sees the first 72 bytes, as htpasswd does.
      byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
      byte[] seen = password.length > 72 ? java.util.Arrays.copyOf(password, 72) : password;
      String hash = hashes.getOrDefault(login.name(), NOBODY);
      verified =
          BCrypt.verifyer().verify(seen, hash.getBytes(StandardCharsets.US_ASCII)).verified
              && hashes.containsKey(login.name());
    } finally {
      places.release();
    }
    if (verified) {
      remember(print(login));
    }
    return verified ? Found.RIGHT : Found.WRONG;
  }

  private void remember(String print) {
    synchronized (right) {
      right.add(print);
      if (right.size() > REMEMBERED) {
        right.remove(right.iterator().next());
      }
    }
  }

  private String print(Login login) {
    return prints.of(
        login.name().length()
            + ":"
            + login.name()
            + login.password()
            + hashes.getOrDefault(login.name(), ""));
  }
}
