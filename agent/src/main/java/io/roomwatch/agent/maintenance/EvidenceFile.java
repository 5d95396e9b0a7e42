package io.roomwatch.agent.maintenance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is kept of a file that a person showed: not the file.
 *
 * @param name without its folder
 * @param sha256 64 hexadecimal digits
 */
public record EvidenceFile(String name, String sha256, long bytes) {

  /**
   * Reads the file once.
   *
   * @throws IOException it is no file or cannot be read
   */
  static EvidenceFile of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    MessageDigest digest = digest();
    long length = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] part = new byte[64 * 1024];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        digest.update(part, 0, read);
        length += read;
      }
    }
    Path name = file.getFileName();
    return new EvidenceFile(
        Lines.oneLine(name == null ? file.toString() : name.toString(), 255),
        HexFormat.of().formatHex(digest.digest()),
        length);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
