package io.roomwatch.agent.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * Ports that refuse, and go on refusing: each is taken for as long as this JVM lives and nothing
 * listens on it. One that was merely free a moment ago is soon somebody else's, or even that of the
 * client which connects to it, and TCP lets such a client connect to itself.
 */
public final class ClosedPorts {

  private static final Map<InetAddress, Socket> STREAMS = new ConcurrentHashMap<>();
  private static final Map<InetAddress, DatagramSocket> DATAGRAMS = new ConcurrentHashMap<>();

  private ClosedPorts() {}

  /** Of 127.0.0.1. */
  public static int tcp() {
    return STREAMS.computeIfAbsent(DatagramBench.FOUR, ClosedPorts::bound).getLocalPort();
  }

  /** Every time the same. */
  public static int udp(InetAddress address) {
    return DATAGRAMS.computeIfAbsent(address, ClosedPorts::deaf).getLocalPort();
  }

  /** Keeps a TCP port of 127.0.0.1, which was just given up, closed until this is. */
  public static Socket held(int port) throws IOException {
    Socket socket = new Socket();
    // There may be connections of its last owner that take their time to die.
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(DatagramBench.FOUR, port));
    return socket;
  }

  /** Takes a port whose last owner has been closed, which may take a moment. */
  public static <T> T whenFree(Callable<T> taking) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(2))
        .ignoreExceptionsInstanceOf(BindException.class)
        .until(taking, taken -> true);
  }

  private static Socket bound(InetAddress address) {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(address, 0));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connected to itself, it hears nobody else, whom the system tells that nobody listens. */
  private static DatagramSocket deaf(InetAddress address) {
    try {
      DatagramSocket socket = new DatagramSocket(0, address);
      socket.connect(address, socket.getLocalPort());
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
