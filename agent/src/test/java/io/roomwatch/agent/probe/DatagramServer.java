package io.roomwatch.agent.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real datagram server on port 0 of a loopback address that answers as a test says. */
final class DatagramServer implements AutoCloseable {

  /** What comes back for the nth request, from 0: any number of datagrams. */
  interface Answers {
    List<byte[]> to(byte[] request, int n) throws IOException;
  }

  private final DatagramSocket socket;
  private final Answers answers;
  private final List<byte[]> requests = new CopyOnWriteArrayList<>();
  private final List<SocketAddress> clients = new CopyOnWriteArrayList<>();

  DatagramServer(InetAddress address, Answers answers) {
    this(open(address, 0), answers);
  }

  DatagramServer(DatagramSocket socket, Answers answers) {
    this.socket = socket;
    this.answers = answers;
    Thread.ofPlatform().daemon().name("datagram-server").start(this::serve);
  }

  static DatagramServer silent(InetAddress address) {
    return new DatagramServer(address, (request, n) -> List.of());
  }

  static DatagramSocket open(InetAddress address, int port) {
    try {
      return new DatagramSocket(port, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  Target target() {
    return DatagramBench.target(address());
  }

  /** What has come so far. */
  List<byte[]> requests() {
    return requests;
  }

  List<SocketAddress> clients() {
    return clients;
  }

  private void serve() {
    byte[] buffer = new byte[65_535];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
        clients.add(packet.getSocketAddress());
        requests.add(request);
        for (byte[] answer : answers.to(request, requests.size() - 1)) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // Closed, or the client is gone and an ICMP error came back: the next receive() decides.
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
