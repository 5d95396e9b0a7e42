package io.roomwatch.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replaces a file as a whole or not at all: a full disk leaves the old one as it was. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes beside the file, then renames. Owner, group and permissions stay those of the old one.
   *
   * @param file exists, and is no link
   */
  static void replace(Path file, String text) throws IOException {
    Path folder =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    Path fresh = Files.createTempFile(folder, ".roomwatch-", ".tmp");
    try {
      Files.writeString(fresh, text);
      likeBefore(file, fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void likeBefore(Path file, Path fresh) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (view == null) {
      // Windows: the folder's access list holds for both.
      return;
    }
    PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributes now = view.readAttributes();
    if (!before.owner().equals(now.owner())) {
      view.setOwner(before.owner());
    }
    if (!before.group().equals(now.group())) {
      view.setGroup(before.group());
    }
    view.setPermissions(before.permissions());
  }
}
