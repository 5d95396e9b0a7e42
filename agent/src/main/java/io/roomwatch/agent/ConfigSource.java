package io.roomwatch.agent;

import io.roomwatch.agent.config.Config;
import io.roomwatch.agent.config.ConfigFile;
import io.roomwatch.agent.yaml.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where this process has its configuration from, each time anew.
 *
 * @param named the file that somebody named: it must exist
 * @param usual read when nobody named one and it exists
 */
record ConfigSource(ConfigFile reader, Optional<Path> named, Path usual) {

  Outcome<Config> read() {
    return named.map(reader::read).orElseGet(() -> reader.readIfThere(usual));
  }

  /** The same as long as the file's content is; empty when it cannot be read. */
  String fingerprint() {
    try {
      byte[] content = Files.readAllBytes(named.orElse(usual));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (IOException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return named.orElse(usual).toString();
  }
}
