package io.roomwatch.agent.sink;

import io.roomwatch.agent.alert.Notice;
import io.roomwatch.agent.config.Sink;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Syslog over UDP (RFC 5426), TCP (RFC 6587, octet counting) or TLS (RFC 5425). Syslog has no
 * answers. Over TCP and TLS a message counts as taken when the server, having been told that no
 * more will come, closes its side: it has read everything then. Over UDP nobody ever knows, except
 * that nothing listens.
 */
final class SyslogReceiver implements Receiver {

  /** Fits the smallest MTU of IPv6, so that it is not cut to fragments (RFC 5426 section 3.2). */
  private static final int LONGEST_DATAGRAM = 1280 - 40 - 8;

  /** RFC 5425 section 4.3.1: receivers should take this. */
  private static final int LONGEST_FRAME = 8192;

  /** How long an ICMP answer may take to come back. */
  private static final int REFUSAL_MILLIS = 250;

  /** How long a server may take to close a connection that it does not want. */
  private static final int EARLY_END_MILLIS = 300;

  private final Sink.Syslog sink;
  private final Surroundings surroundings;

  SyslogReceiver(Sink.Syslog sink, Surroundings surroundings) {
    this.sink = sink;
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public Delivery deliver(Notice notice, Attempt attempt) {
    boolean datagram = sink.transport() == Sink.Transport.UDP;
    byte[] message =
        SyslogMessage.of(
            notice,
            attempt,
            sink.facility(),
            surroundings,
            datagram ? LONGEST_DATAGRAM : LONGEST_FRAME);
    String where = sink.address().host() + ":" + sink.address().port();
    AtomicReference<AutoCloseable> open = new AtomicReference<>(() -> {});
    try {
      return Deadline.within(
          surroundings.network().limits().exchange(),
          surroundings.executor(),
          () -> datagram ? datagram(message, where, open) : stream(message, where, open),
          () -> close(open.get()));
    } catch (IOException | TimeoutException e) {
      return Troubles.later(e, where);
    }
  }

  private Delivery datagram(byte[] message, String where, AtomicReference<AutoCloseable> open)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      open.set(socket);
      // Connected, so that the system tells of an ICMP "port unreachable".
      socket.connect(InetAddress.getByName(sink.address().host()), sink.address().port());
      socket.send(new DatagramPacket(message, message.length));
      socket.setSoTimeout(REFUSAL_MILLIS);
      try {
        socket.receive(new DatagramPacket(new byte[1], 1));
      } catch (SocketTimeoutException e) {
        // No news: the best that UDP can do.
      }
      return new Delivery.Taken("sent to " + where + " by UDP, which nobody confirms");
    }
  }

  private Delivery stream(byte[] message, String where, AtomicReference<AutoCloseable> open)
      throws IOException {
    Surroundings.Limits limits = surroundings.network().limits();
    try (Socket plain = new Socket()) {
      open.set(plain);
      plain.connect(
          new InetSocketAddress(sink.address().host(), sink.address().port()),
          Math.toIntExact(limits.connect().toMillis()));
      plain.setSoTimeout(Math.toIntExact(limits.exchange().toMillis()));
      try (Socket socket = sink.transport() == Sink.Transport.TLS ? secured(plain) : plain) {
        OutputStream out = socket.getOutputStream();
        out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
        out.flush();
        stillOpen(socket);
        socket.shutdownOutput();
        skip(socket.getInputStream());
        return new Delivery.Taken(where + " read it and closed");
      }
    }
  }

  /**
   * A balancer without servers, or a server that stops, accepts and closes at once: its end must
   * not be taken for the answer to ours.
   */
  private void stillOpen(Socket socket) throws IOException {
    socket.setSoTimeout(EARLY_END_MILLIS);
    try {
      skip(socket.getInputStream());
      throw new EOFException("closed before it had read");
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(Math.toIntExact(surroundings.network().limits().exchange().toMillis()));
    }
  }

  /** Whatever it says, what counts is that it ends. */
  private static void skip(InputStream in) throws IOException {
    byte[] unread = new byte[512];
    while (in.read(unread) >= 0) {
      // More of nothing.
    }
  }

  private SSLSocket secured(Socket plain) throws IOException {
    Socket made =
        surroundings
            .network()
            .tls()
            .get()
            .getSocketFactory()
            .createSocket(plain, sink.address().host(), sink.address().port(), true);
    if (!(made instanceof SSLSocket socket)) {
      throw new IOException("the TLS provider makes no TLS sockets");
    }
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // It is left behind; there is nobody to tell.
    }
  }
}
