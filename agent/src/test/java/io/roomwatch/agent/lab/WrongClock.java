package io.roomwatch.agent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * An NTP server (RFC 5905) whose time is wrong. A host's own clock cannot be set for one namespace
 * alone; that its server is wrong by as much looks the same from it.
 */
final class WrongClock {

  /** From 1900 to 1970, RFC 868. */
  private static final long ERA = 2_208_988_800L;

  private WrongClock() {}

  static DatagramSocket on(InetAddress address, Duration wrong) throws IOException {
    DatagramSocket socket = new DatagramSocket(123, address);
    Thread.ofPlatform().daemon().start(() -> serve(socket, wrong));
    return socket;
  }

  private static void serve(DatagramSocket socket, Duration wrong) {
    try (socket) {
      byte[] question = new byte[48];
      DatagramPacket packet = new DatagramPacket(question, question.length);
      while (!socket.isClosed()) {
        socket.receive(packet);
        byte[] answer = answer(question, Instant.now().plus(wrong));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] answer(byte[] question, Instant now) {
    long fraction = (((long) now.getNano()) << 32) / 1_000_000_000L;
    long timestamp = ((now.getEpochSecond() + ERA) << 32) | fraction;
    return ByteBuffer.allocate(48)
        .put((byte) 0x24) // no leap second, version 4, server
        .put((byte) 2) // stratum
        .put((byte) 4) // poll
        .put((byte) -20) // precision
        .putInt(0)
        .putInt(0)
        .put(new byte[] {127, 0, 0, 1})
        .putLong(timestamp)
        .put(question, 40, 8) // the origin: what the client sent as its transmit time
        .putLong(timestamp)
        .putLong(timestamp)
        .array();
  }
}
