package io.roomwatch.agent.web.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a certificate or a key in PEM stands. Its words name the place and nothing of the text. */
sealed interface Pem {

  int MOST_BYTES = 1024 * 1024;

  /**
   * @throws IOException naming the place and what is wrong with it
   */
  byte[] bytes() throws IOException;

  /** In a file of its own. */
  record InFile(Path file) implements Pem {

    @Override
    public byte[] bytes() throws IOException {
      try {
        if (!Files.isRegularFile(file)) {
          throw new IOException(
              file + (Files.exists(file) ? " is no regular file" : " does not exist"));
        }
        if (Files.size(file) > MOST_BYTES) {
          throw new IOException(file + " is larger than 1 MiB");
        }
        return Files.readAllBytes(file);
      } catch (NoSuchFileException e) {
        throw new IOException(file + " does not exist", e);
      } catch (AccessDeniedException e) {
        throw new IOException(file + " cannot be read: permission denied", e);
      }
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * In the web configuration itself.
   *
   * @param key under which it stands
   */
  record Inline(String key, String text) implements Pem {

    @Override
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return key;
    }
  }
}
