package io.roomwatch.agent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A DNS server on UDP 5353 that asks the real one on port 53 of the same address, and answers in an
 * odd way: {@code slow MILLISECONDS}, {@code rcode CODE} for every question, or {@code aaaa CODE}
 * for IPv6 addresses alone, {@code aaaa silent} to leave those without an answer.
 */
final class OddNames {

  private static final int AAAA = 28;
  private static final int HEADER = 12;

  private OddNames() {}

  static DatagramSocket on(InetAddress address, String what) throws IOException {
    DatagramSocket socket = new DatagramSocket(5353, address);
    Thread.ofPlatform().daemon().start(() -> serve(socket, address, what.split(" ")));
    return socket;
  }

  private static void serve(DatagramSocket socket, InetAddress address, String[] what) {
    try (socket) {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        socket.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        answer(question, address, what, packet, socket);
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void answer(
      byte[] question,
      InetAddress address,
      String[] what,
      DatagramPacket from,
      DatagramSocket socket) {
    boolean odd = !what[0].equals("aaaa") || type(question) == AAAA;
    if (odd && what[1].equals("silent")) {
      return;
    }
    long delay = what[0].equals("slow") ? Long.parseLong(what[1]) : 0;
    CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                byte[] answer =
                    odd && !what[0].equals("slow")
                        ? refusal(question, Integer.parseInt(what[1]))
                        : real(question, address);
                socket.send(new DatagramPacket(answer, answer.length, from.getSocketAddress()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** The type of the only question, behind its name, RFC 1035 section 4.1.2. */
  private static int type(byte[] question) {
    int at = HEADER;
    while (question[at] != 0) {
      at += question[at] + 1;
    }
    return ByteBuffer.wrap(question).getShort(at + 1);
  }

  private static byte[] refusal(byte[] question, int code) {
    byte[] answer = question.clone();
    answer[2] |= (byte) 0x80; // an answer
    answer[3] = (byte) (0x80 | code); // recursion is available
    return answer;
  }

  private static byte[] real(byte[] question, InetAddress address) throws IOException {
    try (DatagramSocket asking = new DatagramSocket()) {
      asking.setSoTimeout((int) Duration.ofSeconds(2).toMillis());
      asking.send(
          new DatagramPacket(question, question.length, new InetSocketAddress(address, 53)));
      DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
      asking.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }
}
