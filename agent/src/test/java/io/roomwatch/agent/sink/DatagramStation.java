package io.roomwatch.agent.sink;

import io.roomwatch.agent.config.Sink;
import io.roomwatch.agent.probe.ClosedPorts;
import io.roomwatch.agent.probe.TestNames;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Syslog over UDP, where nothing is ever answered, but that nobody is there. */
final class DatagramStation extends Station {

  private volatile DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final Sink sink;

  DatagramStation(Fault plan) throws IOException {
    super(Kind.SYSLOG_UDP);
    String host = plan == Fault.UNKNOWN_NAME ? TestNames.name(this::addresses) : "127.0.0.1";
    sink = at(kind(), address(), host, false);
    listen(socket);
  }

  private Stream<InetAddress> addresses() throws UnknownHostException {
    if (fault == Fault.UNKNOWN_NAME) {
      throw new UnknownHostException("no such name");
    }
    return Stream.of(InetAddress.getLoopbackAddress());
  }

  private void listen(DatagramSocket ear) {
    Thread unused = Thread.ofVirtual().start(() -> hear(ear));
  }

  private void hear(DatagramSocket ear) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        ear.receive(packet);
        SyslogStation.readData(
            this, new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        answered();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** Connected to itself it hears nobody else, and the system says that nobody is there. */
  @Override
  public void suffer(Fault what) throws IOException {
    boolean changes = (fault == Fault.REFUSED) != (what == Fault.REFUSED);
    fault = what;
    if (!changes) {
      return;
    }
    int port = socket.getLocalPort();
    socket.close();
    socket = ClosedPorts.whenFree(() -> new DatagramSocket(port, InetAddress.getLoopbackAddress()));
    if (what == Fault.REFUSED) {
      socket.connect(InetAddress.getLoopbackAddress(), port);
    } else {
      listen(socket);
    }
  }

  @Override
  public String address() {
    return String.valueOf(socket.getLocalPort());
  }

  @Override
  Sink sink() {
    return sink;
  }

  @Override
  public void close() throws IOException {
    super.close();
    socket.close();
  }
}
