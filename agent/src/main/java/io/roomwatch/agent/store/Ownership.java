package io.roomwatch.agent.store;

import io.roomwatch.agent.store.StoreException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The right of one daemon to a state directory: a lock that the kernel holds, and takes back
 * however the process ends. The file itself means nothing and stays; it holds the owner's process
 * id for whoever comes second.
 */
final class Ownership implements Closeable {

  /**
   * The locked byte, far behind the text: where locks are mandatory, others can still read that.
   */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final int PID_DIGITS = 20;

  private final FileChannel channel;

  private Ownership(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a directory that is there.
   *
   * @throws StoreException {@link Kind#OWNED}: another daemon has it
   */
  static Ownership take(StateDirectory place, long pid) throws StoreException {
    FileChannel channel = place.openLock();
    try {
      if (locked(channel) == null) {
        throw owned(place, channel);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
      return new Ownership(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw e instanceof StoreException fault
          ? fault
          : Faults.of(e, place.lock(), "the state directory cannot be locked");
    }
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // By this very process.
    }
  }

  private static StoreException owned(StateDirectory place, FileChannel channel)
      throws IOException {
    ByteBuffer text = ByteBuffer.allocate(PID_DIGITS);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return new StoreException(
        Kind.OWNED,
        "%s is in use by another Roomwatch daemon%s. Stop that one, or give this one a --storage.path of its own"
            .formatted(place.path(), pid.matches("\\d+") ? " (process " + pid + ")" : ""),
        null);
  }

  /** Gives the directory back; the file stays, since another may be about to lock it. */
  @Override
  public void close() {
    try {
      channel.truncate(0);
    } catch (IOException e) {
      // The text is for people; the lock goes with the channel.
    } finally {
      closeQuietly(channel);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The kernel has the lock back all the same.
    }
  }
}
