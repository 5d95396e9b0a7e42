package io.roomwatch.agent.sink;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** An HTTP server down to its bytes, which can fail at each of them. */
final class HttpServerOfFaults implements Closeable {

  /**
   * @param headers by lower-case name
   */
  record Request(String line, Map<String, String> headers, String body) {
    /** All that was said, for servers that say it again. */
    String echo() {
      return line + " " + headers + " " + body;
    }
  }

  /** What is answered, or done in place of an answer. */
  interface Answer {
    void to(Request request, Socket socket) throws Exception;
  }

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final StreamServer server;

  HttpServerOfFaults(Answer answer) throws IOException {
    this(Optional.empty(), answer);
  }

  HttpServerOfFaults(Optional<SSLContext> tls, Answer answer) throws IOException {
    server =
        StreamServer.start(
            tls,
            socket -> {
              Request request = read(socket.getInputStream());
              requests.add(request);
              answer.to(request, socket);
            });
  }

  int port() {
    return server.port();
  }

  List<Request> requests() {
    return requests;
  }

  Request last() {
    return requests.get(requests.size() - 1);
  }

  /** A whole answer whose body repeats the request, secrets and all. */
  static Answer answering(int status, String... headers) {
    return (request, socket) -> write(socket, status, request.echo(), headers);
  }

  static void write(Socket socket, int status, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    write(socket, head(status, bytes.length, headers));
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  static String head(int status, int length, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  static Request read(InputStream in) throws IOException {
    String[] lines = readHead(in).split("\r\n", 0);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("whoever sends it is gone");
    }
    return new Request(lines[0], headers, new String(body, StandardCharsets.UTF_8));
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
