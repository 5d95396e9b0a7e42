package io.roomwatch.agent.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real TCP server that does with each connection what a test says, then closes it. */
final class StreamServer implements AutoCloseable {

  /** The life of one connection; blocking is fine, an exception ends it. */
  interface Serve {
    void on(Socket socket) throws IOException;
  }

  private final ServerSocket listener;
  private final Serve serve;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  StreamServer(InetSocketAddress address, Serve serve) {
    this.serve = serve;
    try {
      this.listener = new ServerSocket(address.getPort(), 50, address.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("stream-server").start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      serve.on(socket);
    } catch (IOException e) {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
