package io.roomwatch.agent.probe;

import static io.roomwatch.agent.probe.TestServer.readHead;
import static io.roomwatch.agent.probe.TestServer.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real forward proxy on loopback: CONNECT and absolute-form GET, with or without a password. */
final class TestProxy implements AutoCloseable {

  private static final String WANTS_LOGIN =
      String.join(
          "\r\n",
          "HTTP/1.1 407 Proxy Authentication Required",
          "Proxy-Authenticate: Negotiate",
          "Proxy-Authenticate: NTLM, Basic realm=\"a, b=c\", charset=\"UTF-8\"",
          "Content-Length: 4",
          "",
          "foo!");

  private final TestServer server;
  private final Optional<String> login;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private TestProxy(Optional<String> login) throws IOException {
    this.login = login;
    server = TestServer.start(this::serve);
  }

  static TestProxy open() throws IOException {
    return new TestProxy(Optional.empty());
  }

  /** Wants {@code user:password}. */
  static TestProxy locked(String login) throws IOException {
    return new TestProxy(Optional.of(login));
  }

  ProxyServer server() {
    return new ProxyServer(server.target(), Optional.empty());
  }

  ProxyServer server(String user, String password) {
    return new ProxyServer(
        server.target(), Optional.of(new ProxyServer.Credentials(user, password)));
  }

  /** The request heads it got. */
  List<String> heads() {
    return heads;
  }

  private void serve(Socket client) throws Exception {
    String head = readHead(client.getInputStream());
    heads.add(head);
    if (login.isPresent() && !head.contains("proxy-authorization: Basic " + encoded(login.get()))) {
      write(client, WANTS_LOGIN);
      return;
    }
    String[] request = head.split("\r\n", 2)[0].split(" ", -1);
    boolean connect = request[0].equals("CONNECT");
    String authority = connect ? request[1] : java.net.URI.create(request[1]).getAuthority();
    int colon = authority.lastIndexOf(':');
    InetAddress address = Lab.address(authority.substring(0, colon));
    try (Socket upstream = new Socket(address, Integer.parseInt(authority.substring(colon + 1)))) {
      if (connect) {
        write(client, "HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n");
      } else {
        write(upstream, head);
      }
      Thread back = Thread.ofVirtual().start(() -> pump(upstream, client));
      pump(client, upstream);
      back.join();
    } catch (java.net.ConnectException e) {
      write(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One side is gone; so is the other, soon.
    }
  }

  static String encoded(String login) {
    return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
