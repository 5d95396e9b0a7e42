package io.roomwatch.agent.web.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Bytes on a connection, as they are. */
public final class Raw {

  private Raw() {}

  /** What comes back until the server closes: the last request asks it to, or it wants to. */
  public static String send(InetSocketAddress server, String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      // Closed with something of ours unread, which the kernel tells by a reset.
      return "";
    }
  }
}
