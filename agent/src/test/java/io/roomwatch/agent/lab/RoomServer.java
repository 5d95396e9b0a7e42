package io.roomwatch.agent.lab;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A listener on 9090 as a process of its own, which keeps its connections. Argument: ADDRESS. */
@SuppressWarnings("ModifiedButNotUsed") // Held so that the connections stay open.
final class RoomServer {
  private RoomServer() {}

  public static void main(String[] args) throws Exception {
    List<Socket> held = new ArrayList<>();
    try (ServerSocket listener = new ServerSocket(9090, 50, InetAddress.getByName(args[0]))) {
      System.out.println("ready");
      while (!listener.isClosed()) {
        held.add(listener.accept());
      }
    }
  }
}
