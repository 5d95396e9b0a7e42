package io.roomwatch.agent;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where this process has its configuration from, each time anew. Remembers what it read: read and
 * keep on one thread at a time.
 */
final class ConfigSource {

  private final ConfigFile reader;
  private final Path path;

  /** The file must exist: somebody named it, or the configuration in force came from it. */
  private boolean expected;

  private boolean readFromFile;
  private volatile String seen = "";

  /**
   * @param named the file that somebody named: it must exist
   * @param usual read when nobody named one and it exists
   */
  ConfigSource(ConfigFile reader, Optional<Path> named, Path usual) {
    this.reader = reader;
    this.path = named.orElse(usual);
    this.expected = named.isPresent();
  }

  /**
   * Reads the file, or takes the defaults where none was ever there. A file that was in force and
   * is gone is a bad file, not a wish for the defaults: whoever replaces a file may be caught
   * between the removing and the writing.
   */
  Outcome<Config> read() {
    // Before the reading: what changes between the two is then a change, and not overlooked.
    seen = fingerprint();
    readFromFile = expected || ConfigFile.isThere(path);
    return readFromFile ? reader.read(path) : reader.defaults();
  }

  /** What was read last is in force from now on. */
  void keep() {
    expected |= readFromFile;
  }

  /** Whether the file's content is another than at the last reading. By content, not by times. */
  boolean changed() {
    return !fingerprint().equals(seen);
  }

  /** The same as long as the file's content is; empty when it cannot be read. */
  private String fingerprint() {
    if (!Files.isRegularFile(path)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(ConfigFile.MOST_BYTES + 1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (IOException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
