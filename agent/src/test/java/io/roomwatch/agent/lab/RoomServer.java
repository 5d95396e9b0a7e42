package io.roomwatch.agent.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * A room's listener on 9090 as a process of its own. Arguments: ADDRESS hold|reset, hold keeps
 * connections open, reset breaks them after accepting.
 */
@SuppressWarnings("ModifiedButNotUsed") // Held so that the connections stay open.
final class RoomServer {
  private RoomServer() {}

  public static void main(String[] args) throws Exception {
    List<Socket> held = new ArrayList<>();
    try (ServerSocket listener = new ServerSocket(9090, 50, InetAddress.getByName(args[0]))) {
      System.out.println("ready");
      while (!listener.isClosed()) {
        Socket socket = listener.accept();
        if (args[1].equals("reset")) {
          reset(socket);
        } else {
          held.add(socket);
        }
      }
    }
  }

  private static void reset(Socket socket) throws IOException {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // The other end was faster: its connection is gone, the listener stays.
      System.out.println(e.getMessage());
    }
  }
}
