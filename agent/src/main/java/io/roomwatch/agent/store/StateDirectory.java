package io.roomwatch.agent.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a state directory, readable by their owner alone from the moment they are made.
 * SQLite gives the files it makes itself, {@code -wal} and {@code -shm}, the mode and the owner of
 * the database.
 *
 * <p>Nothing but SQLite may open the database in a process that has it open: POSIX drops all locks
 * a process has on a file when any of its descriptors of that file is closed.
 */
record StateDirectory(Path path) {

  static final String FILE = "roomwatch.db";

  Path database() {
    return path.resolve(FILE);
  }

  Path wal() {
    return path.resolve(FILE + "-wal");
  }

  Path shm() {
    return path.resolve(FILE + "-shm");
  }

  Path lock() {
    return path.resolve("roomwatch.lock");
  }

  void make() throws StoreException {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path, mode("rwx------"));
      }
    } catch (IOException e) {
      throw Faults.of(e, path, "the state directory cannot be made");
    }
  }

  /** An empty file is an empty database. */
  void makeDatabase() throws StoreException {
    if (Files.exists(database(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.createFile(database(), mode("rw-------"));
      giveToOwner(database());
    } catch (FileAlreadyExistsException e) {
      return; // Another process was faster.
    } catch (IOException e) {
      throw Faults.of(e, database(), "the database cannot be made");
    }
  }

  FileChannel openLock() throws StoreException {
    try {
      FileChannel channel =
          FileChannel.open(
              lock(),
              Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
              mode("rw-------"));
      giveToOwner(lock());
      return channel;
    } catch (IOException e) {
      throw Faults.of(e, lock(), "the lock file cannot be opened");
    }
  }

  /** Size of the database and of what has not been moved into it yet; 0 when there is none. */
  long bytes() {
    return size(database()) + size(wal());
  }

  /** Tells this database from one put in its place; empty when it is gone or has no identity. */
  Optional<Object> identity() {
    try {
      return Optional.ofNullable(
          Files.readAttributes(database(), BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** What a command of the administrator makes must be the daemon's to use. */
  private void giveToOwner(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes directory = Files.readAttributes(path, PosixFileAttributes.class);
    if (!view.readAttributes().owner().equals(directory.owner())) {
      view.setOwner(directory.owner());
      view.setGroup(directory.group());
    }
  }

  private FileAttribute<?>[] mode(String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
