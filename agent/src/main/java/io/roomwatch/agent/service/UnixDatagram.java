package io.roomwatch.agent.service;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One datagram to a Unix socket of Linux, unix(7): the JDK has stream sockets only. Structures are
 * those of 64-bit Linux.
 */
final class UnixDatagram {

  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code sun_path} follows the family. */
  private static final int PATH_AT = 2;

  private static final int LONGEST_PATH = 108;

  /** Two 64-bit numbers: seconds and microseconds. */
  private static final int TIMEVAL = 16;

  /** Those of the C library that are needed here. */
  interface C extends Library {
    int socket(int domain, int type, int protocol) throws LastErrorException;

    int setsockopt(int fd, int level, int name, Memory value, int length) throws LastErrorException;

    long sendto(int fd, byte[] message, long length, int flags, Memory to, int toLength)
        throws LastErrorException;

    int close(int fd) throws LastErrorException;
  }

  /** Loaded when first needed: most processes never are. */
  private static final class Loaded {
    static final C LIBRARY = Native.load("c", C.class);
  }

  private UnixDatagram() {}

  /**
   * Sends, or fails within a second.
   *
   * @param socket a path, or {@code @} and an abstract name
   */
  static void send(String socket, byte[] message) throws IOException {
    byte[] name = socket.getBytes(StandardCharsets.UTF_8);
    if (name.length >= LONGEST_PATH) {
      throw new IOException("the name of the socket is too long: " + socket);
    }
    try (Memory to = new Memory(PATH_AT + name.length + 1L);
        Memory second = new Memory(TIMEVAL)) {
      boolean isAbstract = name[0] == '@';
      to.clear();
      to.setShort(0, AF_UNIX);
      to.write(PATH_AT, name, 0, name.length);
      if (isAbstract) {
        to.setByte(PATH_AT, (byte) 0);
      }
      second.setLong(0, 1);
      second.setLong(Long.BYTES, 0);
      // An abstract name has no end but its length.
      send(to, PATH_AT + name.length + (isAbstract ? 0 : 1), second, message);
    } catch (LastErrorException | UnsatisfiedLinkError e) {
      throw new IOException(socket + ": " + e.getMessage(), e);
    }
  }

  private static void send(Memory to, int toLength, Memory second, byte[] message) {
    C c = Loaded.LIBRARY;
    int fd = c.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    try {
      c.setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, second, TIMEVAL);
      c.sendto(fd, message, message.length, MSG_NOSIGNAL, to, toLength);
    } finally {
      c.close(fd);
    }
  }
}
