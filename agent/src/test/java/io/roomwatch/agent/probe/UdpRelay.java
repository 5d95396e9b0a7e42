package io.roomwatch.agent.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between one sender and one server, by its fate for every datagram: delayed, lost,
 * doubled, overtaken. It answers on port 0 of an address.
 */
public final class UdpRelay implements AutoCloseable {

  /** What becomes of the nth datagram of a direction, from 0: each copy's delay; none: lost. */
  public interface Fate {
    List<Duration> of(boolean there, int n);
  }

  private final DatagramSocket near;
  private final DatagramSocket far;
  private final InetSocketAddress server;
  private final Fate fate;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger there = new AtomicInteger();
  private final AtomicInteger back = new AtomicInteger();

  private volatile SocketAddress sender;

  public UdpRelay(InetAddress address, int port, InetSocketAddress server, Fate fate)
      throws IOException {
    this.near = new DatagramSocket(port, address);
    this.far = new DatagramSocket();
    this.server = server;
    this.sender = near.getLocalSocketAddress();
    this.fate = fate;
    Thread.ofPlatform().daemon().name("relay-there").start(() -> pass(near, true, there));
    Thread.ofPlatform().daemon().name("relay-back").start(() -> pass(far, false, back));
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(near.getLocalAddress(), near.getLocalPort());
  }

  private void pass(DatagramSocket from, boolean isThere, AtomicInteger count) {
    byte[] buffer = new byte[65_535];
    while (!from.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        from.receive(packet);
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        if (isThere) {
          sender = packet.getSocketAddress();
        }
        for (Duration delay : fate.of(isThere, count.getAndIncrement())) {
          timer.schedule(
              () -> send(isThere ? far : near, bytes, isThere ? server : sender),
              delay.toNanos(),
              TimeUnit.NANOSECONDS);
        }
      } catch (IOException | RejectedExecutionException e) {
        // Closed, or an ICMP error came back: the next receive() decides.
      }
    }
  }

  private static void send(DatagramSocket by, byte[] bytes, SocketAddress to) {
    try {
      by.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    near.close();
    far.close();
    timer.shutdownNow();
  }
}
