package io.roomwatch.agent.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file behind a {@code _file} key: one line of text, read when the configuration is read. Its
 * path may name environment variables, such as systemd's {@code ${CREDENTIALS_DIRECTORY}}.
 */
final class SecretFile {
  private static final long LARGEST_BYTES = 64 << 10;

  private SecretFile() {}

  /** The secret in the file that is named at a spot, without its line end; empty after a fault. */
  static Optional<String> read(Spot spot) {
    Optional<String> name = spot.text();
    if (name.isEmpty() || name.get().isBlank()) {
      spot.fault("expected the path of a file, found " + spot.foundKind());
      return Optional.empty();
    }
    Optional<String> path = Scalar.expand(name.get(), spot);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      return read(spot.session().surroundings().folder().resolve(path.get()), spot);
    } catch (InvalidPathException e) {
      spot.fault("expected the path of a file, found " + spot.found());
      return Optional.empty();
    }
  }

  private static Optional<String> read(Path file, Spot spot) {
    try {
      if (!Files.isRegularFile(file)) {
        // A pipe or a device might never end.
        spot.fault(file + (Files.exists(file) ? " is not a regular file" : " does not exist"));
        return Optional.empty();
      }
      if (Files.size(file) > LARGEST_BYTES) {
        spot.fault(file + " is larger than 64 KiB: not a secret");
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return oneLine(text, file, spot);
    } catch (NoSuchFileException e) {
      spot.fault(file + " does not exist");
    } catch (AccessDeniedException e) {
      spot.fault(file + " cannot be read: permission denied");
    } catch (CharacterCodingException e) {
      spot.fault(file + " is not UTF-8 text");
    } catch (IOException e) {
      spot.fault(file + " cannot be read: " + e.getClass().getSimpleName());
    }
    return Optional.empty();
  }

  private static Optional<String> oneLine(String text, Path file, Spot spot) throws IOException {
    String secret = text.replaceFirst("^\uFEFF", "").replaceFirst("[\r\n]+$", "");
    if (secret.isBlank()) {
      spot.fault(file + " is empty");
      return Optional.empty();
    }
    if (secret.chars().anyMatch(Character::isISOControl)) {
      spot.fault(file + " holds more than one line of text");
      return Optional.empty();
    }
    @Nullable PosixFileAttributeView posix =
        Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix != null
        && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
      spot.warn(file + " can be read by every user of this machine; chmod o= would help");
    }
    return Optional.of(secret);
  }
}
