package io.roomwatch.agent.sink;

import io.roomwatch.agent.probe.ClosedPorts;
import io.roomwatch.agent.probe.TestNames;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One TCP port of loopback where somebody listens, or nobody for a while; and its name. */
final class Door implements Closeable {

  private final int port;
  private final boolean secure;
  private final StreamServer.Script script;
  private final String host;
  private final Lazy good;
  private final Lazy untrusted = new Lazy(Ground.Certificate.UNTRUSTED, "localhost");
  private volatile Fault fault = Fault.NONE;
  private Closeable there;

  /**
   * @param plan what it is going to suffer
   * @param secure TLS from the first byte
   */
  Door(Fault plan, boolean secure, StreamServer.Script script) throws IOException {
    this.secure = secure;
    this.script = script;
    this.host = plan == Fault.UNKNOWN_NAME ? TestNames.name(this::addresses) : "127.0.0.1";
    this.good = new Lazy(Ground.Certificate.GOOD, host);
    StreamServer server = StreamServer.start(this::serve);
    this.port = server.port();
    this.there = server;
  }

  private void serve(Socket plain) throws Exception {
    if (!secure) {
      script.play(plain);
      return;
    }
    SSLContext context = fault == Fault.UNTRUSTED ? untrusted.get() : good.get();
    try (SSLSocket socket = StreamServer.secured(plain, context)) {
      script.play(socket);
    }
  }

  /** Made when first needed, and once. */
  private static final class Lazy {
    private final Ground.Certificate certificate;
    private final String name;
    private @Nullable SSLContext made;

    Lazy(Ground.Certificate certificate, String name) {
      this.certificate = certificate;
      this.name = name;
    }

    synchronized SSLContext get() throws Exception {
      SSLContext there = made == null ? certificate.context(name) : made;
      made = there;
      return there;
    }
  }

  private Stream<InetAddress> addresses() throws UnknownHostException {
    if (fault == Fault.UNKNOWN_NAME) {
      throw new UnknownHostException("no such name");
    }
    return Stream.of(InetAddress.getLoopbackAddress());
  }

  int port() {
    return port;
  }

  String host() {
    return host;
  }

  /** What of a fault is the door's. */
  void suffer(Fault what) throws IOException {
    boolean changes = (fault == Fault.REFUSED) != (what == Fault.REFUSED);
    fault = what;
    if (changes) {
      there.close();
      there =
          ClosedPorts.whenFree(
              () ->
                  what == Fault.REFUSED
                      ? ClosedPorts.held(port)
                      : StreamServer.start(port, Optional.empty(), this::serve));
    }
  }

  @Override
  public void close() throws IOException {
    there.close();
  }
}
