package io.roomwatch.agent.service;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The other end: a real datagram socket as systemd has it, on 64-bit Linux. */
public final class NotifySocket implements AutoCloseable {

  private static final C LIBRARY = Native.load("c", C.class);
  private static final int PATIENCE_SECONDS = 20;

  private final int fd;

  interface C extends Library {
    int socket(int domain, int type, int protocol) throws LastErrorException;

    int bind(int fd, Memory address, int length) throws LastErrorException;

    int setsockopt(int fd, int level, int name, Memory value, int length) throws LastErrorException;

    long recv(int fd, byte[] buffer, long length, int flags) throws LastErrorException;

    int close(int fd) throws LastErrorException;
  }

  /**
   * @param name a path, or {@code @} and an abstract name
   */
  public NotifySocket(String name) {
    fd = LIBRARY.socket(1, 2, 0);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    try (Memory address = new Memory(2 + bytes.length);
        Memory patience = new Memory(16)) {
      address.setShort(0, (short) 1);
      address.write(2, bytes, 0, bytes.length);
      if (bytes[0] == '@') {
        address.setByte(2, (byte) 0);
      }
      LIBRARY.bind(fd, address, (int) address.size());
      patience.setLong(0, PATIENCE_SECONDS);
      patience.setLong(8, 0);
      LIBRARY.setsockopt(fd, 1, 20, patience, 16);
    }
  }

  /** The next message; waits for it. */
  public String next() {
    byte[] buffer = new byte[4096];
    int length = (int) LIBRARY.recv(fd, buffer, buffer.length, 0);
    return new String(Arrays.copyOf(buffer, length), StandardCharsets.UTF_8);
  }

  /** The next message that begins so; others are dropped. */
  public String next(String beginning) {
    String message = next();
    while (!message.startsWith(beginning)) {
      message = next();
    }
    return message;
  }

  @Override
  public void close() {
    LIBRARY.close(fd);
  }
}
