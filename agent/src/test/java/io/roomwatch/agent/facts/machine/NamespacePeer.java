package io.roomwatch.agent.facts.machine;

import io.roomwatch.agent.facts.Fixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A program to run inside a network namespace: listens on every address on the port given, if one
 * is given, and connects where each line of its input says, {@code ADDRESS PORT MILLISECONDS},
 * printing how that ended.
 */
final class NamespacePeer {
  private NamespacePeer() {}

  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      listen(Integer.parseInt(args[0]));
    }
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    while (line != null) {
      String[] words = line.split(" ", -1);
      System.out.println(connect(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2])));
      line = in.readLine();
    }
  }

  private static void listen(int port) throws IOException {
    ServerSocket listener = new ServerSocket(port, 100, Fixture.ip("::"));
    Thread thread =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try (Socket accepted = listener.accept()) {
                  accepted.setTcpNoDelay(true);
                } catch (IOException e) {
                  System.err.println(e);
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static String connect(String address, int port, int millis) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Fixture.ip(address), port), millis);
      return "open";
    } catch (SocketTimeoutException e) {
      return "timeout";
    } catch (ConnectException e) {
      return "refused";
    } catch (IOException e) {
      return "unreachable";
    }
  }
}
