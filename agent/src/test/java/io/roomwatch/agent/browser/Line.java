package io.roomwatch.agent.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server that can be cut: then its connections stay, and nothing comes through. */
final class Line implements AutoCloseable {

  private final InetSocketAddress server;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Line(InetSocketAddress server) throws IOException {
    this.server = server;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** What is on the way is lost, and so is what comes later by these connections. */
  void cut() {
    cut = true;
  }

  /** New connections come through again. */
  void mend() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    cut = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket behind = new Socket(server.getAddress(), server.getPort());
        sockets.add(client);
        sockets.add(behind);
        Thread.ofVirtual().start(() -> carry(client, behind));
        Thread.ofVirtual().start(() -> carry(behind, client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] some = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        if (!cut) {
          out.write(some, 0, count);
        }
      }
      if (!cut) {
        to.close();
      }
    } catch (IOException e) {
      // One of them has ended.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
