package io.roomwatch.agent.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A real server on a free loopback port. Every connection is accepted and runs the script on a
 * thread of its own; when the script ends, the connection is closed.
 */
final class TestServer implements AutoCloseable {

  /** What happens on one connection. */
  interface Script {
    void serve(Socket socket) throws Exception;
  }

  /** Stays connected and says nothing until the other end closes. */
  static final Script SILENT = socket -> socket.getInputStream().readAllBytes();

  /** Closes with RST. */
  static final Script RESETTING = socket -> socket.setSoLinger(true, 0);

  /** Closes with FIN. */
  static final Script CLOSING = socket -> {};

  private static final InetAddress LOOPBACK = Lab.address("127.0.0.1");

  private final ServerSocket listener;
  private final Script script;
  private final List<String> requests;
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private TestServer(ServerSocket listener, Script script, List<String> requests) {
    this.listener = listener;
    this.requests = requests;
    this.script = script;
  }

  static TestServer start(Script script) throws IOException {
    return start(LOOPBACK, script);
  }

  static TestServer start(InetAddress address, Script script) throws IOException {
    return start(new ServerSocket(0, 200, address), script);
  }

  static TestServer tls(SSLContext context, Script script) throws IOException {
    return start(context.getServerSocketFactory().createServerSocket(0, 200, LOOPBACK), script);
  }

  private static TestServer start(ServerSocket listener, Script script) {
    return start(listener, script, List.of());
  }

  /** Keeps the request heads it gets and answers 200. */
  static TestServer keeping() throws IOException {
    return keeping(new ServerSocket(0, 200, LOOPBACK));
  }

  static TestServer keeping(SSLContext context) throws IOException {
    return keeping(context.getServerSocketFactory().createServerSocket(0, 200, LOOPBACK));
  }

  private static TestServer keeping(ServerSocket listener) {
    List<String> requests = new CopyOnWriteArrayList<>();
    Script keep =
        socket -> {
          String request = readHead(socket.getInputStream());
          if (!request.isEmpty()) {
            requests.add(request);
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          }
        };
    return start(listener, keep, requests);
  }

  private static TestServer start(ServerSocket listener, Script script, List<String> requests) {
    TestServer server = new TestServer(listener, script, requests);
    Thread.ofPlatform().daemon().name("test-server-" + listener.getLocalPort()).start(server::run);
    return server;
  }

  /** Writes {@code answer} to every request head, then closes. */
  static TestServer answering(String answer) throws IOException {
    return start(answer(answer));
  }

  static Script answer(String answer) {
    return socket -> {
      readHead(socket.getInputStream());
      write(socket, answer);
    };
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** Reads up to the empty line. */
  static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private void run() {
    while (!listener.isClosed()) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        continue;
      }
      open.add(socket);
      Thread.ofVirtual().start(() -> serve(socket));
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.serve(socket);
    } catch (Exception e) {
      faults.add(e);
    } finally {
      open.remove(socket);
    }
  }

  /** What a keeping server was asked. */
  List<String> requests() {
    return requests;
  }

  List<Throwable> faults() {
    return faults;
  }

  int connections() {
    return open.size();
  }

  int port() {
    return listener.getLocalPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** By its address, so that nothing is resolved. */
  Target target() {
    return new Target(listener.getInetAddress().getHostAddress(), port());
  }

  Target target(String host) {
    return new Target(host, port());
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port on loopback that nothing listens on. */
  static Target refusing() {
    return new Target("127.0.0.1", ClosedPorts.tcp());
  }

  /** A listener whose backlog is full: SYNs to it are dropped, as by a filter. */
  static final class Full implements AutoCloseable {

    private static final int BACKLOG = 1;

    private final ServerSocket listener;
    private final List<Socket> waiting = new ArrayList<>();

    Full() throws IOException {
      this("127.0.0.1");
    }

    Full(String address) throws IOException {
      listener = new ServerSocket(0, BACKLOG, Lab.address(address));
      try {
        for (int connection = 0; connection < 8; connection++) {
          Socket socket = new Socket();
          waiting.add(socket);
          socket.connect(listener.getLocalSocketAddress(), 200);
        }
        throw new IllegalStateException("the backlog takes everything");
      } catch (java.net.SocketTimeoutException full) {
        // As it should be: the last one got no answer.
      }
    }

    Target target() {
      return new Target(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : waiting) {
        socket.close();
      }
      listener.close();
    }
  }
}
