package io.roomwatch.agent.sink;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A real TCP server on loopback that does with each connection what a test says. */
final class StreamServer implements Closeable {

  /** What happens on one connection. Ends with it; the connection is closed then. */
  interface Script {
    void play(Socket socket) throws Exception;
  }

  private final ServerSocket listener;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private StreamServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** Plain. */
  static StreamServer start(Script script) throws IOException {
    return start(Optional.empty(), script);
  }

  /** With TLS from the first byte when there is a context. */
  static StreamServer start(Optional<SSLContext> tls, Script script) throws IOException {
    return start(0, tls, script);
  }

  /** At a port that is free. */
  static StreamServer start(int port, Optional<SSLContext> tls, Script script) throws IOException {
    StreamServer server =
        new StreamServer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> server.accept(tls, script));
    return server;
  }

  private void accept(Optional<SSLContext> tls, Script script) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, tls, script));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Socket plain, Optional<SSLContext> tls, Script script) {
    try (plain;
        Socket socket = tls.isPresent() ? secured(plain, tls.get()) : plain) {
      script.play(socket);
    } catch (Exception e) {
      // Clients that leave early are what these tests are about.
    }
  }

  /** The server's side of TLS on a connection. */
  static SSLSocket secured(Socket plain, SSLContext tls) throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, plain.getInputStream(), true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
