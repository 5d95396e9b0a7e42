package io.roomwatch.agent.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that a command writes for people: there whole or not at all, whatever happens meanwhile.
 * It is written beside, then renamed. One that exists stays unless it is forced, and what is no
 * file is left alone in any case.
 */
public final class OutputFile {

  /** Whose a file is. */
  private enum Readers {
    /** Where it is there already, it stays as open as it was, and a link to it stays one. */
    AS_USUAL,
    /** Mode 0600, where there are modes. Of a link the link is replaced, not what it leads to. */
    OWNER
  }

  private final Path target;
  private final boolean force;
  private final Readers readers;
  private final int unwritable;

  private OutputFile(Path target, boolean force, Readers readers, int unwritable) {
    this.target = target;
    this.force = force;
    this.readers = readers;
    this.unwritable = unwritable;
  }

  /**
   * @param unwritable the exit code when it cannot be written
   */
  static OutputFile of(Path target, boolean force, int unwritable) {
    return new OutputFile(target, force, Readers.AS_USUAL, unwritable);
  }

  /** For its owner's eyes alone. */
  public static OutputFile secret(Path target, boolean force) {
    return new OutputFile(target, force, Readers.OWNER, ExitCode.UNAVAILABLE);
  }

  /** Says early what would go wrong late. */
  public void check() throws Refusal {
    if (Files.isDirectory(target, links())) {
      throw new Refusal(ExitCode.USAGE, target + ": is a folder; name the file in it");
    }
    boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    boolean replaced = readers == Readers.OWNER && Files.isSymbolicLink(target);
    if (Files.exists(target, links()) && !Files.isRegularFile(target, links()) && !replaced) {
      throw new Refusal(ExitCode.USAGE, target + ": is a pipe or a device, not a file");
    }
    if (there && !force) {
      throw new Refusal(
          ExitCode.USAGE,
          target
              + ": exists; --force overwrites it"
              + (readers == Readers.OWNER ? "" : ", -o - prints instead"));
    }
    if (!Files.isDirectory(folder(target))) {
      throw new Refusal(unwritable, target + ": cannot be written: its folder does not exist");
    }
  }

  private LinkOption[] links() {
    return readers == Readers.OWNER
        ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
        : new LinkOption[0];
  }

  /**
   * @throws Refusal nothing was written
   */
  public void write(ByteBuffer bytes) throws Refusal {
    check();
    try {
      boolean asBefore = readers == Readers.AS_USUAL && Files.exists(target);
      Path place = asBefore ? target.toRealPath() : target;
      Path fresh = Files.createTempFile(folder(place), ".roomwatch-", ".tmp", rights());
      // An interrupted command leaves nothing behind either.
      fresh.toFile().deleteOnExit();
      try {
        try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
          while (bytes.hasRemaining()) {
            int unused = file.write(bytes);
          }
          file.force(true);
        }
        if (asBefore) {
          asBefore(place, fresh);
        }
        check();
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new Refusal(unwritable, target + ": cannot be written: " + why(e));
    }
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
  }

  /** Without any named, a temporary file is its owner's alone. */
  private FileAttribute<?>[] rights() {
    boolean modes = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    return readers == Readers.AS_USUAL && modes
        ? new FileAttribute<?>[] {
          // Less the umask.
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
        }
        : new FileAttribute<?>[0];
  }

  private static void asBefore(Path file, Path fresh) throws IOException {
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

  /** As the end of a sentence. */
  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "its folder does not exist";
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
