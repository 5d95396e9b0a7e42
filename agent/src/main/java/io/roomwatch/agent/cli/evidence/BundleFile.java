package io.roomwatch.agent.cli.evidence;

import io.roomwatch.agent.cli.ExitCode;
import io.roomwatch.agent.cli.OutputFile;
import io.roomwatch.agent.cli.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A file for its owner's eyes alone (mode 0600, where there are modes): there whole or not at all,
 * whatever happens meanwhile. One that exists stays unless it is forced; of a link the link is
 * replaced, never what it leads to; what is no file is left alone in any case.
 */
final class BundleFile {

  private BundleFile() {}

  /** Says early what would go wrong late. */
  static void check(Path target, boolean force) throws Refusal {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal(ExitCode.USAGE, target + ": is a folder; name the file in it");
    }
    boolean link = Files.isSymbolicLink(target);
    boolean there = link || Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (there && !link && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal(
          ExitCode.USAGE, target + ": is a pipe or a device; a bundle is kept as a file");
    }
    if (there && !force) {
      throw exists(target);
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Refusal(
          ExitCode.UNAVAILABLE, target + ": cannot be written: its folder does not exist");
    }
  }

  /**
   * @throws Refusal nothing was written
   */
  static void write(Path target, boolean force, ByteBuffer bytes) throws Refusal {
    try {
      Path folder =
          Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file is in a folder");
      // Made with mode 0600.
      Path fresh = Files.createTempFile(folder, ".roomwatch-", ".tmp");
      // An interrupted command leaves nothing behind either.
      fresh.toFile().deleteOnExit();
      try {
        try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
          while (bytes.hasRemaining()) {
            int unused = file.write(bytes);
          }
          file.force(true);
        }
        check(target, force);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(target);
    } catch (IOException e) {
      throw new Refusal(ExitCode.UNAVAILABLE, target + ": cannot be written: " + OutputFile.why(e));
    }
  }

  private static Refusal exists(Path target) {
    return new Refusal(ExitCode.USAGE, target + ": exists; --force overwrites it");
  }
}
